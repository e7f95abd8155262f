import { fault, good, type Finding } from './finding.ts';
import type { Target } from './target.ts';
import type { TlsFacts } from './tls-probe.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SOON_MS = 14 * DAY_MS;
/** Of a short life this part is left by then; whoever renews by themselves does so at a third or a quarter. */
const SOON_PART = 1 / 5;
const GOOD_VERSIONS: ReadonlySet<string> = new Set(['TLSv1.2', 'TLSv1.3']);
/** OpenSSL stops at these, which the dates say more plainly. */
const OF_DATES: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** `now` in milliseconds since the epoch. */
export function judgeTls(facts: TlsFacts, { host, port }: Target, now: number): Finding[] {
  if (facts.kind === 'unreachable') {
    return [fault('UNREACHABLE', `Nothing answers on port ${port} of ${host}: ${facts.detail}.`)];
  }
  if (facts.kind === 'failed') {
    return [fault('TLS_FAILED', `Port ${port} of ${host} has no TLS: ${facts.detail}.`)];
  }
  const { protocol, from, until, namesHost, names, chainError } = facts;
  const findings: Finding[] = [];
  if (until < now) {
    findings.push(fault('TLS_EXPIRED', `The certificate expired on ${dateOf(until)}.`));
  } else if (from > now) {
    findings.push(fault('TLS_NOT_YET_VALID', `The certificate is valid from ${dateOf(from)} on.`));
  } else if (until - now < Math.min(SOON_MS, (until - from) * SOON_PART)) {
    const left = lengthOf(until - now);
    findings.push(
      fault('TLS_EXPIRES_SOON', `The certificate expires in ${left}, on ${dateOf(until)}.`),
    );
  } else if (chainError !== undefined && OF_DATES.has(chainError)) {
    // The dates of the host’s own are good.
    findings.push(fault('TLS_CHAIN', 'A certificate above the host’s own is out of its dates.'));
  }
  if (!namesHost) {
    findings.push(
      fault('TLS_NAME', `The certificate is not for ${host}; it names ${names || 'no host'}.`),
    );
  }
  if (chainError !== undefined && !OF_DATES.has(chainError)) {
    findings.push(fault('TLS_CHAIN', `The certificate is not trusted: ${chainError}.`));
  }
  if (!GOOD_VERSIONS.has(protocol)) {
    findings.push(fault('TLS_OLD', `The web server speaks ${protocol} at best.`));
  }
  if (findings.length > 0) return findings;
  return [
    good('TLS', `The certificate is good for another ${lengthOf(until - now)}, over ${protocol}.`),
  ];
}

/** Days, or hours where it is less than two days. */
function lengthOf(time: number): string {
  return time < 2 * DAY_MS
    ? `${Math.floor(time / HOUR_MS)} hours`
    : `${Math.floor(time / DAY_MS)} days`;
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
