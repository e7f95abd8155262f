import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Responder } from '../../crypto/handshake/responder.ts';
import type { Initiator } from '../../crypto/handshake/initiator.ts';
import { claim, fingerprint } from '../../crypto/brand.ts';
import { ready } from '../../crypto/sodium.ts';
import { systemRandom } from '../../crypto/random.ts';
import {
  codeOf,
  flipped,
  handshake,
  newInitiator,
  newKnown,
  newResponder,
  reply,
  seededRandom,
  type Known,
} from '../crypto/handshake-pair.ts';

beforeAll(() => ready);

type MessageNumber = 1 | 2 | 3 | 4 | 5;

/** A handshake that was honest up to the message `next`, which is not delivered yet. */
function upTo(next: MessageNumber, known: Known = newKnown()) {
  const initiator = newInitiator(known);
  let body = initiator.start();
  let responder: Responder | undefined;
  if (next >= 2) {
    responder = newResponder(known, body);
    body = responder.start();
  }
  if (responder && next >= 3) body = reply(initiator.receive(body));
  if (responder && next >= 4) body = reply(responder.receive(body));
  if (responder && next >= 5) {
    const step = initiator.receive(body);
    if (step.kind !== 'confirmed') throw new Error('not confirmed');
    body = step.body;
  }
  const deliver = (bytes: Uint8Array) => {
    if (next === 1) return newResponder(known, bytes);
    const receiver: Initiator | Responder | undefined = next % 2 ? responder : initiator;
    return receiver?.receive(bytes);
  };
  return { initiator, responder, body, deliver, known };
}

const numbers = [1, 2, 3, 4, 5] as const;

/** Byte regions of a body: number, attempt, nonce or first sealed bytes, sealed bytes, tag. */
const REGIONS = [
  0, 1, 8, 16, 17, 29, 40, 41, 60, 72, 73, 100, 105, 121, 168, 169, 200, 1160, 1192, 1193, 1256,
  1257, 1288, 1289, 1500, 2000, 2026, 2027, 2035, 2042,
];

describe.each(numbers)('a bit flipped in M%i', (number) => {
  it.each(REGIONS)('at byte %i ends the handshake', (index) => {
    for (const bit of [0, 7]) {
      const { body, deliver } = upTo(number);
      expect(codeOf(() => deliver(flipped(body, index, bit)))).toMatch(
        index <= 16 ? /^(?:HANDSHAKE_STATE|HANDSHAKE_OPEN|LENGTH)$/ : /^HANDSHAKE_OPEN$/,
      );
      // Nothing more can be said, not even the message that was meant.
      if (number > 1) expect(codeOf(() => deliver(body))).toBe('HANDSHAKE_STATE');
    }
  });
});

describe('every single byte of M1', () => {
  it('is authenticated', () => {
    const { body, deliver } = upTo(1);
    for (let index = 1; index < body.length; index += 1) {
      expect(
        codeOf(() => deliver(flipped(body, index))),
        `${index}`,
      ).toBe('HANDSHAKE_OPEN');
    }
  });
});

