import { SessionError } from './errors.ts';

/** More than any device has: interfaces x address families x protocols, with room. */
export const MAX_CANDIDATES = 64;

const CANDIDATE =
  /^candidate:[\w+/-]{1,32} [12] (?:udp|tcp) \d{1,10} (\S{1,64}) \d{1,5} typ (?:host|srflx|prflx|relay)( [\x20-\x7e]{0,384})?$/i;
const IPV4 = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const IPV6 = /^(?=.*:.*:)[0-9a-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?$/i;
const MDNS = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.local$/i;

/**
 * Lets one ICE candidate line (RFC 8839, section 5.1) through, or throws CANDIDATE_SHAPE. Only IP
 * literals and the browsers' own `UUID.local` names (RFC 8828) may be connected to: any other name
 * would make this device ask a name server of the sender's choosing. The empty line that ends a
 * generation of candidates is let through.
 */
export function checkCandidate(line: string): void {
  if (line === '') return;
  const address = CANDIDATE.exec(line)?.[1];
  if (address === undefined) throw new SessionError('CANDIDATE_SHAPE');
  if (!IPV4.test(address) && !IPV6.test(address) && !MDNS.test(address)) {
    throw new SessionError('CANDIDATE_SHAPE');
  }
}
