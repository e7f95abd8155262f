const LOOPBACK = /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** Whether a host name or address, IPv6 in brackets or not, is of this machine and nobody else's. */
export function isThisMachine(host: string): boolean {
  return LOOPBACK.test(host);
}
