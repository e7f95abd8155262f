import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ready, sodium } from '../../crypto/sodium.ts';
import { decodeLink, encodeLink, roomId } from '../../crypto/link.ts';
import { checkReceipt, decodeReceipt, encodeReceipt } from '../../client/session/consent.ts';
import { allVectors } from '../vectors/vectors.ts';
import consent from '../vectors/consent.json' with { type: 'json' };
import dataChannel from '../vectors/data-channel.json' with { type: 'json' };
import joinVector from '../vectors/handshake-join.json' with { type: 'json' };
import resumeVector from '../vectors/handshake-resume.json' with { type: 'json' };
import link from '../vectors/link.json' with { type: 'json' };
import relayChannel from '../vectors/relay-channel.json' with { type: 'json' };
import spokenCodes from '../vectors/spoken-code.json' with { type: 'json' };
import { EMOJI } from '../../crypto/spoken-code.ts';
import { codeOf } from './handshake-pair.ts';
import {
  blake2b,
  chachaOpen,
  chachaSeal,
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify,
  H,
  join,
  KDF,
  lp,
  sha512,
  xchachaOpen,
} from './second-source.ts';

beforeAll(() => ready);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const padded = (content: Uint8Array, length: number) =>
  join(content, new Uint8Array(length - content.length));
const counting = (length: number, start: number) =>
  Uint8Array.from({ length }, (_, index) => (start + index) & 0xff);

describe('the vector files', () => {
  it('are what this build computes', async () => {
    for (const [name, vectors] of Object.entries(await allVectors())) {
      const file = await readFile(new URL(`../vectors/${name}`, import.meta.url), 'utf8');
      expect(JSON.parse(file), name).toEqual(JSON.parse(JSON.stringify(vectors)));
    }
  });
});

describe('link vectors', () => {
  it.each(link.valid)('$fragment', (vector) => {
    const hostKey = unhex(vector.hostKey);
    const secret = unhex(vector.linkSecret);
    expect(hex(ed25519PublicKey(unhex(vector.hostSeed)))).toBe(vector.hostKey);
    expect(hex(ed25519PublicKey(KDF(secret, 'join', 32)))).toBe(vector.joinKey);
    const room = sha512(join(lp('alcove/1/room'), lp(hostKey))).slice(0, 16);
    expect(hex(room)).toBe(vector.roomId);
    const bytes = join(Uint8Array.of(1), secret, hostKey);
    const check = H('check', bytes).slice(0, 2);
    expect(Buffer.from(join(bytes, check)).toString('base64url')).toBe(vector.fragment);

    const decoded = decodeLink(vector.fragment);
    expect(hex(decoded.secret)).toBe(vector.linkSecret);
    expect(hex(roomId(decoded.hostKey))).toBe(vector.roomId);
    expect(encodeLink(decoded)).toBe(vector.fragment);
  });

  it.each(link.invalid)('$code: $fragment', ({ fragment, code }) => {
    expect(codeOf(() => decodeLink(fragment))).toBe(code);
  });
});

