import { BlockList, isIPv6 } from 'node:net';
import type { TurnAnswer } from '../turn-client.ts';
import { fault, good, unchecked, type Finding } from './finding.ts';
import type { TurnFacts } from './turn-probe.ts';

const NOT_PUBLIC = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  NOT_PUBLIC.addSubnet(net, prefix);
}

/** `addresses`: those of the host. */
export function judgeTurn(facts: TurnFacts, host: string, addresses: readonly string[]): Finding[] {
  const { url, place, answer, altered, expired } = facts;
  if (place?.host !== host.toLowerCase()) {
    return [fault('TURN_FOREIGN', `The relay names ${url}, which is not on ${host}.`)];
  }
  if (place.transport === 'dtls') {
    return [fault('TURN_DTLS', `The relay names ${url}, which browsers do not use.`)];
  }
  if (!answer) return [unchecked('TURN', `${url} was not asked.`)];
  if (answer.kind !== 'allocated') return [refusal(answer, url)];
  const findings: Finding[] = [];
  if (altered?.kind === 'allocated' || altered?.kind === 'open') {
    findings.push(fault('TURN_OPEN', `${url} takes credentials that the relay did not make.`));
  }
  if (expired?.kind === 'allocated') {
    findings.push(fault('TURN_EXPIRED_TAKEN', `${url} takes credentials that are over.`));
  }
  if (isPrivate(answer.address) && !addresses.every(isPrivate)) {
    findings.push(
      fault(
        'TURN_PRIVATE_ADDRESS',
        `${url} passes packets on at ${answer.address ?? ''}, where nobody outside comes.`,
      ),
    );
  }
  if (answer.realm.toLowerCase() !== host.toLowerCase()) {
    findings.push(
      fault('TURN_OTHER_REALM', `${url} names the realm “${answer.realm}”, not ${host}.`),
    );
  }
  if (findings.length > 0) return findings;
  const others = [
    ...(isRefusal(altered) ? ['none that were changed'] : []),
    ...(isRefusal(expired) ? ['none that are over'] : []),
  ];
  return [good('TURN', [`${url} takes the relay’s credentials`, ...others].join(', ') + '.')];
}

function isRefusal(answer: TurnAnswer | undefined): boolean {
  return answer?.kind === 'unauthorized' || answer?.kind === 'refused';
}

function refusal(answer: Exclude<TurnAnswer, { kind: 'allocated' }>, url: string): Finding {
  switch (answer.kind) {
    case 'open':
      return fault('TURN_OPEN', `${url} asks for no credentials.`);
    case 'unauthorized':
      return fault('TURN_SECRET_DIFFERS', `${url} does not take the relay’s credentials (401).`);
    case 'refused':
      return fault('TURN_REFUSED', `${url} refuses with ${answer.code} ${answer.reason}.`);
    case 'no-realm':
      return fault('TURN_REALM', `${url} names no realm, so browsers give up.`);
    case 'closed':
      return fault('TURN_UNANSWERED', `Nothing listens at ${url}.`);
    case 'silent':
      return fault('TURN_UNANSWERED', `Nothing comes back from ${url}.`);
    case 'tls':
      return fault('TURN_TLS_FAILED', `${url} makes no TLS connection: ${answer.detail}.`);
    case 'no-turn':
      return fault('TURN_NO_TURN', `What answers at ${url} is no TURN server.`);
  }
}

function isPrivate(address: string | undefined): boolean {
  if (address === undefined) return false;
  if (isIPv6(address)) return address === '::1' || /^f[cde]/i.test(address);
  return NOT_PUBLIC.check(address);
}
