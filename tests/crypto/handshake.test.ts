import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bodyAttempt, bodyKind } from '../../crypto/body.ts';
import { claim, fingerprint, resumeSecret } from '../../crypto/brand.ts';
import { DataChannelCipher } from '../../crypto/channel/data-channel.ts';
import { RelayChannel } from '../../crypto/channel/relay-channel.ts';
import { Responder } from '../../crypto/handshake/responder.ts';
import { openFirstMessage } from '../../crypto/handshake/responder.ts';
import { hostKeyPair } from '../../crypto/link.ts';
import { systemRandom, type Random } from '../../crypto/random.ts';
import { sign, verify } from '../../crypto/signing.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import {
  codeOf,
  finish,
  flipped,
  handshake,
  newInitiator,
  newKnown,
  newResponder,
  reply,
} from './handshake-pair.ts';

beforeAll(() => ready);
afterEach(() => vi.restoreAllMocks());

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

describe('a handshake', () => {
  it('gives both sides the same session, each from its own side', () => {
    const known = newKnown();
    const prints = {
      guest: fingerprint(systemRandom(32)),
      host: fingerprint(systemRandom(32)),
    };
    const mine = claim(systemRandom(16));
    const { guest, host, bodies, ...rest } = handshake(known, {
      guest: { fingerprint: prints.guest, claim: mine },
      host: { fingerprint: prints.host },
    });
    expect(rest.claim).toEqual(mine);
    expect(guest.spokenCode).toBe(host.spokenCode);
    expect(guest.resumeSecret).toEqual(host.resumeSecret);
    expect(guest.attempt).toEqual(host.attempt);
    expect([guest.generation, host.generation]).toEqual([1, 1]);
    expect([guest.ownFingerprint, guest.peerFingerprint]).toEqual([prints.guest, prints.host]);
    expect([host.ownFingerprint, host.peerFingerprint]).toEqual([prints.host, prints.guest]);
    expect(guest.peerIdentity).toEqual(host.ownIdentity.publicKey);
    expect(host.peerIdentity).toEqual(guest.ownIdentity.publicKey);
    const message = systemRandom(10);
    for (const [signer, checker] of [
      [guest, host],
      [host, guest],
    ] as const) {
      const signed = sign(signer.ownIdentity.secretKey, message);
      expect(verify(checker.peerIdentity, signed, message)).toBe(true);
    }
    expect(bodies.map(bodyKind)).toEqual([1, 2, 3, 4, 5]);
    expect(bodies.map((body) => body.length)).toEqual([2043, 2043, 2043, 2043, 2043]);
    for (const body of bodies) expect(bodyAttempt(body)).toEqual(guest.attempt);
  });

  it('resumes from generation to generation, each time under another secret', () => {
    let known = newKnown();
    for (let generation = 1; generation < 6; generation += 1) {
      const { guest, host } = handshake(known);
      expect([guest.generation, host.generation]).toEqual([generation, generation]);
      const psk = resumeSecret(new Uint8Array(guest.resumeSecret));
      expect(psk).not.toEqual(known.psk);
      known = { ...known, psk, context: { ...known.context, mode: 'resume', generation } };
    }
  });

  it('does not need the secrets it was given any longer than its constructor', () => {
    const known = newKnown();
    const hostKeys = hostKeyPair(known.hostSeed);
    const guestCopy = { ...known, psk: resumeSecret(new Uint8Array(known.psk)) };
    const hostPsk = resumeSecret(new Uint8Array(known.psk));
    const initiator = newInitiator(guestCopy);
    guestCopy.psk.fill(0);
    const finished = finish(initiator, (body) => {
      const responder = new Responder({
        first: openFirstMessage(body, known.context, hostPsk),
        context: known.context,
        psk: hostPsk,
        hostSecretKey: hostKeys.secretKey,
        fingerprint: fingerprint(systemRandom(32)),
        random: systemRandom,
        knownIdentity: () => false,
      });
      hostPsk.fill(0);
      hostKeys.secretKey.fill(0);
      return responder;
    });
    expect(finished.guest.spokenCode).toBe(finished.host.spokenCode);
  });

  it('leaves what belongs to the caller alone', () => {
    const known = newKnown();
    const hostKeys = hostKeyPair(known.hostSeed);
    const mine = claim(systemRandom(16).fill(7));
    handshake(known, { guest: { claim: mine } });
    expect(isZero(known.psk)).toBe(false);
    expect(isZero(mine)).toBe(false);
    expect(isZero(known.hostSeed)).toBe(false);
    expect(isZero(hostKeys.secretKey)).toBe(false);
  });

  it('refuses a generator that gives another number of bytes', () => {
    const short: Random = (length) => systemRandom(length - 1);
    expect(codeOf(() => newInitiator(newKnown(), { random: short }))).toBe('LENGTH');
  });
});

