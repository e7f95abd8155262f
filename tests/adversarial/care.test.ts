import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Care } from '../../client/controllers/care.ts';
import type { FeatureRoom } from '../../client/controllers/room-feature.ts';
import { CARE_TYPES, MAX_CARE_TEXT } from '../../client/session/care-message.ts';
import { SessionError } from '../../client/session/errors.ts';

const NOW = 1_700_000_000_000;
/** What one page may hold of it, as JSON: a text to close by, a text that was agreed, and what is around them. */
const HELD_MAX = 2 * MAX_CARE_TEXT + 300;

const care = (role: 'host' | 'guest') => {
  const sent: number[] = [];
  const room = {
    role,
    send: (type: number) => sent.push(type) > 0,
    changed: () => undefined,
  } as unknown as FeatureRoom;
  const made = new Care(room, () => NOW);
  made.opened();
  return { care: made, sent };
};

const text = fc.string({ maxLength: MAX_CARE_TEXT, unit: fc.constantFrom('x', 'y', ' ') });
/** Frames that have the right shape, in no order that makes sense, from whoever may never send them. */
const frame = fc
  .oneof(
    fc.tuple(fc.constant(32), fc.record({ minutes: fc.nat(30), words: text })),
    fc.tuple(fc.constant(33), fc.constant({})),
    fc.tuple(fc.constant(34), fc.constant({})),
    fc.tuple(fc.constant(35), fc.record({ answer: fc.constantFrom('yes', 'no', 'not-alone') })),
    fc.tuple(fc.constant(36), fc.record({ edition: fc.integer({ min: 1, max: 9 }), text })),
    fc.tuple(fc.constantFrom(...CARE_TYPES), fc.jsonValue()),
  )
  .map(([type, value]) => ({
    type,
    body: new TextEncoder().encode(JSON.stringify(value)),
  }));

const isRefused = (work: () => void): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof SessionError && error.code === 'PEER_MESSAGE_SHAPE') return true;
    throw error;
  }
};

describe('frames 32 to 36 from somebody who means ill', () => {
  test.each(['host', 'guest'] as const)(
    'in any order they are taken or refused with the code, and the %s holds no more of them',
    (role) => {
      fc.assert(
        fc.property(fc.array(frame, { maxLength: 200 }), (frames) => {
          const { care: made, sent } = care(role);
          for (const { type, body } of frames) isRefused(() => made.hear(type, body));
          expect(JSON.stringify(made.view).length).toBeLessThan(HELD_MAX);
          // Nothing that is heard is answered by the page itself.
          expect(sent).toEqual([]);
          const { closing, agreed } = made.view.care;
          for (const words of [closing?.words ?? '', agreed]) {
            expect(words.length).toBeLessThanOrEqual(MAX_CARE_TEXT);
          }
        }),
        { numRuns: 200 },
      );
    },
  );

  test('a thousand of each leave what one leaves', () => {
    const words = 'x'.repeat(MAX_CARE_TEXT);
    const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const all: [number, (nth: number) => unknown, by: 'host' | 'guest'][] = [
      [32, () => ({ minutes: 30, words }), 'host'],
      [34, () => ({}), 'host'],
      [35, () => ({ answer: 'no' }), 'guest'],
      [36, (nth) => ({ edition: nth + 1, text: words }), 'guest'],
    ];
    for (const [type, value, by] of all) {
      const { care: made, sent } = care(by === 'host' ? 'guest' : 'host');
      made.hear(type, encode(value(0)));
      const after = JSON.stringify(made.view);
      for (let nth = 1; nth <= 1000; nth += 1) made.hear(type, encode(value(nth)));
      expect(JSON.stringify(made.view)).toBe(after);
      expect(sent).toEqual([]);
      made.finish();
      expect(JSON.stringify(made.view)).toBe('{"care":{"open":false,"asked":false,"agreed":""}}');
    }
  });
});
