import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ABOUT_MAX, decodeAbout, encodeAbout } from '../../../signaling/protocol/about.ts';

const relay = 'https://alcove.example';

describe('what a server says of itself', () => {
  test.each([
    { relay, turn: true },
    { relay: 'http://localhost:8787', turn: false },
    { relay, turn: false, trouble: 'not-allowed' },
    { relay: 'http://[::1]:8787', turn: true, trouble: 'other-name' },
  ] as const)('is read as it was written: %j', (about) => {
    expect(decodeAbout(encodeAbout(about))).toEqual(about);
  });

  test('may say more in times to come', () => {
    const text = JSON.stringify({ relay, turn: true, more: { of: [] } });
    expect(decodeAbout(text)).toEqual({ relay, turn: true });
  });

  test.each([
    ['', 'yes', '<!doctype html>', 'null', '[]', '"https://alcove.example"', '{}'],
    [{ turn: true }, { relay }, { relay: [relay], turn: true }, { relay, turn: 'yes' }],
    [
      { relay, turn: 1 },
      { relay, turn: null },
      { relay: null, turn: true },
    ],
    [
      'alcove.example',
      '//alcove.example',
      'wss://alcove.example',
      'https://alcove.example/',
      '',
    ].map((other) => ({ relay: other, turn: true })),
    [
      'https://alcove.example/j',
      'https://user@alcove.example',
      'https://Alcove.example',
      'null',
    ].map((other) => ({ relay: other, turn: true })),
    [
      'javascript:alert(1)',
      'https://alcove.example:443',
      ' https://alcove.example',
      'blob:null',
    ].map((other) => ({ relay: other, turn: true })),
    [
      { relay, turn: true, trouble: 'another' },
      { relay, turn: true, trouble: {} },
    ],
    [{ relay: `https://${'a.'.repeat(ABOUT_MAX / 2)}example`, turn: true }],
    [`{"relay":"${relay}","turn":true${' '.repeat(ABOUT_MAX)}}`],
  ])('is nothing else, %#', (...others) => {
    for (const other of others) {
      const text = typeof other === 'string' ? other : JSON.stringify(other);
      expect(decodeAbout(text), text).toBeUndefined();
    }
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(decodeAbout(text)?.turn).not.toBe('yes');
      }),
    );
  });
});
