import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { targetOf } from '../../../signaling/cli/doctor/target.ts';
import { PATIENCE, type Patience } from '../../../signaling/cli/verify/answer-probe.ts';
import { compare } from '../../../signaling/cli/verify/compare.ts';
import { filesBeside } from '../../../signaling/cli/verify/compared-with.ts';
import type { Difference } from '../../../signaling/cli/verify/difference.ts';
import { readManifest } from '../../../signaling/release/manifest.ts';
import type { Release } from '../../../signaling/release/release.ts';
import { freePort } from '../../support/deployment.ts';
import { startRelay, type RelayProcess } from '../../support/relay-process.ts';
import { TamperingProxy, type Passing, type Tampering } from '../../support/tampering-proxy.ts';

const MANIFEST = fileURLToPath(new URL('../../../dist/release.txt', import.meta.url));

let relay: RelayProcess;
let proxy: TamperingProxy;
let release: Release;
/** A few of its answers, which are asked for in a moment. */
let some: Release;

beforeAll(async () => {
  const read = readManifest(await readFile(MANIFEST, 'utf8'));
  if (!read) throw new Error('no manifest: run npm run build first');
  release = read;
  const few = new Set(['/', '/j', '/empty', '/about', '*']);
  some = { ...release, answers: release.answers.filter(({ path }) => few.has(path)) };
  const port = await freePort();
  proxy = await TamperingProxy.start(() => port);
  relay = await startRelay({ port, env: { ORIGIN: proxy.origin, TRUST_PROXY: '1' } });
});

afterEach(() => {
  proxy.tampering = undefined;
});

afterAll(async () => {
  proxy.stop();
  await relay.stop();
});

/** What is found while this is done to what passes. */
async function found(
  tampering: Tampering | undefined,
  { of = some, patience = PATIENCE }: { of?: Release; patience?: Patience } = {},
): Promise<readonly Difference[]> {
  proxy.tampering = tampering;
  const own = await filesBeside(MANIFEST);
  return (await compare(targetOf(proxy.origin), of, own, patience)).differences;
}

const places = (differences: readonly Difference[]) =>
  differences.map(({ code, path = '', asked = '' }) => `${code} ${path} ${asked}`);

/** Changes the answers for one path that came in one encoding. */
const at =
  (path: string, encoding: string | undefined, change: (passing: Passing) => void): Tampering =>
  ({ url }, passing) => {
    const came = passing.headers.find(([name]) => name === 'Content-Encoding')?.[1];
    if (url === path && came === encoding) change(passing);
    return undefined;
  };

const header = (passing: Passing, name: string, value: string) =>
  passing.headers.push([name, value]);

test('nothing differs where nothing was done', async () => {
  expect(await found(undefined, { of: release })).toEqual([]);
});

test.each([
  ['br', ['br', 'as browsers ask']],
  ['gzip', ['gzip']],
  [undefined, ['identity']],
] as const)('one byte of one encoding: %s', async (encoding, asked) => {
  const flip = ({ body }: Passing) => void (body[100] = (body[100] ?? 0) ^ 1);
  const differences = await found(at('/j', encoding, flip));
  expect(places(differences)).toEqual(asked.map((one) => `BYTES /j ${one}`));
  for (const { what, wanted, got } of differences) {
    expect(what).toContain('other bytes from byte 100 on');
    expect(wanted).toMatch(/^[\da-f]{128}$/);
    expect(got).toMatch(/^[\da-f]{128}$/);
    expect(got).not.toBe(wanted);
  }
});

test('a byte more and a byte less', async () => {
  const longer = await found(
    at('/empty', undefined, (passing) => {
      passing.body = Buffer.concat([passing.body, Buffer.from(' ')]);
      passing.headers = passing.headers.filter(([name]) => name !== 'Content-Length');
    }),
  );
  expect(places(longer)).toEqual(['BYTES /empty identity']);
  expect(longer[0]?.what).toMatch(/: more than 753, not 753$|: more than \d+, not \d+$/);
  const shorter = await found(
    at('/empty', undefined, (passing) => {
      passing.body = passing.body.subarray(1);
      passing.headers = passing.headers.filter(([name]) => name !== 'Content-Length');
    }),
  );
  expect(places(shorter)).toEqual(['BYTES /empty identity']);
  expect(shorter[0]?.what).toContain('other bytes from byte 0 on');
});

