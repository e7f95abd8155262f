import { fault, good, type Finding } from './finding.ts';
import type { HttpFacts } from './http-probe.ts';

/** Certificates and TURN credentials are good for a time; so far may clocks be apart. */
const CLOCK_MS = 60_000;
const OK = 200;
/** A relay that has no such path says this. */

/** What people open, and where the relay says how it is. */
export const PAGES = ['/', '/j', '/empty'] as const;
export const HEALTH = '/healthz';
export const READY = '/readyz';

/** Every path is asked once. */
export function judgePages(facts: readonly HttpFacts[]): Finding[] {
  const findings = facts.flatMap((one): Finding[] => {
    const { path } = one;
    if (one.kind === 'answer') {
      if (one.status === OK) return [];
      if (path === READY) {
        return [fault('NOT_READY', `The relay is not ready: ${path} answers ${one.status}.`)];
      }
    }
    const how = one.kind === 'answer' ? answered(one) : `does not answer: ${one.detail}`;
    return [fault(path === HEALTH ? 'HEALTH_FAILED' : 'PAGE_FAILED', `${path} ${how}.`)];
  });
  return findings.length > 0 ? findings : [good('PAGES', 'Every page answers.')];
}

function answered({ status, headers }: Extract<HttpFacts, { kind: 'answer' }>): string {
  const location = headers['location'];
  return `answers ${status}${location === undefined ? '' : `, to ${location}`}`;
}

/** `own`: SHA-256 of the pages that this program has, by path; undefined without any. */
export function judgeVersion(
  facts: readonly HttpFacts[],
  own: ReadonlyMap<string, string> | undefined,
): Finding[] {
  const served = facts.filter((one) => one.kind === 'answer' && one.status === OK);
  const known = served.filter(({ path }) => own?.has(path));
  if (known.length === 0) return [];
  const others = known.filter((one) => one.kind === 'answer' && one.digest !== own?.get(one.path));
  if (others.length === 0) return [good('VERSION', 'The pages are those of this program.')];
  const paths = others.map(({ path }) => path).join(', ');
  return [fault('PAGES_DIFFER', `What stands at ${paths} is not what this program has.`)];
}

export function judgeClock(facts: HttpFacts): Finding[] {
  if (facts.kind !== 'answer') return [];
  const date = Date.parse(facts.headers['date'] ?? '');
  if (Number.isNaN(date)) return [fault('CLOCK_UNKNOWN', 'The answers have no Date.')];
  const apart = date - facts.at;
  if (Math.abs(apart) > CLOCK_MS + facts.slack) {
    const seconds = Math.round(Math.abs(apart) / 1000);
    const way = apart > 0 ? 'ahead of' : 'behind';
    return [fault('CLOCK_WRONG', `Its clock is ${seconds} seconds ${way} that of this machine.`)];
  }
  return [good('CLOCK', 'Its clock and that of this machine agree.')];
}

/** What port 80 says to who types the name alone. */
export function judgePlainHttp(facts: HttpFacts, host: string): Finding[] {
  if (facts.kind === 'failed') return [good('PLAIN_HTTP', 'Port 80 serves nothing.')];
  const location = facts.headers['location'] ?? '';
  const target = URL.canParse(location) ? new URL(location) : undefined;
  const redirects = facts.status >= 300 && facts.status < 400;
  if (redirects && target?.protocol === 'https:' && target.hostname === host) {
    return [good('PLAIN_HTTP', 'Port 80 redirects to https.')];
  }
  // An answer without content hands out no page to change on the way.
  if (facts.status >= 400) return [good('PLAIN_HTTP', `Port 80 refuses with ${facts.status}.`)];
  const how = redirects ? `redirects to ${location || 'nowhere'}` : `answers ${facts.status}`;
  return [fault('PLAIN_HTTP_SERVES', `Port 80 ${how}, where anybody on the way can change it.`)];
}
