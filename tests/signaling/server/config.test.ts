import { describe, expect, test } from 'vitest';
import { defaultOrigin, readConfig } from '../../../signaling/server/config.ts';
import { describeFailure } from '../../../signaling/server/failure.ts';
import { PlainError } from '../../../signaling/server/plain-error.ts';

describe('the environment', () => {
  test('may say nothing', () => {
    const nothing = { port: 8787, host: 'localhost', origin: undefined, trustProxy: 0 };
    expect(readConfig({})).toEqual(nothing);
    expect(readConfig({ PORT: '', HOST: '', ORIGIN: '', TRUST_PROXY: '' })).toEqual(nothing);
  });

  test('may say everything', () => {
    expect(
      readConfig({ PORT: '443', HOST: '::', ORIGIN: 'https://alcove.example/', TRUST_PROXY: '2' }),
    ).toEqual({ port: 443, host: '::', origin: 'https://alcove.example', trustProxy: 2 });
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
    ['TRUST_PROXY', ['true', '-1', '9', '1.5']],
  ])('is told in a sentence about a bad %s', (name, values) => {
    for (const value of values) {
      const read = () => readConfig({ [name]: value });
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
  expect(line.split('\n')).toHaveLength(2);
  expect(describeFailure('192.0.2.1')).toBe('Alcove met an internal failure: string\n');
});
