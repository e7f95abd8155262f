import { expect, test } from 'vitest';
import type { Facts, WebFacts } from '../../../signaling/cli/doctor/facts.ts';
import { judgeFiles } from '../../../signaling/cli/doctor/file-judge.ts';
import { fault, type Finding } from '../../../signaling/cli/doctor/finding.ts';
import { judgePlainHttp } from '../../../signaling/cli/doctor/http-judge.ts';
import type { HttpFacts } from '../../../signaling/cli/doctor/http-probe.ts';
import { judge } from '../../../signaling/cli/doctor/judge.ts';
import { asJson, asText, isWell } from '../../../signaling/cli/doctor/report.ts';
import { targetOf } from '../../../signaling/cli/doctor/target.ts';
import type { TlsFacts } from '../../../signaling/cli/doctor/tls-probe.ts';
import type { TurnFacts } from '../../../signaling/cli/doctor/turn-probe.ts';
import { turnPlace, type TurnAnswer } from '../../../signaling/cli/turn-client.ts';
import { encodeAbout } from '../../../signaling/protocol/about.ts';
import { securityHeaders } from '../../../signaling/server/security-headers.ts';

const ORIGIN = 'https://alcove.example';
const NOW = Date.parse('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
const PATHS = ['/', '/j', '/empty', '/healthz', '/readyz'];

const answer = (
  path: string,
  status = 200,
  origin = ORIGIN,
): Extract<HttpFacts, { kind: 'answer' }> => ({
  kind: 'answer',
  path,
  status,
  headers: {
    ...Object.fromEntries(
      Object.entries(securityHeaders(origin)).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    date: new Date(NOW).toUTCString(),
  },
  digest: `digest of ${path}`,
  text: path === '/about' ? encodeAbout({ relay: origin, turn: true }) : '',
  at: NOW,
  slack: 20,
});

const certificate: Extract<TlsFacts, { kind: 'certificate' }> = {
  kind: 'certificate',
  protocol: 'TLSv1.3',
  from: NOW - 60 * DAY,
  until: NOW + 60 * DAY,
  namesHost: true,
  names: 'DNS:alcove.example',
  chainError: undefined,
};

const allocated = {
  kind: 'allocated',
  realm: 'alcove.example',
  address: '203.0.113.7',
} as const satisfies TurnAnswer;

const refused = { kind: 'unauthorized', realm: 'alcove.example' } as const satisfies TurnAnswer;

const turn = (
  taken: TurnAnswer | undefined = allocated,
  url = 'turn:alcove.example',
  altered: TurnAnswer = refused,
  expired: TurnAnswer | undefined = refused,
): TurnFacts => ({ url, place: turnPlace(url), answer: taken, altered, expired });

const open = { kind: 'open', extensions: '', challenged: true } as const;
const forbidden = { kind: 'refused', status: 403 } as const;

const healthy: WebFacts = {
  pages: PATHS.map((path) => answer(path)),
  about: answer('/about'),
  sockets: { right: open, foreign: forbidden, none: forbidden },
  room: {
    kind: 'opened',
    turn: { type: 'turn', lifetime: 7200, urls: [], username: '1:00', password: 'x' },
  },
  stranger: { kind: 'refused', reason: 'NOT_ENROLLED', enrolled: false },
  turn: [turn()],
};

const facts = (changed: Partial<Facts>, web: Partial<WebFacts> = {}): Facts => ({
  addresses: ['203.0.113.7'],
  tls: certificate,
  plainHttp: { ...answer('/', 308), headers: { location: `${ORIGIN}/` } },
  files: [],
  own: new Map([['/', 'digest of /']]),
  web: { ...healthy, ...web },
  ...changed,
});

const faults = (found: Facts, origin = ORIGIN) =>
  judge(found, targetOf(origin), NOW)
    .filter(({ level }) => level === 'wrong' || level === 'warning')
    .map(({ code }) => code);

const pages = (change: (page: Extract<HttpFacts, { kind: 'answer' }>) => HttpFacts) =>
  facts({}, { pages: PATHS.map((path) => change(answer(path))) });
const at = (path: string, change: (page: Extract<HttpFacts, { kind: 'answer' }>) => HttpFacts) =>
  pages((page) => (page.path === path ? change(page) : page));
const tls = (changed: Partial<typeof certificate>) =>
  facts({ tls: { ...certificate, ...changed } });
const header = (name: string, value: string) =>
  pages((page) => ({ ...page, headers: { ...page.headers, [name]: value } }));
const without = (name: string) =>
  pages((page) => ({
    ...page,
    headers: Object.fromEntries(Object.entries(page.headers).filter(([one]) => one !== name)),
  }));
const sockets = (changed: Partial<WebFacts['sockets']>, room: WebFacts['room'] = healthy.room) =>
  facts({}, { sockets: { ...healthy.sockets, ...changed }, room, turn: room ? healthy.turn : [] });
const turns = (...given: Parameters<typeof turn>) => facts({}, { turn: [turn(...given)] });
const claims = (origin: string, changed: Partial<WebFacts> = {}) =>
  facts({}, { pages: PATHS.map((path) => answer(path, 200, origin)), ...changed });

test('nothing is wrong where nothing is', () => {
  const findings = judge(facts({}), targetOf(ORIGIN), NOW);
  expect(findings.filter(({ level }) => level !== 'good')).toEqual([]);
  expect(findings.map(({ code }) => code)).toEqual([
    'NAME',
    'TLS',
    'PLAIN_HTTP',
    'PAGES',
    'VERSION',
    'HEADERS',
    'CLOCK',
    'SOCKET',
    'ORIGIN',
    'TOKENS',
    'ROOM',
    'TURN',
  ]);
});

test.each<[string, string[], Facts]>([
  [
    'no address',
    ['NAME_UNKNOWN'],
    facts({ addresses: [], tls: undefined, plainHttp: undefined, web: undefined }),
  ],
  [
    'no answer',
    ['UNREACHABLE'],
    facts({ tls: { kind: 'unreachable', detail: 'ECONNREFUSED' }, web: undefined }),
  ],
  [
    'no TLS',
    ['TLS_FAILED'],
    facts({ tls: { kind: 'failed', detail: 'wrong version number' }, web: undefined }),
  ],
  ['expired', ['TLS_EXPIRED'], tls({ until: NOW - 1, chainError: 'CERT_HAS_EXPIRED' })],
  [
    'not yet valid',
    ['TLS_NOT_YET_VALID'],
    tls({ from: NOW + DAY, chainError: 'CERT_NOT_YET_VALID' }),
  ],
  ['13 days left', ['TLS_EXPIRES_SOON'], tls({ until: NOW + 13.9 * DAY })],
  ['14 days left', [], tls({ until: NOW + 14 * DAY })],
  ['a quarter of six days left', [], tls({ from: NOW - 4.5 * DAY, until: NOW + 1.5 * DAY })],
  [
    'a sixth of six days left',
    ['TLS_EXPIRES_SOON'],
    tls({ from: NOW - 5 * DAY, until: NOW + DAY }),
  ],
  ['another name', ['TLS_NAME'], tls({ namesHost: false })],
  ['no chain', ['TLS_CHAIN'], tls({ chainError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
  ['an expired authority', ['TLS_CHAIN'], tls({ chainError: 'CERT_HAS_EXPIRED' })],
  ['TLS 1.1', ['TLS_OLD'], tls({ protocol: 'TLSv1.1' })],
  ['TLS 1.2', [], tls({ protocol: 'TLSv1.2' })],
  ['a page with 502', ['PAGE_FAILED'], at('/j', (page) => ({ ...page, status: 502 }))],
  [
    'a page without an answer',
    ['PAGE_FAILED'],
    at('/empty', ({ path }) => ({ kind: 'failed', path, detail: 'hang up' })),
  ],
  ['no health', ['HEALTH_FAILED'], at('/healthz', (page) => ({ ...page, status: 500 }))],
  ['not ready', ['NOT_READY'], at('/readyz', (page) => ({ ...page, status: 503 }))],
  ['a relay without /readyz', ['NOT_READY'], at('/readyz', (page) => ({ ...page, status: 404 }))],
  [
    'nothing answers over TLS',
    ['UNREACHABLE'],
    pages(({ path }) => ({ kind: 'failed', path, detail: 'hang up' })),
  ],
  ['other pages', ['PAGES_DIFFER'], at('/', (page) => ({ ...page, digest: 'another' }))],
  ['no pages of our own', [], facts({ own: undefined })],
  ['a missing header', ['HEADER_MISSING'], without('permissions-policy')],
  ['a missing policy', ['HEADER_MISSING'], without('content-security-policy')],
  ['a header twice', ['HEADER_CHANGED'], header('x-content-type-options', 'nosniff, nosniff')],
  ['no Date', ['CLOCK_UNKNOWN'], without('date')],
  ['60 seconds apart', [], header('date', new Date(NOW + 60_000).toUTCString())],
  ['61 seconds ahead', ['CLOCK_WRONG'], header('date', new Date(NOW + 61_000).toUTCString())],
  ['61 seconds behind', ['CLOCK_WRONG'], header('date', new Date(NOW - 61_000).toUTCString())],
  [
    'a socket with 502',
    ['SOCKET_FAILED'],
    sockets({ right: { kind: 'refused', status: 502 } }, undefined),
  ],
  [
    'a socket without an answer',
    ['SOCKET_FAILED'],
    sockets({ right: { kind: 'failed', detail: 'hang up' } }, undefined),
  ],
  [
    'a silent socket',
    ['SOCKET_SILENT'],
    sockets({ right: { ...open, challenged: false } }, undefined),
  ],
  [
    'compression',
    ['SOCKET_COMPRESSED'],
    sockets({ right: { ...open, extensions: 'permessage-deflate' } }),
  ],
  ['our Origin refused', ['ORIGIN_WRONG'], sockets({ right: forbidden }, undefined)],
  ['another Origin taken', ['ORIGIN_UNCHECKED'], sockets({ foreign: open })],
  ['no Origin taken', ['ORIGIN_UNCHECKED'], sockets({ none: open })],
  ['too many tries', [], sockets({ none: { kind: 'refused', status: 429 } })],
  [
    'another origin claimed',
    ['ORIGIN_WRONG'],
    claims('https://other.example', {
      sockets: { right: forbidden, foreign: forbidden, none: forbidden },
      room: undefined,
      turn: [],
    }),
  ],
  [
    'ORIGIN not set',
    ['ORIGIN_WRONG'],
    claims('http://localhost:8787', {
      room: { kind: 'refused', reason: 'BAD_SIGNATURE', enrolled: false },
      turn: [],
    }),
  ],
  [
    'no room',
    ['ROOM_REFUSED'],
    facts({}, { room: { kind: 'refused', reason: 'OVERLOADED', enrolled: false }, turn: [] }),
  ],
  ['rooms for anybody', ['ROOM_ANYBODY'], facts({}, { stranger: healthy.room })],
  [
    'no token given',
    [],
    facts({}, { room: { kind: 'refused', reason: 'NOT_ENROLLED', enrolled: false }, turn: [] }),
  ],
  [
    'a token that is not known',
    ['TOKEN_UNKNOWN'],
    facts({}, { room: { kind: 'refused', reason: 'NOT_ENROLLED', enrolled: true }, turn: [] }),
  ],
  [
    'no TURN server',
    ['TURN_NONE'],
    facts(
      {},
      {
        room: { kind: 'opened', turn: undefined },
        about: { ...answer('/about'), text: encodeAbout({ relay: ORIGIN, turn: false }) },
        turn: [],
      },
    ),
  ],
  [
    'TURN not given',
    ['TURN_NOT_GIVEN'],
    facts({}, { room: { kind: 'opened', turn: undefined }, turn: [] }),
  ],
  ['TURN elsewhere', ['TURN_FOREIGN'], turns(undefined, 'turn:other.example')],
  ['no TURN URL', ['TURN_FOREIGN'], turns(undefined, 'stun:alcove.example')],
  ['DTLS', ['TURN_DTLS'], turns(undefined, 'turns:alcove.example?transport=udp')],
  ['TURN closed', ['TURN_UNANSWERED'], turns({ kind: 'closed' })],
  ['TURN silent', ['TURN_UNANSWERED'], turns({ kind: 'silent' })],
  [
    'TURN without TLS',
    ['TURN_TLS_FAILED'],
    turns({ kind: 'tls', detail: 'certificate has expired' }),
  ],
  ['no TURN there', ['TURN_NO_TURN'], turns({ kind: 'no-turn' })],
  [
    'another secret',
    ['TURN_SECRET_DIFFERS'],
    turns({ kind: 'unauthorized', realm: 'alcove.example' }),
  ],
  ['no realm', ['TURN_REALM'], turns({ kind: 'no-realm' })],
  ['another realm', ['TURN_OTHER_REALM'], turns({ ...allocated, realm: 'else.example' })],
  [
    'no quota',
    ['TURN_REFUSED'],
    turns({ kind: 'refused', realm: 'alcove.example', code: 486, reason: 'Quota' }),
  ],
  ['an open TURN server', ['TURN_OPEN'], turns({ kind: 'open' })],
  [
    'expired credentials taken',
    ['TURN_EXPIRED_TAKEN'],
    turns(allocated, undefined, undefined, allocated),
  ],
  ['changed credentials taken', ['TURN_OPEN'], turns(allocated, undefined, allocated, undefined)],
  ['a private address', ['TURN_PRIVATE_ADDRESS'], turns({ ...allocated, address: '172.31.0.9' })],
])('%s', (_name, codes, found) => {
  expect(faults(found)).toEqual(codes);
});

test('a private address is good where everything is private', () => {
  const found = turns({ ...allocated, address: '10.0.0.9' });
  expect(faults({ ...found, addresses: ['10.0.0.9'] })).toEqual([]);
});

test('http is for this machine alone', () => {
  const plain = (origin: string) => ({
    ...claims(origin, { turn: [] }),
    tls: undefined,
    plainHttp: undefined,
  });
  expect(faults(plain('http://alcove.example'), 'http://alcove.example')).toEqual(['NOT_HTTPS']);
  expect(faults(plain('http://localhost:8787'), 'http://localhost:8787')).toEqual([]);
});

test('a changed policy is told by what it lacks and has', () => {
  const policy = securityHeaders(ORIGIN)['Content-Security-Policy'] ?? '';
  const found = header(
    'content-security-policy',
    policy.replace("script-src 'self'", 'script-src *'),
  );
  const sentence = judge(found, targetOf(ORIGIN), NOW).find(
    (one) => one.code === 'HEADER_CHANGED',
  )?.sentence;
  expect(sentence).toBe(
    "Content-Security-Policy is changed at /, /j, /empty, /healthz, /readyz: it lacks “script-src 'self' 'wasm-unsafe-eval'”; it has “script-src * 'wasm-unsafe-eval'”.",
  );
});

test.each<[string, string, number, string | undefined]>([
  ['https of this host', 'PLAIN_HTTP', 308, `${ORIGIN}/`],
  ['https of another host', 'PLAIN_HTTP_SERVES', 301, 'https://other.example/'],
  ['http', 'PLAIN_HTTP_SERVES', 302, 'http://alcove.example/'],
  ['nowhere', 'PLAIN_HTTP_SERVES', 302, undefined],
  ['a page', 'PLAIN_HTTP_SERVES', 200, undefined],
  ['a refusal', 'PLAIN_HTTP', 403, undefined],
])('port 80 with %s', (_name, code, status, location) => {
  const headers: Record<string, string> = location === undefined ? {} : { location };
  const [finding] = judgePlainHttp({ ...answer('/', status), headers }, 'alcove.example');
  expect(finding?.code).toBe(code);
});

test('files that others may reach, and files that are not there', () => {
  const codes = (mode: number | undefined) =>
    judgeFiles([{ path: '/etc/key', setting: 'TLS_KEY', mode }]).map(({ code }) => code);
  expect(codes(0o600)).toEqual(['FILES']);
  expect(codes(0o640)).toEqual(['FILES']);
  expect(codes(0o604)).toEqual(['FILE_READABLE']);
  expect(codes(0o602)).toEqual(['FILE_READABLE']);
  expect(codes(undefined)).toEqual(['FILE_MISSING']);
});

test('a report writes nothing to a terminal that the other side wants written', () => {
  const said = '\u{1b}[2J\u{1b}[HNothing is wrong.\n';
  const text = asText([fault('ROOM_REFUSED', `The relay says ${said}`)]);
  expect(text).toContain('\\u{1b}[2J');
  expect(text).not.toContain('\u{1b}');
});

test('a report for people and one for scripts', () => {
  const findings: Finding[] = judge(tls({ until: NOW - 1 }), targetOf(ORIGIN), NOW);
  const text = asText(findings);
  expect(text).toMatch(
    /^WRONG {4}The certificate expired on 2026-03-01\. \[TLS_EXPIRED\]\n {9}Renew /m,
  );
  expect(text).toMatch(/\n1 thing is wrong\.\n$/);
  expect(JSON.parse(asJson(findings))).toMatchObject({ ok: false });
  expect(isWell(judge(tls({ until: NOW + DAY }), targetOf(ORIGIN), NOW))).toBe(true);
});
