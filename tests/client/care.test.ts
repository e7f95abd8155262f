import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Care } from '../../client/controllers/care.ts';
import type { FeatureRoom } from '../../client/controllers/room-feature.ts';
import {
  CARE_TYPES,
  decodeCareMessage,
  encodeCareMessage,
  MAX_CARE_TEXT,
  type CareMessage,
} from '../../client/session/care-message.ts';
import { SessionError } from '../../client/session/errors.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const codeOf = (type: number, body: Uint8Array, from: 'host' | 'guest'): string => {
  try {
    decodeCareMessage(type, body, from);
    return 'accepted';
  } catch (error) {
    if (error instanceof SessionError) return error.code;
    throw error;
  }
};

describe('messages of care', () => {
  test('every kind survives the way there, from whoever may send it', () => {
    const messages: [CareMessage, 'host' | 'guest'][] = [
      [{ type: 'closing', minutes: 5, words: 'One breath. 🌿' }, 'host'],
      [{ type: 'open-again' }, 'host'],
      [{ type: 'ask' }, 'host'],
      [{ type: 'answer', answer: 'not-alone' }, 'guest'],
      [{ type: 'agreed', edition: 3, text: 'I call you.' }, 'host'],
      [{ type: 'agreed', edition: 1, text: '' }, 'guest'],
    ];
    for (const [message, from] of messages) {
      const { type, body } = encodeCareMessage(message);
      expect(CARE_TYPES).toContain(type);
      expect(decodeCareMessage(type, body, from)).toEqual(message);
    }
  });

  test('anything else is refused with its code', () => {
    const refused: [number, unknown, 'host' | 'guest'][] = [
      [31, {}, 'host'],
      [37, {}, 'host'],
      [32, { minutes: 31, words: '' }, 'host'],
      [32, { minutes: 0.5, words: '' }, 'host'],
      [32, { minutes: 5, words: 'x'.repeat(MAX_CARE_TEXT + 1) }, 'host'],
      [32, { minutes: 5 }, 'host'],
      [33, [], 'host'],
      [34, { now: true }, 'host'],
      [35, { answer: 'maybe' }, 'guest'],
      [36, { edition: 0, text: '' }, 'guest'],
      [36, { edition: 2 ** 53, text: '' }, 'guest'],
      // What only the other of the two says.
      [32, { minutes: 5, words: '' }, 'guest'],
      [33, {}, 'guest'],
      [34, {}, 'guest'],
      [35, { answer: 'yes' }, 'host'],
    ];
    for (const [type, value, from] of refused) {
      expect(codeOf(type, bytes(value), from), JSON.stringify(value)).toBe('PEER_MESSAGE_SHAPE');
    }
  });

  test('whatever comes is a message or a code, never another error', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 40 }),
        fc.uint8Array({ maxLength: 200 }),
        (type, body) => ['accepted', 'PEER_MESSAGE_SHAPE'].includes(codeOf(type, body, 'host')),
      ),
      { numRuns: 2000 },
    );
  });
});

/** Two rooms with a connection between them, which can be taken away. */
class Pair {
  now = 1_700_000_000_000;
  connected = false;
  host: Care;
  guest: Care;

  constructor() {
    this.host = this.#make('host');
    this.guest = this.#make('guest');
    this.connect();
  }

  connect(): void {
    this.connected = true;
    this.host.opened();
    this.guest.opened();
  }

  drop(): void {
    this.connected = false;
    this.host.dropped();
    this.guest.dropped();
  }

  /** The page of one side is loaded again: it knows nothing any more. */
  reload(role: 'host' | 'guest'): void {
    this.drop();
    this[role] = this.#make(role);
    this.connect();
  }

  #make(role: 'host' | 'guest'): Care {
    const room = {
      role,
      send: (type: number, body: Uint8Array) => {
        if (this.connected) this[role === 'host' ? 'guest' : 'host'].hear(type, body);
        return this.connected;
      },
      changed: () => undefined,
    } as unknown as FeatureRoom;
    return new Care(room, () => this.now);
  }
}

describe('two who look after each other', () => {
  test('a question is answered by one tap, after which the guest’s page shows nothing of it', () => {
    const { host, guest } = new Pair();
    host.actions.care.ask();
    expect(guest.view.care.asked).toBe(true);
    guest.actions.care.answer('not-alone');
    expect(guest.view.care).toEqual({
      open: false,
      asked: false,
      agreed: '',
      closing: undefined,
      answer: undefined,
    });
    expect(host.view.care).toMatchObject({ asked: false, answer: { said: 'not-alone' } });
  });

  test('a question and an answer outlast a drop; the answer goes out once', () => {
    const pair = new Pair();
    pair.drop();
    pair.host.actions.care.ask();
    pair.connect();
    expect(pair.guest.view.care.asked).toBe(true);
    pair.drop();
    pair.guest.actions.care.answer('no');
    expect(pair.guest.view.care.asked).toBe(false);
    pair.connect();
    expect(pair.host.view.care.answer?.said).toBe('no');
    pair.host.actions.care.putAwayAnswer();
    pair.drop();
    pair.connect();
    expect(pair.host.view.care.answer).toBeUndefined();
  });

  test('the guest may say so unasked, and never asks or closes itself', () => {
    const { host, guest } = new Pair();
    guest.actions.care.answer('not-alone');
    expect(host.view.care.answer?.said).toBe('not-alone');
    guest.actions.care.ask();
    guest.actions.care.close(5, '');
    expect(host.view.care).toMatchObject({ asked: false, closing: undefined });
    host.actions.care.answer('yes');
    expect(guest.view.care.answer).toBeUndefined();
  });

  test('both see how long there is to close, also after a reload, until it is taken back', () => {
    const pair = new Pair();
    pair.host.actions.care.close(5, '  One breath. ');
    expect(pair.guest.view.care.closing).toEqual({
      until: pair.now + 300_000,
      words: 'One breath.',
    });
    pair.now += 130_000;
    pair.reload('guest');
    expect(pair.guest.view.care.closing).toEqual({
      until: pair.now + 180_000,
      words: 'One breath.',
    });
    pair.host.actions.care.openAgain();
    expect(pair.guest.view.care.closing).toBeUndefined();
    pair.reload('guest');
    expect(pair.guest.view.care.closing).toBeUndefined();
  });

  test('what was agreed comes back from whoever still has it, and of two at once the host’s counts', () => {
    const pair = new Pair();
    pair.guest.actions.care.agree('Call my sister.');
    expect(pair.host.view.care.agreed).toBe('Call my sister.');
    pair.reload('guest');
    expect(pair.guest.view.care.agreed).toBe('Call my sister.');
    pair.reload('host');
    expect(pair.host.view.care.agreed).toBe('Call my sister.');
    pair.drop();
    pair.guest.actions.care.agree('From the guest');
    pair.host.actions.care.agree('From the host');
    pair.connect();
    expect(pair.host.view.care.agreed).toBe('From the host');
    expect(pair.guest.view.care.agreed).toBe('From the host');
  });

  test('an end erases all of it', () => {
    const { host, guest } = new Pair();
    host.actions.care.agree('x');
    host.actions.care.close(5, 'y');
    host.actions.care.ask();
    guest.actions.care.answer('no');
    for (const side of [host, guest]) {
      side.finish();
      expect(JSON.stringify(side.view)).toBe('{"care":{"open":false,"asked":false,"agreed":""}}');
    }
  });
});