describe.each([
  ['join', joinVector],
  ['resume', resumeVector],
])('handshake vector %s', (mode, vector) => {
  const { context } = vector;
  const [rid, hostKey, joinKey] = [context.roomId, context.hostKey, context.joinKey].map(unhex);
  const psk = unhex(vector.psk);
  const i = fields(vector.initiator);
  const r = fields(vector.responder);
  const value = fields(vector.derived);
  const session = vector.session;
  const bodies = vector.bodies.map(unhex);
  const idI = ed25519PublicKey(i('identitySeed'));
  const idR = ed25519PublicKey(r('identitySeed'));
  const identities = [i('fingerprint'), idI, r('fingerprint'), idR];

  const ctx = H(
    'context',
    Uint8Array.of(1),
    rid ?? '',
    hostKey ?? '',
    joinKey ?? '',
    Uint8Array.of(mode === 'join' ? 0 : 1),
    u32(context.generation),
  );
  const opened = (number: 1 | 2 | 3) => {
    const body = bodies[number - 1] ?? new Uint8Array();
    expect(body).toHaveLength(2043);
    expect(hex(body.subarray(0, 17))).toBe(hex(join(Uint8Array.of(number), i('attempt'))));
    const direction = number === 2 ? 'r>i' : 'i>r';
    const data = join(
      ...[Uint8Array.of(1), rid ?? '', direction, Uint8Array.of(number), i('attempt')].map(lp),
    );
    const key = KDF(psk, 'envelope', 32, direction);
    return xchachaOpen(key, body.subarray(17, 41), data, body.subarray(41));
  };
  const kem = () => sodium.crypto_kem_xwing_seed_keypair(i('kemSeed'));
  const zero = new Uint8Array(12);

  it('seals the first three messages under the secret', () => {
    const pkI = kem().publicKey;
    const commitment = H('commit', ctx, pkI, i('nonce'));
    expect(hex(opened(1))).toBe(hex(padded(join(pkI, commitment), 1986)));
    const agreed = sodium.crypto_kem_xwing_enc_deterministic(pkI, r('encapsulationSeed'));
    expect(hex(opened(2))).toBe(hex(padded(join(agreed.ciphertext, r('nonce')), 1986)));
    expect(hex(opened(3).subarray(0, 32))).toBe(vector.initiator.nonce);
    expect(
      opened(3)
        .subarray(128)
        .every((byte) => byte === 0),
    ).toBe(true);
    expect(bodies.slice(0, 3).map((body) => hex(body.subarray(17, 41)))).toEqual([
      vector.initiator.firstEnvelopeNonce,
      vector.responder.secondEnvelopeNonce,
      vector.initiator.thirdEnvelopeNonce,
    ]);
  });

  it('derives every key as written down', () => {
    const pkI = kem().publicKey;
    const ss = sodium.crypto_kem_xwing_dec(value('ciphertext'), kem().privateKey);
    const commitment = H('commit', ctx, pkI, i('nonce'));
    const th = H('transcript', ctx, commitment, pkI, value('ciphertext'), i('nonce'), r('nonce'));
    const master = KDF(psk, 'master', 64, ss, th);
    const final = KDF(master, 'final', 64, th, ...identities);
    const computed = { ctx, commitment, transcript: th, sharedSecret: ss, master, final };
    for (const [name, bytes] of Object.entries(computed)) {
      expect(hex(bytes), name).toBe(hex(value(name)));
    }
    const sas = KDF(master, 'sas', 32);
    const code = Buffer.from(sas).readUInt32BE() >>> 2;
    expect(session.spokenCode).toBe(code);
    expect(session.words).toEqual(words(code));
    expect(session.generation).toBe(context.generation + 1);
    const resume = KDF(final, 'resume', 32);
    expect(hex(resume)).toBe(session.resumeSecret);
    expect(hex(KDF(resume, 'access', 32))).toBe(session.accessSeed);
    expect(hex(ed25519PublicKey(unhex(session.accessSeed)))).toBe(session.accessKey);
  });

  it('introduces and proves both sides as written down', () => {
    const [th, master, final] = [value('transcript'), value('master'), value('final')];
    const introduction = join(i('fingerprint'), idI, i('claim'));
    const third = chachaOpen(KDF(master, 'm3', 32), zero, th, opened(3).subarray(32, 128));
    expect(hex(third)).toBe(hex(introduction));

    const hostProof = H('host-proof', th, ...identities);
    const fourth = join(r('fingerprint'), idR, ed25519Sign(unhex(vector.hostSeed), hostProof));
    expect(hex(bodies[3] ?? zero)).toBe(
      hex(
        join(
          Uint8Array.of(4),
          i('attempt'),
          chachaSeal(KDF(master, 'm4', 32), zero, th, padded(fourth, 2010)),
        ),
      ),
    );
    expect(ed25519Verify(hostKey ?? zero, fourth.subarray(64), hostProof)).toBe(true);

    const guestProof = ed25519Sign(i('identitySeed'), H('guest-proof', th, ...identities));
    expect(hex(bodies[4] ?? zero)).toBe(
      hex(
        join(
          Uint8Array.of(5),
          i('attempt'),
          chachaSeal(KDF(final, 'm5', 32), zero, th, padded(guestProof, 2010)),
        ),
      ),
    );
    expect([hex(idI), hex(idR)]).toEqual([session.initiatorIdentity, session.responderIdentity]);
  });
});

