import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DataChannelCipher } from '../../crypto/channel/data-channel.ts';
import { RelayChannel } from '../../crypto/channel/relay-channel.ts';
import { systemRandom } from '../../crypto/random.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import { codeOf, handshake, newKnown } from '../crypto/handshake-pair.ts';

beforeAll(() => ready);
afterEach(() => vi.restoreAllMocks());

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Watches the real functions; every key and nonce under which something was sealed. */
function watchSealing(): string[] {
  const sealed: string[] = [];
  for (const name of [
    'crypto_aead_chacha20poly1305_ietf_encrypt',
    'crypto_aead_xchacha20poly1305_ietf_encrypt',
  ] as const) {
    const real = sodium[name];
    // Written down at once: the key is wiped after the call.
    vi.spyOn(sodium, name).mockImplementation(((
      message: Uint8Array,
      data: Uint8Array | null,
      _: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ) => {
      sealed.push(`${hex(key)} ${hex(nonce)}`);
      return real(message, data, null, nonce, key);
    }) as typeof real);
  }
  return sealed;
}

describe('keys and counters', () => {
  it('no key and nonce seal twice, over messages, channels, directions and resumes', () => {
    const sealed = watchSealing();
    const known = newKnown();
    for (let run = 0; run < 3; run += 1) {
      const { guest, host } = handshake(known);
      const relay = [
        new RelayChannel({ session: guest, role: 'initiator' }),
        new RelayChannel({ session: host, role: 'responder' }),
      ];
      const data = [
        new DataChannelCipher({ session: guest, role: 'initiator', epoch: 1 }),
        new DataChannelCipher({ session: host, role: 'responder', epoch: 1 }),
      ];
      for (let message = 0; message < 20; message += 1) {
        for (const channel of relay) channel.seal(systemRandom(20_000));
        for (const channel of data) channel.seal(1, systemRandom(10));
      }
    }
    // 6 a handshake (M3 seals twice), 2 fragments each of 2 x 20, and 2 x 20 frames.
    expect(sealed).toHaveLength(3 * (6 + 80 + 40));
    expect(new Set(sealed).size).toBe(sealed.length);
  });

  it('one message, one key: the handshake’s own keys all differ', () => {
    const sealed = watchSealing();
    handshake();
    const keys = sealed.map((entry) => entry.split(' ')[0]);
    // M1 and M3 share the envelope's key of their direction, under random nonces.
    expect(new Set(keys).size).toBe(5);
  });

  it('a session gives each traffic key once, and none after its end', () => {
    const { guest, host } = handshake();
    const channels = ['relay', 'data', 'microphone', 'camera', 'screen'] as const;
    const keys = channels.flatMap((channel) =>
      (['i>r', 'r>i'] as const).map((direction) => {
        const key = hex(guest.traffic(channel, direction));
        expect(hex(host.traffic(channel, direction))).toBe(key);
        expect(codeOf(() => guest.traffic(channel, direction))).toBe('KEY_REUSE');
        return key;
      }),
    );
    expect(new Set(keys).size).toBe(10);
    const other = handshake().guest;
    other.wipe();
    expect(codeOf(() => other.traffic('relay', 'i>r'))).toBe('HANDSHAKE_STATE');
  });

  it('a second channel of a session, which would count from zero again, is refused', () => {
    const { guest, host } = handshake();
    new RelayChannel({ session: guest, role: 'initiator' });
    expect(codeOf(() => new RelayChannel({ session: guest, role: 'initiator' }))).toBe('KEY_REUSE');
    const options = { session: host, role: 'responder', epoch: 1 } as const;
    new DataChannelCipher(options);
    expect(codeOf(() => new DataChannelCipher(options))).toBe('KEY_REUSE');
  });

  it('everything that two handshakes under one secret yield differs', () => {
    const known = newKnown();
    const [one, two] = [handshake(known), handshake(known)];
    for (const [index, body] of one.bodies.entries()) expect(body).not.toEqual(two.bodies[index]);
    expect(one.guest.resumeSecret).not.toEqual(two.guest.resumeSecret);
    expect(one.guest.peerIdentity).not.toEqual(two.guest.peerIdentity);
    expect(one.guest.traffic('relay', 'i>r')).not.toEqual(two.guest.traffic('relay', 'i>r'));
  });
});