test('another file for the name of a build alone: the service worker is asked for as pages do', async () => {
  const name = release.answers
    .map(({ path }) => /^\/assets\/host-(\w[\w-]{7})\.js$/.exec(path)?.[1])
    .find((one) => one !== undefined);
  if (name === undefined) throw new Error('no script of the host');
  const differences = await found(
    ({ url }, passing) => {
      if (url === `/service-worker.js?${name}`) passing.body[0] = 0;
      return undefined;
    },
    { of: release },
  );
  expect(places(differences)).toEqual([`BYTES /service-worker.js?${name} as browsers ask`]);
});

test.each([
  ['Access-Control-Allow-Origin', '*', 'lets pages of other sites read this'],
  ['Service-Worker-Allowed', '/', 'widens what a background program may answer for'],
  ['Link', '</extra.js>; rel=preload; as=script', 'has the browser load something else'],
  ['Refresh', '0; url=https://evil.example', 'sends the browser elsewhere'],
  ['Set-Cookie', 'id=1', 'marks the browser'],
  ['NEL', '{}', 'has the browser tell somebody of its connections'],
  ['SourceMap', '/x.map', 'has developer tools load something else'],
  ['Alt-Svc', 'h3="evil.example:443"', 'is no header of this release'],
  ['Alt-Svc', 'h3=":8443"', 'has the browser come by another way'],
  ['Content-Security-Policy', "default-src 'none'", 'comes 2 times'],
  ['X-Whatever', 'a\u0085b', 'is no header of this release: “a\\u{85}b”'],
])('a header that the release has not: %s', async (name, value, meaning) => {
  const differences = await found(at('/j', 'br', (passing) => header(passing, name, value)));
  expect(differences.map(({ path, asked }) => `${path} ${asked}`)).toEqual([
    '/j br',
    '/j as browsers ask',
  ]);
  for (const { what } of differences) expect(what).toContain(meaning);
});

test('what a web server adds by itself is no difference', async () => {
  const differences = await found((_asked, passing) => {
    header(passing, 'Via', '1.1 Caddy');
    header(passing, 'Server', 'Caddy');
    header(passing, 'Alt-Svc', `h3=":${new URL(proxy.origin).port}"; ma=2592000`);
    return undefined;
  });
  expect(differences).toEqual([]);
});

test.each([
  ['Content-Type', 'text/html; charset=utf-7'],
  ['Cache-Control', 'public, max-age=31536000'],
  ['Cross-Origin-Opener-Policy', 'unsafe-none'],
])('a changed header: %s', async (name, value) => {
  const differences = await found(
    at('/empty', 'gzip', (passing) => {
      passing.headers = passing.headers.map(([one, was]) => [one, one === name ? value : was]);
    }),
  );
  expect(places(differences)).toEqual(['HEADER_CHANGED /empty gzip']);
  expect(differences[0]?.what).toContain(`it is “${value}”, not “`);
});

test('a script that is packed in another way', async () => {
  const differences = await found(
    at('/j', undefined, (passing) => header(passing, 'Content-Encoding', 'zstd')),
  );
  expect(places(differences)).toEqual(['ENCODING /j identity']);
});

test('what answers where nothing is', async () => {
  const differences = await found(({ url }, passing) => {
    if (url !== '/sw.js') return undefined;
    passing.status = 200;
    return undefined;
  });
  expect(places(differences)).toEqual(['STATUS /sw.js as browsers ask']);
  expect(differences[0]?.what).toBe('it answers 200, not 404');
});

test('a redirect, which is not followed', async () => {
  const differences = await found(
    at('/j', 'br', (passing) => {
      passing.status = 302;
      header(passing, 'Location', 'https://evil.example/j');
    }),
  );
  expect(places(differences)).toEqual(['REDIRECT /j br', 'REDIRECT /j as browsers ask']);
  expect(differences[0]?.what).toBe('it leads away, to “https://evil.example/j” (302)');
});

