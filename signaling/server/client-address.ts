import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';

/** Hextets of a network: whoever has one IPv6 address has all of its /64. */
const NETWORK_HEXTETS = 4;
const HEXTETS = 8;

/**
 * What a connection counts against: an IPv4 address, or the /64 network of an IPv6 one. With
 * `proxies` in front it is the address that the outermost of them saw; whatever stands farther left
 * in X-Forwarded-For is the client's own word and is ignored.
 */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const seen = request.socket.remoteAddress ?? '';
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const named = proxies > 0 ? forwarded.at(-proxies)?.trim() : undefined;
  return networkOf(named !== undefined && isIP(named) !== 0 ? named : seen);
}

/** An IPv4 address, or the /64 network of an IPv6 one; of a connection that is gone ''. */
export function networkOf(address = ''): string {
  const [bare = ''] = address.split('%');
  // IPv4 as such, or mapped into IPv6 (RFC 4291, section 2.5.5.2).
  const mapped = /^::ffff:/i.test(bare) ? bare.slice('::ffff:'.length) : bare;
  if (isIPv4(mapped)) return mapped;
  const [head = '', rest] = bare.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (rest ?? '').split(':').filter(Boolean);
  const zeros = new Array<string>(Math.max(0, HEXTETS - before.length - after.length)).fill('0');
  return [...before, ...(rest === undefined ? [] : zeros), ...after]
    .slice(0, NETWORK_HEXTETS)
    .map((hextet) => Number.parseInt(hextet, 16).toString(16))
    .join(':');
}