/** Watches libsodium's real functions; gives every secret that they have handed out. */
function watchSecrets(): () => Uint8Array[] {
  const hashes = vi.spyOn(sodium, 'crypto_generichash');
  const pairs = [
    vi.spyOn(sodium, 'crypto_sign_seed_keypair'),
    vi.spyOn(sodium, 'crypto_kem_xwing_seed_keypair'),
  ];
  const encapsulated = vi.spyOn(sodium, 'crypto_kem_xwing_enc_deterministic');
  const decapsulated = vi.spyOn(sodium, 'crypto_kem_xwing_dec');
  return () => {
    const keyed = hashes.mock.results.filter((_, index) => hashes.mock.calls[index]?.[2] !== null);
    const secrets: unknown[] = [
      ...[...keyed, ...decapsulated.mock.results].map(({ value }) => value as unknown),
      ...pairs.flatMap((spy) => spy.mock.results.map(({ value }) => field(value, 'privateKey'))),
      ...encapsulated.mock.results.map(({ value }) => field(value, 'sharedSecret')),
    ];
    return secrets.map((secret) => {
      if (!(secret instanceof Uint8Array)) throw new Error('not bytes');
      return secret;
    });
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' ? Object.entries(value ?? {}).find(([k]) => k === name)?.[1] : 0;
}

describe('erasure', () => {
  /** Seeds, which are drawn with these lengths: of keys 32, of the encapsulation 64. */
  function watchedRandom(drawn: Uint8Array[]): Random {
    return (length) => {
      const bytes = systemRandom(length);
      if (length >= 32) drawn.push(bytes);
      return bytes;
    };
  }

  it('every secret of a finished handshake and its channels is zero at the end', () => {
    const known = newKnown();
    // The caller's own key pair is the caller's to wipe.
    const hostSecretKey = hostKeyPair(known.hostSeed).secretKey;
    const secrets = watchSecrets();
    const drawn: Uint8Array[] = [];
    const random = watchedRandom(drawn);
    const { guest, host } = finish(newInitiator(known, { random }), (first) => {
      return new Responder({
        first: openFirstMessage(first, known.context, known.psk),
        context: known.context,
        psk: known.psk,
        hostSecretKey,
        fingerprint: fingerprint(systemRandom(32)),
        random,
        knownIdentity: () => false,
      });
    });
    const relay = new RelayChannel({ session: guest, role: 'initiator' });
    const data = new DataChannelCipher({ session: host, role: 'responder', epoch: 1 });
    relay.seal(systemRandom(100));
    data.seal(1, systemRandom(100));

    const live = secrets().filter((secret) => !isZero(secret));
    // Two resume secrets, and both traffic keys of one end of two channels.
    expect(live).toHaveLength(2 + 4);
    expect(isZero(guest.ownIdentity.secretKey)).toBe(false);

    for (const owner of [guest, host, relay, data]) owner.wipe();
    expect(secrets().length).toBeGreaterThan(20);
    expect(secrets().filter((secret) => !isZero(secret))).toEqual([]);
    for (const { ownIdentity, resumeSecret: resume } of [guest, host]) {
      expect(isZero(ownIdentity.secretKey)).toBe(true);
      expect(isZero(resume)).toBe(true);
    }
    // Seeds of both identities, of the key and of the encapsulation, and the guest's nonce; the
    // host's nonce is no secret.
    expect(drawn).toHaveLength(6);
    expect(drawn.filter(isZero)).toHaveLength(5);
  });

  it.each([2, 3, 4, 5])('every secret of one that fails at M%i is zero at once', (number) => {
    const known = newKnown();
    const hostSecretKey = hostKeyPair(known.hostSeed).secretKey;
    const secrets = watchSecrets();
    const initiator = newInitiator(known);
    const first = initiator.start();
    const responder = new Responder({
      first: openFirstMessage(first, known.context, known.psk),
      context: known.context,
      psk: known.psk,
      hostSecretKey,
      fingerprint: fingerprint(systemRandom(32)),
      random: systemRandom,
      knownIdentity: () => false,
    });
    const spoil = (at: number, body: Uint8Array) => (at === number ? flipped(body, 900) : body);
    expect(
      codeOf(() => {
        const third = reply(initiator.receive(spoil(2, responder.start())));
        const fourth = reply(responder.receive(spoil(3, third)));
        const step = initiator.receive(spoil(4, fourth));
        if (step.kind !== 'confirmed') throw new Error('not confirmed');
        step.session.wipe();
        responder.receive(spoil(5, step.body));
      }),
    ).toBe('HANDSHAKE_OPEN');
    // The other side, which saw nothing wrong, is ended by its caller.
    if (number % 2) initiator.wipe();
    else responder.wipe();
    expect(secrets().filter((secret) => !isZero(secret))).toEqual([]);
  });

  it('a handshake given up is zero at once', () => {
    const known = newKnown();
    const secrets = watchSecrets();
    const initiator = newInitiator(known);
    const responder = newResponder(known, initiator.start());
    initiator.receive(responder.start());
    initiator.wipe();
    responder.wipe();
    initiator.wipe();
    // newResponder's own host key pair is not the machine's.
    expect(secrets().filter((secret) => secret.length !== 64 && !isZero(secret))).toEqual([]);
  });
});
