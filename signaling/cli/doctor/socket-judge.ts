import { fault, good, unchecked, type Finding } from './finding.ts';
import type { SocketFacts } from './socket-probe.ts';

export interface SocketTries {
  /** With the Origin that people's browsers send. */
  readonly right: SocketFacts;
  readonly foreign: SocketFacts;
  /** Without an Origin. */
  readonly none: SocketFacts;
}

const FORBIDDEN = 403;

/** `claimed`: whom the server takes itself for, if it is not this origin. */
export function judgeSocket(tries: SocketTries, origin: string, claimed?: string): Finding[] {
  const { right, foreign, none } = tries;
  if (claimed !== undefined) {
    return [fault('ORIGIN_WRONG', `The relay takes itself for ${claimed}, and is ${origin}.`)];
  }
  if (right.kind === 'refused' && right.status === FORBIDDEN) {
    return [fault('ORIGIN_WRONG', `The relay refuses pages of ${origin} with 403.`)];
  }
  const unknown = unchecked('ORIGIN', 'Whether pages of other sites are refused is not known.');
  if (right.kind !== 'open') {
    const how = right.kind === 'refused' ? `is answered with ${right.status}` : right.detail;
    return [fault('SOCKET_FAILED', `The WebSocket at /signal does not open: ${how}.`), unknown];
  }
  const findings: Finding[] = [];
  if (!right.challenged) {
    findings.push(fault('SOCKET_SILENT', 'The WebSocket at /signal opens, and says nothing.'));
  }
  if (right.extensions !== '') {
    findings.push(fault('SOCKET_COMPRESSED', `The WebSocket agrees to ${right.extensions}.`));
  }
  if (findings.length === 0) {
    findings.push(good('SOCKET', 'The WebSocket at /signal opens, and the relay speaks on it.'));
  }
  const taken = [
    ...(foreign.kind === 'open' ? ['another Origin'] : []),
    ...(none.kind === 'open' ? ['none'] : []),
  ];
  if (taken.length > 0) {
    const sentence = `The WebSocket opens for who comes with ${taken.join(' and with ')}.`;
    findings.push(fault('ORIGIN_UNCHECKED', sentence));
  } else if ([foreign, none].every((one) => one.kind === 'refused' && one.status === FORBIDDEN)) {
    findings.push(good('ORIGIN', 'Pages of other sites are refused.'));
  } else {
    findings.push(unknown);
  }
  return findings;
}
