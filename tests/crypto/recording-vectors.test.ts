import { beforeAll, describe, expect, it } from 'vitest';
import { ready } from '../../crypto/sodium.ts';
import join from '../vectors/handshake-join.json' with { type: 'json' };
import recording from '../vectors/recording.json' with { type: 'json' };
import * as second from './second-source.ts';

beforeAll(() => ready);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const u8 = (value: number) => Uint8Array.of(value);
const u32 = (value: number) => unhex(value.toString(16).padStart(8, '0'));
const u64 = (value: number) => unhex(value.toString(16).padStart(16, '0'));
const { H, lp } = second;
const all = (...parts: Uint8Array[]) => second.join(...parts);

describe('a consent, by the description', () => {
  const { consent } = recording;
  const guest = second.ed25519PublicKey(unhex(join.initiator.identitySeed));
  const host = second.ed25519PublicKey(unhex(join.responder.identitySeed));
  const nonce = unhex(consent.nonce);
  const roster = H('recording-roster', all(u8(0), guest), all(u8(255), host));
  const signed = (seat: number, identity: Uint8Array) =>
    H(
      'recording',
      ...[unhex(consent.roomId), u32(consent.epoch), roster, u8(seat), identity, u8(2)],
      ...[u64(consent.start), u64(consent.expiry), nonce],
    );

  it('what each side signs', () => {
    expect(consent.roomId).toBe(join.context.roomId);
    expect(hex(signed(0, guest))).toBe(consent.guestHash);
    expect(hex(signed(255, host))).toBe(consent.hostHash);
  });

  it('the five bodies', () => {
    const sign = (seed: string, message: Uint8Array) => second.ed25519Sign(unhex(seed), message);
    const ours = sign(join.responder.identitySeed, signed(255, host));
    const theirs = sign(join.initiator.identitySeed, signed(0, guest));
    const times = [u64(consent.start), u64(consent.expiry)];
    expect(hex(all(u8(2), ...times, nonce, ours))).toBe(consent.ask);
    expect(hex(all(nonce, theirs))).toBe(consent.answer);
    expect(hex(all(nonce, u8(1)))).toBe(consent.state);
    expect(hex(nonce)).toBe(consent.beat);
    const at = u64(consent.revokedAt);
    const taken = sign(join.initiator.identitySeed, H('recording-revoke', signed(0, guest), at));
    expect(hex(all(nonce, at, taken))).toBe(consent.revoke);
  });
});

describe('the pieces of an item, by the description', () => {
  const { item } = recording;
  const opened = (sort: number, number: number, piece: string, nonce: string) => {
    const bytes = unhex(piece);
    const header = all(u8(1), u8(sort));
    expect(hex(bytes.subarray(0, 2))).toBe(hex(header));
    expect(hex(bytes.subarray(2, 26))).toBe(nonce);
    const place = all(unhex(item.vaultId), u8(5), unhex(item.id), u32(number));
    const data = all(lp('alcove/1/vault-piece'), header, place);
    return second.xchachaOpen(unhex(item.key), unhex(nonce), data, bytes.subarray(26));
  };
  const padded = (text: string) => {
    const content = lp(text);
    return all(content, new Uint8Array(1024 - content.length));
  };

  it('head, chunk and end', () => {
    const { nonces, pieces } = item;
    expect(hex(opened(1, 0, pieces.head, nonces.head))).toBe(hex(padded(item.head)));
    const bytes = Uint8Array.from({ length: item.chunkLength }, (_, index) => index);
    expect(hex(opened(2, 1, pieces.chunk, nonces.chunk))).toBe(hex(all(u32(item.at), bytes)));
    expect(hex(opened(3, 2, pieces.end, nonces.end))).toBe(hex(padded(item.end)));
  });
});