describe('any random change', () => {
  it('of one or more bytes ends the handshake', () => {
    const change = fc.tuple(fc.nat(2042), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...numbers),
        fc.uniqueArray(change, { minLength: 1, maxLength: 20, selector: ([at]) => at }),
        (number, changes) => {
          const { body, deliver } = upTo(number);
          const changed = new Uint8Array(body);
          for (const [at, by] of changes) changed[at] = (changed[at] ?? 0) ^ by;
          expect(codeOf(() => deliver(changed))).toMatch(/^(?:HANDSHAKE_|LENGTH)/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of the size ends the handshake', () => {
    for (const number of numbers) {
      for (const size of [0, 1, 16, 17, 2042, 2044, 16379]) {
        const { body, deliver } = upTo(number);
        const resized = new Uint8Array(size);
        resized.set(body.subarray(0, size));
        expect(codeOf(() => deliver(resized))).toBe('LENGTH');
      }
    }
  });

  it('into random bytes ends the handshake', () => {
    for (const number of numbers) {
      const { body, deliver } = upTo(number);
      const noise = systemRandom(2043);
      noise.set(body.subarray(0, 17));
      expect(codeOf(() => deliver(noise))).toBe('HANDSHAKE_OPEN');
    }
  });
});

describe('reflection', () => {
  it.each([2, 4] as const)('the guest refuses its own message in place of M%i', (number) => {
    const own = upTo(number === 2 ? 1 : 3);
    expect(codeOf(() => own.initiator.receive(own.body))).toBe('HANDSHAKE_STATE');
  });

  it.each([3, 5] as const)('the host refuses its own message in place of M%i', (number) => {
    const own = upTo(number === 3 ? 2 : 4);
    expect(codeOf(() => own.responder?.receive(own.body))).toBe('HANDSHAKE_STATE');
  });

  it('a number changed on the way does not make it another message', () => {
    for (const from of numbers) {
      const to = from === 5 ? 4 : from + 1;
      const { body, initiator, responder } = upTo(from);
      const renamed = new Uint8Array(body);
      renamed[0] = to;
      const receiver = to % 2 ? responder : initiator;
      if (!receiver) continue;
      expect(codeOf(() => receiver.receive(renamed))).toMatch(/^HANDSHAKE_(?:OPEN|STATE)$/);
    }
    const first = upTo(1);
    const asSecond = new Uint8Array(first.body);
    asSecond[0] = 2;
    expect(codeOf(() => first.initiator.receive(asSecond))).toBe('HANDSHAKE_OPEN');
    const fourth = upTo(4);
    const asFifth = new Uint8Array(fourth.body);
    asFifth[0] = 5;
    expect(codeOf(() => fourth.responder?.receive(asFifth))).toBe('HANDSHAKE_OPEN');
  });
});

describe('replay', () => {
  it('a first message twice shows the same commitment, and the old third opens nothing', () => {
    const known = newKnown();
    const old = handshake(known);
    const again = newResponder(known, old.bodies[0]);
    again.start();
    expect(codeOf(() => again.receive(old.bodies[2]))).toBe('HANDSHAKE_OPEN');
  });

  it.each(numbers)('M%i of an older handshake under the same secret is refused', (number) => {
    const known = newKnown();
    const old = handshake(known).bodies[number - 1] ?? new Uint8Array();
    const { deliver, body } = upTo(number, known);
    if (number === 1) {
      // It opens, since the secret is the same; that it is a replay shows in its commitment.
      expect(codeOf(() => deliver(old))).toBe('nothing');
      return;
    }
    expect(codeOf(() => deliver(old))).toBe('HANDSHAKE_STATE');
    // Under this attempt's name it is no better.
    const fresh = upTo(number, known);
    const renamed = new Uint8Array(old);
    renamed.set(fresh.body.subarray(1, 17), 1);
    expect(codeOf(() => fresh.deliver(renamed))).toBe('HANDSHAKE_OPEN');
    expect(body).toHaveLength(2043);
  });

  it.each([2, 3, 4, 5] as const)('M%i a second time is refused', (number) => {
    const { deliver, body } = upTo(number);
    deliver(body);
    expect(codeOf(() => deliver(body))).toBe('HANDSHAKE_STATE');
  });
});

describe('order', () => {
  const known = () => newKnown();

  it.each([3, 4, 5, 6, 1] as const)('the guest refuses message %i in place of M2', (number) => {
    const shared = known();
    const other = handshake(shared);
    const initiator = newInitiator(shared);
    initiator.start();
    const body = new Uint8Array(other.bodies[Math.min(number, 5) - 1] ?? []);
    body[0] = number;
    body.set(initiator.attempt, 1);
    expect(codeOf(() => initiator.receive(body))).toBe('HANDSHAKE_STATE');
  });

  it('with any message dropped, the one behind it is refused', () => {
    const shared = known();
    const prints = [systemRandom(32), systemRandom(32)].map(fingerprint);
    // Twins: the same random bytes give the same messages, so what follows a lost one is at hand.
    const twin = () => {
      const [guestPrint, hostPrint] = prints;
      if (!guestPrint || !hostPrint) throw new Error('no fingerprints');
      const guest = { random: seededRandom(1), fingerprint: guestPrint, claim: claimOfTwin };
      const host = { random: seededRandom(2), fingerprint: hostPrint };
      return { guest, host };
    };
    const claimOfTwin = claim(new Uint8Array(16));
    const { bodies } = handshake(shared, twin());
    const [first, second, third, fourth, fifth] = bodies;
    expect(handshake(shared, twin()).bodies).toEqual(bodies);

    // M1
    expect(codeOf(() => newResponder(shared, third, twin().host))).toBe('HANDSHAKE_STATE');
    // M2
    const guest = newInitiator(shared, twin().guest);
    expect(guest.start()).toEqual(first);
    expect(codeOf(() => guest.receive(fourth))).toBe('HANDSHAKE_STATE');
    // M3
    const host = newResponder(shared, first, twin().host);
    expect(host.start()).toEqual(second);
    expect(codeOf(() => host.receive(fifth))).toBe('HANDSHAKE_STATE');
    // M4
    const late = newInitiator(shared, twin().guest);
    late.start();
    expect(reply(late.receive(second))).toEqual(third);
    const sealed = new Uint8Array(fourth);
    sealed[0] = 6;
    expect(codeOf(() => late.receive(sealed))).toBe('HANDSHAKE_STATE');
  });

  it('M5 does not open in place of M3, nor M3 in place of M5', () => {
    const early = upTo(3);
    const fifth = new Uint8Array(early.body);
    fifth[0] = 5;
    expect(codeOf(() => early.responder?.receive(fifth))).toBe('HANDSHAKE_STATE');
    const late = upTo(5);
    const third = new Uint8Array(late.body);
    third[0] = 3;
    expect(codeOf(() => late.responder?.receive(third))).toBe('HANDSHAKE_STATE');
  });

  it('nothing is answered before the first step, and no step is taken twice', () => {
    const shared = known();
    const { bodies } = handshake(shared);
    expect(codeOf(() => newInitiator(shared).receive(bodies[1]))).toBe('HANDSHAKE_STATE');
    expect(codeOf(() => newResponder(shared, bodies[0]).receive(bodies[2]))).toBe(
      'HANDSHAKE_STATE',
    );
    const initiator = newInitiator(shared);
    const first = initiator.start();
    expect(codeOf(() => initiator.start())).toBe('HANDSHAKE_STATE');
    const responder = newResponder(shared, first);
    const second = responder.start();
    expect(codeOf(() => responder.start())).toBe('HANDSHAKE_STATE');
    expect(codeOf(() => initiator.receive(second))).toBe('HANDSHAKE_STATE');
  });

  it('a wiped machine says nothing any more', () => {
    const { initiator, responder, body } = upTo(3);
    initiator.wipe();
    responder?.wipe();
    expect(codeOf(() => responder?.receive(body))).toBe('HANDSHAKE_STATE');
    expect(codeOf(() => initiator.receive(body))).toBe('HANDSHAKE_STATE');
    expect(codeOf(() => initiator.start())).toBe('HANDSHAKE_STATE');
  });
});
