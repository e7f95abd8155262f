import { describe, expect, test } from 'vitest';
import {
  defaultOrigin,
  environment,
  readConfig,
  turnUrlsFor,
} from '../../../signaling/server/config.ts';
import { describeFailure } from '../../../signaling/server/failure.ts';
import { PlainError } from '../../../signaling/server/plain-error.ts';

const noFile = (path: string): string => {
  throw new Error(path);
};
const readEnv = (env: Record<string, string>) => readConfig([environment(env)], noFile);

describe('the environment', () => {
  test('may say nothing', () => {
    const nothing = {
      port: 8787,
      host: 'localhost',
      origin: undefined,
      allowOrigins: [],
      open: undefined,
      tokens: 'alcove.tokens',
      trustProxy: 0,
      turnSecret: undefined,
      turnUrls: undefined,
      tlsCert: undefined,
      tlsKey: undefined,
      metricsPort: undefined,
      metricsHost: '127.0.0.1',
      redis: undefined,
      log: 'plain',
      local: false,
      relay: undefined,
    };
    expect(readEnv({})).toEqual(nothing);
    expect(readEnv({ PORT: '', HOST: '', ORIGIN: '', TRUST_PROXY: '' })).toEqual(nothing);
  });

  test('may say everything', () => {
    expect(
      readEnv({ PORT: '443', HOST: '::', ORIGIN: 'https://alcove.example/', TRUST_PROXY: '2' }),
    ).toMatchObject({ port: 443, host: '::', origin: 'https://alcove.example', trustProxy: 2 });
  });

  test.each([
    ['PORT', ['-1', '65536', '80.5', '0x50', ' 80', 'http', '99999999']],
    ['HOST', ['local host', 'http://localhost', 'localhost:80', 'a/b', '-a', '[::1]']],
    [
      'ORIGIN',
      [
        'alcove.example',
        'ftp://alcove.example',
        'https://alcove.example/room',
        'https://alcove.example?x',
        'https://user@alcove.example',
        'https://alcove.example:443',
        'javascript:alert(1)',
        '*',
      ],
    ],
    [
      'ALLOW_ORIGINS',
      ['*', 'http://localhost:8787 localhost', 'https://alcove.example/room', 'null'],
    ],
    ['TRUST_PROXY', ['true', '-1', '9', '1.5']],
  ])('is told in a sentence about a bad %s', (name, values) => {
    for (const value of values) {
      const read = () => readEnv({ [name]: value });
      expect(read, value).toThrow(PlainError);
      expect(read, value).toThrow(new RegExp(`^${name} must be .* and it is "`));
    }
  });
});

test.each([
  ['localhost', 8787, 'http://localhost:8787'],
  ['localhost', 80, 'http://localhost'],
  ['192.0.2.7', 8787, 'http://192.0.2.7:8787'],
  ['2001:db8::7', 8787, 'http://[2001:db8::7]:8787'],
  ['0.0.0.0', 8787, 'http://localhost:8787'],
  ['::', 8787, 'http://localhost:8787'],
])('listening on %s port %i is opened at %s', (host, port, origin) => {
  expect(defaultOrigin(host, port)).toBe(origin);
});

test('a failure is described without its message', () => {
  const line = describeFailure(new TypeError('room 0123456789abcdef of 192.0.2.1'));
  expect(line).toMatch(/^Alcove met an internal failure: TypeError at .*config\.test\.ts/);
  expect(line).not.toContain('0123456789abcdef');
  expect(line).not.toContain('192.0.2.1');
  expect(line.split('\n')).toHaveLength(1);
  expect(describeFailure('192.0.2.1')).toBe('Alcove met an internal failure: string');
});