test('another word where a few are allowed', async () => {
  const differences = await found(
    at('/about', undefined, (passing) => {
      passing.body = Buffer.from('YES');
      passing.headers = passing.headers.filter(([name]) => name !== 'Content-Length');
    }),
  );
  expect(places(differences)).toEqual(
    ['br', 'gzip', 'identity', 'as browsers ask'].map((asked) => `BYTES /about ${asked}`),
  );
  for (const { what } of differences)
    expect(what).toBe(
      `it says “YES”, not “{"relay":"${proxy.origin}","turn":false}” or “{"relay":"${proxy.origin}","turn":true}”`,
    );
});

test('an early answer, with what it would have the browser load', async () => {
  const differences = await found(({ url }, _passing, response) => {
    if (url === '/empty') response.writeEarlyHints({ link: '</extra.js>; rel=preload; as=script' });
    return undefined;
  });
  expect(new Set(differences.map(({ code, path }) => `${code} ${path}`))).toEqual(
    new Set(['EARLY_ANSWER /empty']),
  );
});

test('a body without end is read as far as the file is long', async () => {
  let written = 0;
  const differences = await found(({ url }, passing, response) => {
    if (url !== '/j') return undefined;
    response.sendDate = false;
    const headers = passing.headers.filter(([name]) => name !== 'Content-Length');
    response.writeHead(200, headers.flat());
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 14))) written += 1 << 14;
    };
    response.on('drain', more);
    more();
    return false;
  });
  expect(places(differences)).toEqual(
    ['br', 'gzip', 'identity', 'as browsers ask'].map((asked) => `BYTES /j ${asked}`),
  );
  for (const { what } of differences) expect(what).toMatch(/: more than \d+, not \d+$/);
  expect(written).toBeLessThan(1 << 26);
});

test('whoever answers drop by drop, or not at all, is not waited for', async () => {
  const timers: NodeJS.Timeout[] = [];
  const began = performance.now();
  const differences = await found(
    (asked, _passing, response) => {
      if (asked.url === '/') {
        response.writeHead(200);
        timers.push(setInterval(() => response.write('.'), 20));
      }
      // To everything else it says nothing.
      return false;
    },
    { patience: { answerMs: 100, wholeMs: 2000 } },
  );
  for (const timer of timers) clearInterval(timer);
  expect(places(differences)).toEqual(['UNREACHABLE  ']);
  expect(performance.now() - began).toBeLessThan(3000);
});

test('after a few answers that do not come the others are not asked for', async () => {
  const differences = await found(({ url }) => (url?.startsWith('/assets/') ? false : undefined), {
    of: release,
    patience: { answerMs: 300, wholeMs: 10_000 },
  });
  expect(new Set(differences.map(({ code }) => code))).toEqual(new Set(['NO_ANSWER', 'NOT_ASKED']));
  expect(differences.length).toBeLessThan(16);
  expect(differences.at(-1)?.what).toMatch(/^\d+ of \d+ questions were not asked/);
});

test.each([
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
  ],
  ['nothing', ''],
  ['no HTTP', '\u0000\u0001 hello\r\n\r\n'],
  ['half of it', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
])('what is no whole answer: %s', async (_what, bytes) => {
  const differences = await found(({ url }, _passing, response) => {
    if (url !== '/empty') return undefined;
    response.socket?.end(bytes);
    return false;
  });
  expect(places(differences)).toEqual(
    ['br', 'gzip', 'identity', 'as browsers ask'].map((asked) => `NO_ANSWER /empty ${asked}`),
  );
});

test('early answers without end, and headers without end, are no answer', async () => {
  for (const flood of ['HTTP/1.1 103 Early Hints\r\n\r\n', `X-Flood: ${'x'.repeat(1000)}\r\n`]) {
    const differences = await found(({ url }, _passing, response) => {
      if (url !== '/empty') return undefined;
      const { socket } = response;
      if (!flood.startsWith('HTTP')) socket?.write('HTTP/1.1 200 OK\r\n');
      const more = () => {
        while (socket?.writable && socket.write(flood.repeat(1000)));
      };
      socket?.on('drain', more);
      socket?.on('error', () => undefined);
      more();
      return false;
    });
    expect(places(differences)).toEqual(
      ['br', 'gzip', 'identity', 'as browsers ask'].map((asked) => `NO_ANSWER /empty ${asked}`),
    );
  }
});
