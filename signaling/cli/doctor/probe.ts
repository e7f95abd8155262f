import type { Facts, WebFacts } from './facts.ts';
import type { SettingsFile } from './file-probe.ts';
import { HEALTH, PAGES, READY } from './http-judge.ts';
import { probeHttp } from './http-probe.ts';
import { probeName } from './name-probe.ts';
import { probeRoom } from './room-probe.ts';
import { probeSocket } from './socket-probe.ts';
import type { Target } from './target.ts';
import { probeTls } from './tls-probe.ts';
import { probeTurn } from './turn-probe.ts';

/** Whom nobody is, and so nobody lets in. */
const STRANGER = 'https://stranger.invalid';
const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/** Looks at everything that can be looked at. Takes half a minute where nothing answers. */
export async function probe(
  target: Target,
  settings: SettingsFile | undefined,
  own: Facts['own'],
  token: Uint8Array | undefined,
): Promise<Facts> {
  const { host, port, secure, origin } = target;
  const addresses = await probeName(host);
  const named = addresses.length > 0;
  const tls = named && secure ? await probeTls(target) : undefined;
  const beside = secure && port === HTTPS_PORT;
  const plain: Target = {
    ...target,
    port: HTTP_PORT,
    secure: false,
    origin: `http://${new URL(origin).hostname}`,
  };
  return {
    addresses,
    tls,
    plainHttp: named && beside ? await probeHttp(plain, '/') : undefined,
    web:
      named && (!secure || tls?.kind === 'certificate')
        ? await probeWeb(target, settings?.turnSecret, token)
        : undefined,
    files: settings?.files ?? [],
    own,
  };
}

async function probeWeb(
  target: Target,
  turnSecret: string | undefined,
  token: Uint8Array | undefined,
): Promise<WebFacts> {
  const { origin } = target;
  const paths = [...PAGES, HEALTH, READY];
  const pages = await Promise.all(paths.map((path) => probeHttp(target, path)));
  const about = await probeHttp(target, '/about');
  const [right, foreign, none] = await Promise.all([
    probeSocket(target, origin),
    probeSocket(target, STRANGER),
    probeSocket(target),
  ]);
  const speaks = right.kind === 'open' && right.challenged;
  const stranger = speaks ? await probeRoom(target) : undefined;
  const room = speaks && token ? await probeRoom(target, token) : stranger;
  const given = room?.kind === 'opened' ? room.turn : undefined;
  return {
    pages,
    about,
    sockets: { right, foreign, none },
    room,
    stranger,
    turn: given ? await probeTurn(given, target, turnSecret) : [],
  };
}
