import { describe, expect, test } from 'vitest';
import { chooseRelay, relayFor } from '../../client/session/relay-choice.ts';

const LOCAL = ['http://localhost:8786', 'http://127.0.0.1:8786', 'http://[::1]:8786'];
const PUBLIC = ['https://alcove.example', 'http://192.168.1.2:8787', 'https://localhost.example'];
const relay = 'https://alcove.example';

describe('a page from a server', () => {
  test.each(PUBLIC)('uses that server whatever it is told: %s', (page) => {
    for (const told of [undefined, page, 'https://evil.example', 'http://localhost:8787']) {
      expect(relayFor(page, told)).toBe(page);
    }
    const about = { relay: 'https://evil.example', turn: true, trouble: 'other-name' } as const;
    expect(chooseRelay(page, about)).toEqual({ relay: page, turn: true });
    expect(chooseRelay(page, undefined)).toEqual({ relay: page, turn: false });
  });
});

describe('a page from this computer', () => {
  test.each(LOCAL)('uses the relay that it is told, over https: %s', (page) => {
    expect(chooseRelay(page, { relay, turn: true })).toEqual({ relay, turn: true });
    expect(relayFor(page, 'http://alcove.example')).toBeUndefined();
    expect(relayFor(page, 'http://localhost.example')).toBeUndefined();
  });

  test('may be the relay’s own, on this computer', () => {
    for (const told of LOCAL) expect(relayFor('http://localhost:8787', told)).toBe(told);
    const page = 'http://localhost:8787';
    const about = { relay: page, turn: false, trouble: 'not-allowed' } as const;
    expect(chooseRelay(page, about)).toEqual({ relay: page, turn: false });
  });

  test('begins no session without an answer, nor where it is not let in', () => {
    const [page = ''] = LOCAL;
    expect(chooseRelay(page, undefined)).toEqual({ reason: 'no-answer', relay: undefined });
    for (const trouble of ['not-allowed', 'other-name'] as const) {
      expect(chooseRelay(page, { relay, turn: true, trouble })).toEqual({ reason: trouble, relay });
    }
  });
});