describe('channel vectors', () => {
  it('the relay channel is cut, padded and counted as written down', () => {
    const final = unhex(joinVector.derived.final);
    const header = join(Uint8Array.of(6), unhex(joinVector.initiator.attempt));
    const counters: Record<string, number> = { 'i>r': 0, 'r>i': 0 };
    for (const { direction, length, start, bodies } of relayChannel.messages) {
      const message = counting(length, start);
      const key = KDF(final, 'traffic', 32, 'relay', direction);
      const computed: unknown[] = [];
      for (let offset = 0; offset < length; offset += 16_343) {
        const content = message.subarray(offset, offset + 16_343);
        const last = offset + 16_343 >= length;
        const size = Buffer.alloc(2);
        size.writeUInt16BE(content.length);
        const plaintext = padded(
          join(Uint8Array.of(last ? 1 : 0), size, content),
          last && content.length <= 2007 ? 2010 : 16_346,
        );
        const body = join(header, chachaSeal(key, nonceOf(counters, direction), header, plaintext));
        computed.push({
          length: body.length,
          head: hex(body.subarray(0, 64)),
          blake2b256: hex(blake2b(32, body)),
        });
      }
      expect(computed).toEqual(bodies);
    }
  });

  it('the data channel is framed and counted as written down', () => {
    const final = unhex(resumeVector.derived.final);
    const counters: Record<string, number> = { 'i>r': 0, 'r>i': 0 };
    for (const { direction, type, body, frame } of dataChannel.frames) {
      const key = KDF(final, 'traffic', 32, 'data', direction);
      const counter = counters[direction] ?? 0;
      const content = join(
        Uint8Array.of(type),
        u32(dataChannel.epoch),
        u32(0),
        u32(counter),
        u32(unhex(body).length),
        unhex(body),
      );
      const plaintext = padded(content, Math.ceil(content.length / 256) * 256);
      const sealed = chachaSeal(key, nonceOf(counters, direction), new Uint8Array(), plaintext);
      expect(hex(sealed)).toBe(frame);
    }
  });
});

describe('consent vector', () => {
  const u64 = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
  };

  it('is signed by both over the fields in their order', () => {
    const { text, attested, expiresAt } = consent.terms;
    const bits = Object.values(attested).map((on, bit) => (on ? 2 ** bit : 0));
    const terms = H(
      'terms',
      text.version,
      text.handling,
      text.limits,
      text.licence,
      text.phone,
      Uint8Array.of(text.guardian ? 1 : 0),
      Uint8Array.of(bits.reduce((a, b) => a + b)),
      u64(expiresAt),
    );
    expect(hex(terms)).toBe(consent.termsHash);
    // Yes, no, later, skipped, yes.
    const points = Uint8Array.of(1, 2, 3, 0, 1);
    const { where, contact, word, guardian } = consent.answers;
    const answers = H('answers', points, where, contact, word, guardian);
    const signed = H(
      'consent',
      unhex(joinVector.context.roomId),
      unhex(joinVector.context.joinKey),
      u32(1),
      ed25519PublicKey(unhex(joinVector.initiator.identitySeed)),
      ed25519PublicKey(unhex(joinVector.responder.identitySeed)),
      terms,
      answers,
      u64(consent.at),
    );
    const byGuest = ed25519Sign(unhex(joinVector.initiator.identitySeed), signed);
    expect(hex(byGuest)).toBe(consent.guestSignature);
    const byHost = ed25519Sign(
      unhex(joinVector.responder.identitySeed),
      H('receipt', signed, byGuest),
    );
    expect(hex(byHost)).toBe(consent.hostSignature);
  });

  it('is a receipt of one spelling, which can be checked by itself', () => {
    const receipt = decodeReceipt(consent.receipt);
    expect(() => checkReceipt(receipt)).not.toThrow();
    expect(encodeReceipt(receipt)).toBe(consent.receipt);
  });
});

describe('spoken code vectors', () => {
  it.each(spokenCodes)('$code', (vector) => {
    expect(words(vector.code)).toEqual(vector.words);
  });
});

/** The next nonce of a direction: 4 zero bytes and the counter. */
function nonceOf(counters: Record<string, number>, direction: string): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(counters[direction] ?? 0), 4);
  counters[direction] = (counters[direction] ?? 0) + 1;
  return Uint8Array.from(nonce);
}

function words(code: number): string[] {
  const bits = code.toString(2).padStart(30, '0');
  return (bits.match(/.{6}/g) ?? []).map((six) => EMOJI[Number.parseInt(six, 2)]?.word ?? '');
}

/** Reads a field of hexadecimal text by its name. */
function fields(values: Record<string, string>): (name: string) => Uint8Array {
  return (name) => {
    const text = values[name];
    if (text === undefined) throw new Error(`no field ${name}`);
    return unhex(text);
  };
}