describe('a TURN server', () => {
  const TURN_SECRET = 'a secret of some length';

  test('is at the host of the origin, unless TURN_URLS says more', () => {
    const { turnSecret, turnUrls } = readEnv({ TURN_SECRET });
    expect(turnSecret).toBe(TURN_SECRET);
    expect(turnUrlsFor('https://alcove.example', turnUrls)).toEqual([
      'turn:alcove.example?transport=udp',
      'turn:alcove.example?transport=tcp',
    ]);
    const TURN_URLS = 'turn:Alcove.example:3479, turns:alcove.example:5349?transport=tcp';
    expect(
      turnUrlsFor('https://alcove.example', readEnv({ TURN_SECRET, TURN_URLS }).turnUrls),
    ).toEqual(['turn:Alcove.example:3479', 'turns:alcove.example:5349?transport=tcp']);
  });

  test('under another host is refused at the start, since every page would refuse it', () => {
    for (const url of ['turn:other.example', 'turn:alcove.example.other.example', 'turn:[::1]']) {
      const { turnUrls } = readEnv({ TURN_SECRET, TURN_URLS: url });
      expect(() => turnUrlsFor('https://alcove.example', turnUrls), url).toThrow(
        /^TURN_URLS must name the host of ORIGIN, alcove.example/,
      );
    }
  });

  test.each([
    'stun:alcove.example',
    'turn:alcove.example:70000',
    'turn:alcove.example?transport=sctp',
    'turn://alcove.example',
    'turn:user@alcove.example',
    'turn:a.example turn:b.example turn:c.example turn:d.example turn:e.example',
  ])('is not named by %s', (url) => {
    expect(() => readEnv({ TURN_SECRET, TURN_URLS: url })).toThrow(/^TURN_URLS must be/);
  });

  test('needs a secret, which no message repeats', () => {
    expect(() => readEnv({ TURN_URLS: 'turn:alcove.example' })).toThrow(/^TURN_URLS needs/);
    const short = () => readEnv({ TURN_SECRET: 'hush-hush' });
    expect(short).toThrow(PlainError);
    expect(short).not.toThrow(/hush-hush/);
  });
});

describe('several sources', () => {
  const flags = (values: Record<string, string>) => ({
    values,
    as: (name: string) => `--${name.toLowerCase()}`,
  });
  const read = (
    first: Record<string, string>,
    second: Record<string, string>,
    readText: (path: string) => string = noFile,
  ) => readConfig([flags(first), environment(second)], readText);

  test('are asked in turn, and what is empty says nothing', () => {
    const { port, host } = read({ PORT: '1', HOST: '' }, { PORT: '2', HOST: '::1' });
    expect({ port, host }).toEqual({ port: 1, host: '::1' });
  });

  test('name a bad value as it was written', () => {
    expect(() => read({ PORT: 'x' }, { PORT: '2' })).toThrow(/^--port must be/);
    expect(() => read({}, { PORT: 'x' })).toThrow(/^PORT must be/);
  });

  test('may leave a secret in a file, whose last line end is none of it', () => {
    const file = (path: string) => `the content of ${path}\n`;
    expect(read({}, { TURN_SECRET_FILE: '/a/secret' }, file).turnSecret).toBe(
      'the content of /a/secret',
    );
    expect(() => read({}, { TURN_SECRET_FILE: 'x' }, () => 'hush-hush')).toThrow(
      'The secret in TURN_SECRET_FILE must be at least 16 characters long.',
    );
    expect(() => read({}, { TURN_SECRET_FILE: '/nowhere' })).toThrow(
      'TURN_SECRET_FILE names a file that cannot be read: /nowhere.',
    );
    const twice = { TURN_SECRET: 'sixteen characters', TURN_SECRET_FILE: '/a/secret' };
    expect(() => read({}, twice, file)).toThrow(
      'TURN_SECRET and TURN_SECRET_FILE say the same thing twice; keep one.',
    );
  });
});

describe('a Redis', () => {
  test('is told apart from the secret, which is not its own to know', () => {
    const REDIS = 'rediss://user:pass%20word@redis.example:6380/2#0123456789abcdef';
    expect(readEnv({ REDIS }).redis).toEqual({
      url: 'rediss://user:pass%20word@redis.example:6380/2',
      secret: '0123456789abcdef',
    });
    expect(readEnv({ REDIS: '' }).redis).toBeUndefined();
  });

  test.each(['localhost:6379', 'http://localhost#0123456789abcdef', 'redis:0123456789abcdef'])(
    'is no %s',
    (REDIS) => {
      expect(() => readEnv({ REDIS })).toThrow(PlainError);
      expect(() => readEnv({ REDIS })).toThrow(/^REDIS must be like redis:/);
    },
  );

  test.each(['redis://:password@localhost', 'redis://:password@localhost#short'])(
    'of %s has no secret, and is not quoted',
    (REDIS) => {
      expect(() => readEnv({ REDIS })).toThrow(
        new PlainError(
          'REDIS must be like redis://:password@localhost:6379#secret, with a secret of at least 16 characters that all processes share.',
        ),
      );
    },
  );

  test('has authorities of its own over TLS alone', () => {
    const REDIS = 'rediss://localhost#0123456789abcdef';
    expect(readEnv({ REDIS, REDIS_CA: 'ca.pem' }).redisCa).toBe('ca.pem');
    for (const env of [{}, { REDIS: REDIS.replace('rediss', 'redis') }]) {
      expect(() => readEnv({ ...env, REDIS_CA: 'ca.pem' })).toThrow(
        new PlainError('REDIS_CA needs a REDIS that begins with rediss:.'),
      );
    }
  });

  test('may stand in a file', () => {
    const url = 'redis://:password@localhost';
    const { redis } = readConfig(
      [environment({ REDIS_FILE: '/a/redis' })],
      () => `${url}#0123456789abcdef
`,
    );
    expect(redis).toEqual({ url, secret: '0123456789abcdef' });
  });
});

