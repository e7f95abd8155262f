import { beforeAll, describe, expect, it } from 'vitest';
import { claim, fingerprint } from '../../crypto/brand.ts';
import type { Random } from '../../crypto/random.ts';
import { systemRandom } from '../../crypto/random.ts';
import { ready } from '../../crypto/sodium.ts';
import { handshake, newKnown, seededRandom } from '../crypto/handshake-pair.ts';

beforeAll(() => ready);

/** The generator `base`, with the nth draw (from 0) replaced by fresh bytes. */
function exceptDraw(base: Random, nth: number): Random {
  let draws = -1;
  return (length) => {
    draws += 1;
    const bytes = base(length);
    return draws === nth ? systemRandom(length) : bytes;
  };
}

const GUEST_DRAWS = ['attempt', 'kem', 'nonce', 'identity', 'envelope of M1', 'envelope of M3'];
const HOST_DRAWS = ['identity', 'encapsulation', 'nonce', 'envelope of M2'];

const known = newKnown;

/** Codes of handshakes alike in everything but what `vary` changes. */
function codes(
  vary: () => {
    guestDraw?: number;
    hostDraw?: number;
    guestPrint?: boolean;
    hostPrint?: boolean;
    claims?: boolean;
  },
): Set<number> {
  const shared = known();
  const same = fingerprint(systemRandom(32));
  const other = fingerprint(systemRandom(32));
  const sameClaim = claim(systemRandom(16));
  return new Set(
    Array.from({ length: 4 }, () => {
      const { guestDraw = -1, hostDraw = -1, guestPrint, hostPrint, claims } = vary();
      const { guest, host } = handshake(shared, {
        guest: {
          random: exceptDraw(seededRandom(3), guestDraw),
          fingerprint: guestPrint ? fingerprint(systemRandom(32)) : same,
          claim: claims ? claim(systemRandom(16)) : sameClaim,
        },
        host: {
          random: exceptDraw(seededRandom(4), hostDraw),
          fingerprint: hostPrint ? fingerprint(systemRandom(32)) : other,
        },
      });
      expect(guest.spokenCode).toBe(host.spokenCode);
      return guest.spokenCode;
    }),
  );
}

describe('the spoken code', () => {
  it.each([
    ['the host’s identity', { hostDraw: HOST_DRAWS.indexOf('identity') }],
    ['the host’s fingerprint', { hostPrint: true }],
    ['the host’s envelope', { hostDraw: HOST_DRAWS.indexOf('envelope of M2') }],
    ['the guest’s identity', { guestDraw: GUEST_DRAWS.indexOf('identity') }],
    ['the guest’s fingerprint', { guestPrint: true }],
    ['the guest’s claim', { claims: true }],
    ['the guest’s first envelope', { guestDraw: GUEST_DRAWS.indexOf('envelope of M1') }],
    ['the guest’s third envelope', { guestDraw: GUEST_DRAWS.indexOf('envelope of M3') }],
    ['the attempt', { guestDraw: GUEST_DRAWS.indexOf('attempt') }],
  ])('cannot be ground through %s', (_, change) => {
    expect(codes(() => change).size).toBe(1);
  });

  it.each([
    ['the guest’s key', { guestDraw: GUEST_DRAWS.indexOf('kem') }],
    ['the guest’s nonce', { guestDraw: GUEST_DRAWS.indexOf('nonce') }],
    ['the host’s key agreement', { hostDraw: HOST_DRAWS.indexOf('encapsulation') }],
    ['the host’s nonce', { hostDraw: HOST_DRAWS.indexOf('nonce') }],
  ])('changes with %s, fixed or committed to before the other’s is seen', (_, change) => {
    expect(codes(() => change).size).toBe(4);
  });

  it('differs between links, hosts and seats', () => {
    const seen = new Set(
      Array.from({ length: 20 }, () => {
        const random = { guest: { random: seededRandom(5) }, host: { random: seededRandom(6) } };
        return handshake(known(), random).guest.spokenCode;
      }),
    );
    expect(seen.size).toBe(20);
  });

  it('uses all 64 pictures in all five places', () => {
    const places = Array.from({ length: 5 }, () => new Set<number>());
    for (let run = 0; run < 1200; run += 1) {
      const { spokenCode } = handshake().guest;
      places.forEach((seen, place) => seen.add((spokenCode >>> (6 * place)) & 63));
    }
    for (const seen of places) expect(seen.size).toBe(64);
  });
});
