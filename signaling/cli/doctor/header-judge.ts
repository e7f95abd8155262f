import { securityHeaders } from '../../server/security-headers.ts';
import { headerDifference } from '../header-difference.ts';
import { fault, good, type Finding } from './finding.ts';
import type { HttpFacts } from './http-probe.ts';

type Answer = Extract<HttpFacts, { kind: 'answer' }>;

const CSP = 'Content-Security-Policy';

/** Whom the server takes itself for, when its policy is the one of another origin than `origin`. */
export function claimedOrigin(answers: readonly Answer[], origin: string): string | undefined {
  for (const { headers } of answers) {
    const policy = headers[CSP.toLowerCase()] ?? '';
    const socket = /connect-src 'self' (ws[^ ;]+)/.exec(policy)?.[1];
    const claimed = socket?.replace(/^ws/, 'http');
    if (claimed === undefined || claimed === origin) continue;
    if (securityHeaders(claimed)[CSP] === policy) return claimed;
  }
  return undefined;
}

/** Every header of every answer against those that the relay sets for `origin`. */
export function judgeHeaders(answers: readonly Answer[], origin: string): Finding[] {
  const findings = Object.entries(securityHeaders(origin)).flatMap(([name, expected]) => {
    const has = ({ headers }: Answer) => headers[name.toLowerCase()];
    const missing = answers.filter((answer) => has(answer) === undefined);
    const [changed, ...others] = answers.filter((answer) => (has(answer) ?? expected) !== expected);
    return [
      ...(missing.length > 0
        ? [fault('HEADER_MISSING', `${name} is missing at ${paths(missing)}.`)]
        : []),
      ...(changed
        ? [
            fault(
              'HEADER_CHANGED',
              `${name} is changed at ${paths([changed, ...others])}: ${headerDifference(name, expected, has(changed) ?? '')}.`,
            ),
          ]
        : []),
    ];
  });
  if (findings.length > 0 || answers.length === 0) return findings;
  return [good('HEADERS', 'Every security header is as the relay sets it.')];
}

function paths(answers: readonly Answer[]): string {
  return answers.map(({ path }) => path).join(', ');
}