describe('pages on this computer', () => {
  const RELAY = 'wss://alcove.example';
  const read = (env: Record<string, string>) => () => readEnv({ LOCAL: 'yes', RELAY, ...env });

  test('have a port of their own, and the relay’s web origin', () => {
    expect(read({})()).toMatchObject({
      local: true,
      relay: 'https://alcove.example',
      port: 8786,
      host: 'localhost',
    });
    expect(read({ PORT: '9000', LOG: 'json' })()).toMatchObject({ port: 9000, log: 'json' });
    expect(readEnv({ LOCAL: 'no' })).toMatchObject({ local: false, port: 8787 });
  });

  test.each([
    ['wss://alcove.example/', 'https://alcove.example'],
    ['https://alcove.example:8443', 'https://alcove.example:8443'],
    ['ws://localhost:8787', 'http://localhost:8787'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['ws://[::1]:8787', 'http://[::1]:8787'],
  ])('take a relay as %s', (written, origin) => {
    expect(read({ RELAY: written })().relay).toBe(origin);
  });

  test.each([
    'alcove.example',
    'http://alcove.example',
    'ws://alcove.example',
    'wss://alcove.example/signal',
    'https://alcove.example?x',
    'wss://me@alcove.example',
    'http://localhost.alcove.example',
    'http://127.0.0.1.alcove.example',
    'wsss://alcove.example',
  ])('take none as %s', (written) => {
    expect(read({ RELAY: written })).toThrow(PlainError);
    expect(read({ RELAY: written })).toThrow(
      /^RELAY must be the address of a relay, like wss:\/\/alcove.example without a path, and it is "/,
    );
  });

  test.each(['true', '1', 'YES'])('are not asked for by %s', (LOCAL) => {
    expect(read({ LOCAL })).toThrow(`LOCAL must be yes or no, and it is ${JSON.stringify(LOCAL)}.`);
  });

  test('need a relay, which without them has no meaning', () => {
    expect(read({ RELAY: '' })).toThrow(
      'LOCAL needs RELAY (--relay), through which people meet, like --relay wss://alcove.example.',
    );
    expect(() => readEnv({ RELAY })).toThrow(
      'RELAY goes with LOCAL (--local), which serves pages on this computer alone.',
    );
  });

  test('need one port for good', () => {
    expect(read({ PORT: '0' })).toThrow(
      'PORT must be the same at every start with LOCAL, and not 0: notes belong to the address at which they were made.',
    );
  });

  test.each([
    ['HOST', '0.0.0.0'],
    ['ORIGIN', 'https://alcove.example'],
    ['ALLOW_ORIGINS', 'http://localhost:8786'],
    ['TRUST_PROXY', '1'],
    ['TURN_SECRET', 'sixteen characters'],
    ['METRICS_PORT', '9000'],
    ['METRICS_HOST', '127.0.0.1'],
    ['REDIS', 'redis://localhost#0123456789abcdef'],
  ])('have no %s', (name, value) => {
    expect(read({ [name]: value })).toThrow(
      `${name} is for a relay, and with LOCAL none runs here: take it away, or set it where the relay runs.`,
    );
  });

  test('have no certificate', () => {
    expect(read({ TLS_CERT: 'a.pem', TLS_KEY: 'b.pem' })).toThrow(/^TLS_CERT is for a relay/);
  });
});
