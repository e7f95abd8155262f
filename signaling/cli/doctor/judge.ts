import { isIP } from 'node:net';
import { decodeAbout } from '../../protocol/about.ts';
import { isLoopback } from '../../protocol/loopback.ts';
import type { Facts, WebFacts } from './facts.ts';
import { judgeFiles } from './file-judge.ts';
import { fault, good, unchecked, type Finding } from './finding.ts';
import { claimedOrigin, judgeHeaders } from './header-judge.ts';
import {
  HEALTH,
  judgeClock,
  judgePages,
  judgePlainHttp,
  judgeVersion,
  READY,
} from './http-judge.ts';
import { judgeSocket } from './socket-judge.ts';
import type { Target } from './target.ts';
import { judgeTls } from './tls-judge.ts';
import { judgeRoom, judgeStranger } from './room-judge.ts';
import { judgeTurn } from './turn-judge.ts';

/** Browsers give camera and microphone to http:// pages of these alone. */
const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** What the facts mean, in the order in which they were looked at. `now` in ms since the epoch. */
export function judge(facts: Facts, target: Target, now: number): Finding[] {
  const { addresses, tls, plainHttp, web, files } = facts;
  return [
    ...judgeName(addresses, target),
    ...(target.secure || LOOPBACK.test(target.host)
      ? []
      : [fault('NOT_HTTPS', `Browsers give no camera to pages of ${target.origin}.`)]),
    ...(tls ? judgeTls(tls, target, now) : []),
    ...(plainHttp ? judgePlainHttp(plainHttp, target.host) : []),
    ...(web
      ? judgeWeb(web, facts, target)
      : [unchecked('PAGES', 'Pages, WebSocket and TURN server could not be looked at.')]),
    ...judgeFiles(files),
  ];
}

function judgeName(addresses: readonly string[], { host }: Target): Finding[] {
  if (isIP(host) !== 0) return [];
  return addresses.length > 0
    ? [good('NAME', `${host} is at ${addresses.join(' and ')}.`)]
    : [fault('NAME_UNKNOWN', `No address is known for ${host}.`)];
}

function judgeWeb(web: WebFacts, { own, addresses }: Facts, target: Target): Finding[] {
  const { pages, about, sockets, room, stranger, turn } = web;
  const { origin, host, port } = target;
  const health = pages.find(({ path }) => path === HEALTH);
  if (health?.kind === 'failed' && pages.every(({ kind }) => kind === 'failed')) {
    return [fault('UNREACHABLE', `Nothing answers on port ${port} of ${host}: ${health.detail}.`)];
  }
  const answers = pages.filter((page) => page.kind === 'answer');
  const claimed = claimedOrigin(answers, origin);
  const said = about.kind === 'answer' ? decodeAbout(about.text) : undefined;
  const socket = judgeSocket(sockets, origin, claimed);
  return [
    // Who takes itself for another sends people there: one cause, one finding.
    ...judgePages(claimed === undefined ? pages : pages.filter((page) => !sendsTo(page, claimed))),
    ...judgeVersion(pages, own),
    // What a proxy answers in the relay’s place is found by its status.
    ...judgeHeaders(
      answers.filter(({ status, path }) => status === 200 || (path === READY && status === 503)),
      claimed ?? origin,
    ),
    ...(health ? judgeClock(health) : []),
    ...socket,
    ...(room && claimed === undefined
      ? [...(isLoopback(origin) ? [] : judgeStranger(stranger)), ...judgeRoom(room, said?.turn)]
      : [unchecked('TURN', 'Whether the TURN server works is not known.')]),
    ...turn.flatMap((one) => judgeTurn(one, host, addresses)),
  ];
}

function sendsTo(page: WebFacts['pages'][number], origin: string): boolean {
  return page.kind === 'answer' && (page.headers['location'] ?? '').startsWith(`${origin}/`);
}
