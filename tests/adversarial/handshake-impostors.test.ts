import { beforeAll, describe, expect, it } from 'vitest';
import { open, seal, ZERO_NONCE } from '../../crypto/aead.ts';
import {
  attemptId,
  fingerprint,
  handshakeNonce,
  kemCiphertext,
  kemPublicKey,
  linkSecret,
  resumeSecret,
  sharedSecret,
  signingPublicKey,
  type AttemptId,
  type ChainKey,
  type Hash,
  type MessageKey,
} from '../../crypto/brand.ts';
import { ByteReader, concat, zeroPadded } from '../../crypto/bytes.ts';
import { openConfirmation, sealConfirmation } from '../../crypto/handshake/confirmation.ts';
import { CONTENT_BYTES } from '../../crypto/handshake/content.ts';
import { contextHash, type HandshakeContext } from '../../crypto/handshake/context.ts';
import { openEnvelope, sealEnvelope } from '../../crypto/handshake/envelope.ts';
import { openFirstMessage } from '../../crypto/handshake/responder.ts';
import { decapsulate, encapsulate, kemKeyPair } from '../../crypto/kem.ts';
import {
  commitmentOf,
  finalKey,
  keyOfMessage,
  masterKey,
  proofHash,
  transcriptHash,
  type Identities,
} from '../../crypto/handshake/transcript.ts';
import { bodyAttempt } from '../../crypto/body.ts';
import { hostKeyPair, joinKeyPair, roomId } from '../../crypto/link.ts';
import { systemRandom } from '../../crypto/random.ts';
import { sign, signingKeyPair } from '../../crypto/signing.ts';
import { ready } from '../../crypto/sodium.ts';
import {
  codeOf,
  finish,
  flipped,
  handshake,
  newInitiator,
  newKnown,
  newResponder,
  reply,
  type Known,
} from '../crypto/handshake-pair.ts';

beforeAll(() => ready);

/** Somebody who holds the link's secret and writes messages by hand. */
class LinkHolder {
  readonly known: Known;
  readonly attempt: AttemptId;
  readonly nonce = handshakeNonce(systemRandom(32));
  readonly kem = kemKeyPair(systemRandom);
  readonly identity = signingKeyPair(systemRandom(32));
  readonly fingerprint = fingerprint(systemRandom(32));

  constructor(known: Known, attempt: AttemptId = attemptId(systemRandom(16))) {
    this.known = known;
    this.attempt = attempt;
  }

  get context(): Hash {
    return contextHash(this.known.context);
  }

  get secret() {
    return { psk: this.known.psk, roomId: this.known.context.roomId };
  }

  seal(number: 1 | 2 | 3, content: Uint8Array): Uint8Array {
    const { secret, attempt } = this;
    return sealEnvelope({ secret, number, attempt, content, random: systemRandom });
  }

  open(number: 1 | 2 | 3, body: Uint8Array): ByteReader {
    const { secret } = this;
    return new ByteReader(openEnvelope({ secret, number, body, length: CONTENT_BYTES[number] }));
  }

  first(publicKey: Uint8Array = this.kem.publicKey): Uint8Array {
    const commitment = commitmentOf(this.context, kemPublicKey(publicKey), this.nonce);
    return this.seal(1, concat(publicKey, commitment));
  }

  /** As a guest: what a second message leads to. */
  agree(second: Uint8Array): { master: ChainKey; transcript: Hash } {
    const reader = this.open(2, second);
    const ciphertext = kemCiphertext(reader.take(1120));
    const transcript = transcriptHash({
      context: this.context,
      commitment: commitmentOf(this.context, this.kem.publicKey, this.nonce),
      publicKey: this.kem.publicKey,
      ciphertext,
      initiatorNonce: this.nonce,
      responderNonce: handshakeNonce(reader.take(32)),
    });
    const shared = decapsulate(ciphertext, this.kem.secretKey, 'HANDSHAKE_KEY');
    return { master: masterKey(this.known.psk, shared, transcript), transcript };
  }

  third(master: ChainKey, transcript: Hash, introduction?: Uint8Array): Uint8Array {
    const content =
      introduction ?? concat(this.fingerprint, this.identity.publicKey, new Uint8Array(16));
    const sealed = seal(keyOfMessage(master, 'm3'), ZERO_NONCE, transcript, content);
    return this.seal(3, concat(this.nonce, sealed));
  }

  openFourth(fourth: Uint8Array, master: ChainKey, transcript: Hash): Uint8Array {
    return openConfirmation({
      number: 4,
      attempt: this.attempt,
      key: keyOfMessage(master, 'm4'),
      transcript,
      body: fourth,
    });
  }

  /** As a guest: the fifth message's key, and who both sides say they are. */
  conclude(fourth: Uint8Array, master: ChainKey, transcript: Hash) {
    const reader = new ByteReader(this.openFourth(fourth, master, transcript));
    const identities: Identities = {
      initiatorFingerprint: this.fingerprint,
      initiatorIdentity: this.identity.publicKey,
      responderFingerprint: fingerprint(reader.take(32)),
      responderIdentity: signingPublicKey(reader.take(32)),
    };
    return { identities, key: keyOfMessage(finalKey(master, transcript, identities), 'm5') };
  }

  fifth(key: MessageKey, transcript: Hash, content: Uint8Array): Uint8Array {
    return sealConfirmation({ number: 5, attempt: this.attempt, key, transcript, content });
  }
}

/** A guest by hand, up to the third message. */
function byHand(known: Known = newKnown()) {
  const guest = new LinkHolder(known);
  const host = newResponder(known, guest.first());
  const second = host.start();
  return { known, guest, host, second, ...guest.agree(second) };
}

describe('a guest by hand', () => {
  it('who keeps to the protocol is answered', () => {
    const { guest, host, master, transcript } = byHand();
    const step = host.receive(guest.third(master, transcript));
    expect(step.kind).toBe('reply');
  });

  it('cannot reveal another nonce than it committed to', () => {
    const { guest, host, master, transcript } = byHand();
    const honest = guest.third(master, transcript);
    const content = guest.open(3, honest).take(128);
    content.set(systemRandom(32), 0);
    expect(codeOf(() => host.receive(guest.seal(3, content)))).toBe('HANDSHAKE_COMMITMENT');
  });

  it('cannot commit to one key and send another', () => {
    const known = newKnown();
    const guest = new LinkHolder(known);
    const other = kemKeyPair(systemRandom).publicKey;
    const commitment = commitmentOf(guest.context, guest.kem.publicKey, guest.nonce);
    const host = newResponder(known, guest.seal(1, concat(other, commitment)));
    host.start();
    const third = guest.seal(3, concat(guest.nonce, new Uint8Array(96)));
    expect(codeOf(() => host.receive(third))).toBe('HANDSHAKE_COMMITMENT');
  });

  it('must hold the key agreement’s secret, not only the link’s', () => {
    const { guest, host, transcript, known } = byHand();
    const guessed = masterKey(known.psk, sharedSecret(systemRandom(32)), transcript);
    expect(codeOf(() => host.receive(guest.third(guessed, transcript)))).toBe('HANDSHAKE_OPEN');
  });

  it('cannot change one bit inside the sealed introduction', () => {
    for (const index of [0, 31, 32, 63, 64, 79, 80, 95]) {
      const { guest, host, master, transcript } = byHand();
      const content = guest.open(3, guest.third(master, transcript)).take(128);
      expect(
        codeOf(() => host.receive(guest.seal(3, flipped(content, 32 + index)))),
        `${index}`,
      ).toBe('HANDSHAKE_OPEN');
    }
  });

  it('cannot hide anything in the padding of M1, M3 and M5', () => {
    const known = newKnown();
    const guest = new LinkHolder(known);
    const content = guest.open(1, guest.first()).take(1248);
    const stuffed = zeroPadded(content, 1986);
    stuffed[1985] = 1;
    expect(codeOf(() => newResponder(known, guest.seal(1, stuffed)))).toBe('HANDSHAKE_OPEN');

    const { guest: second, host, master, transcript } = byHand();
    const third = zeroPadded(second.open(3, second.third(master, transcript)).take(128), 1986);
    third[128] = 1;
    expect(codeOf(() => host.receive(second.seal(3, third)))).toBe('HANDSHAKE_OPEN');
  });

  /** What an honest guest would sign in the fifth message, and a way to send something else. */
  function beforeFifth() {
    const { guest, host, master, transcript } = byHand();
    const fourth = reply(host.receive(guest.third(master, transcript)));
    const { identities, key } = guest.conclude(fourth, master, transcript);
    const proof = (by: 'guestProof' | 'hostProof') => proofHash(by, transcript, identities);
    const send = (content: Uint8Array) => host.receive(guest.fifth(key, transcript, content));
    return { guest, proof, send };
  }

  it('who proves itself is believed', () => {
    const { guest, proof, send } = beforeFifth();
    expect(send(sign(guest.identity.secretKey, proof('guestProof'))).kind).toBe('confirmed');
  });

  it.each([
    ['by another key', () => signingKeyPair(systemRandom(32)).secretKey, 'guestProof'],
    ['of the host’s words', undefined, 'hostProof'],
  ] as const)('cannot prove itself with a signature %s', (_, otherKey, by) => {
    const { guest, proof, send } = beforeFifth();
    const secretKey = otherKey?.() ?? guest.identity.secretKey;
    expect(codeOf(() => send(sign(secretKey, proof(by))))).toBe('HANDSHAKE_SIGNATURE');
  });

  it('cannot prove itself with no signature, or one with a bit changed', () => {
    const empty = beforeFifth();
    expect(codeOf(() => empty.send(new Uint8Array(64)))).toBe('HANDSHAKE_SIGNATURE');
    const { guest, proof, send } = beforeFifth();
    const signed = sign(guest.identity.secretKey, proof('guestProof'));
    expect(codeOf(() => send(flipped(signed, 40)))).toBe('HANDSHAKE_SIGNATURE');
  });

  it('cannot hide anything in the padding of M5 either', () => {
    const { guest, proof, send } = beforeFifth();
    const content = zeroPadded(sign(guest.identity.secretKey, proof('guestProof')), 2010);
    content[2009] = 1;
    expect(codeOf(() => send(content))).toBe('HANDSHAKE_OPEN');
  });
});

describe('key agreement', () => {
  const zeroed = (key: Uint8Array, from: number, to: number) =>
    new Uint8Array(key).fill(0, from, to);

  it.each([
    ['all zero', (key: Uint8Array) => zeroed(key, 0, 1216)],
    ['a zero lattice half', (key: Uint8Array) => zeroed(key, 0, 1184)],
    ['a zero lattice vector', (key: Uint8Array) => zeroed(key, 0, 1152)],
    ['a zero curve half', (key: Uint8Array) => zeroed(key, 1184, 1216)],
    [
      'a curve point of order one',
      (key: Uint8Array) => zeroed(key, 1185, 1216).fill(1, 1184, 1185),
    ],
    ['coefficients out of range', (key: Uint8Array) => new Uint8Array(key).fill(255, 0, 1184)],
    ['all ones', (key: Uint8Array) => new Uint8Array(key).fill(255)],
  ])('the host refuses a public key with %s', (_, spoil) => {
    const known = newKnown();
    const guest = new LinkHolder(known);
    const host = newResponder(known, guest.first(spoil(guest.kem.publicKey)));
    expect(codeOf(() => host.start())).toBe('HANDSHAKE_KEY');
    expect(codeOf(() => host.start())).toBe('HANDSHAKE_STATE');
  });

  it.each([
    ['all zero', (text: Uint8Array) => zeroed(text, 0, 1120)],
    ['a zero curve half', (text: Uint8Array) => zeroed(text, 1088, 1120)],
  ])('the guest refuses a ciphertext with %s', (_, spoil) => {
    const known = newKnown();
    const initiator = newInitiator(known);
    const host = new LinkHolder(known, bodyAttempt(initiator.start()));
    const { ciphertext } = encapsulate(host.kem.publicKey, systemRandom, 'HANDSHAKE_KEY');
    const second = host.seal(2, concat(spoil(ciphertext), systemRandom(32)));
    expect(codeOf(() => initiator.receive(second))).toBe('HANDSHAKE_KEY');
    expect(codeOf(() => initiator.receive(second))).toBe('HANDSHAKE_STATE');
  });

  it.each([0, 500, 1087, 1088, 1119])(
    'a ciphertext corrupted at byte %i is noticed by the host at the latest',
    (index) => {
      const known = newKnown();
      const initiator = newInitiator(known);
      const first = initiator.start();
      const responder = newResponder(known, first);
      const holder = new LinkHolder(known, bodyAttempt(first));
      const content = holder.open(2, responder.start()).take(1152);
      const third = reply(initiator.receive(holder.seal(2, flipped(content, index))));
      expect(codeOf(() => responder.receive(third))).toBe('HANDSHAKE_OPEN');
    },
  );

  it('a host nonce changed by somebody with the secret is noticed too', () => {
    const known = newKnown();
    const initiator = newInitiator(known);
    const first = initiator.start();
    const responder = newResponder(known, first);
    const holder = new LinkHolder(known, bodyAttempt(first));
    const content = holder.open(2, responder.start()).take(1152);
    const third = reply(initiator.receive(holder.seal(2, flipped(content, 1151))));
    expect(codeOf(() => responder.receive(third))).toBe('HANDSHAKE_OPEN');
  });
});

describe('another secret', () => {
  it('opens nothing: a wrong link, a stale or a coming resume secret', () => {
    const known = newKnown();
    const first = newInitiator(known).start();
    const others = [
      linkSecret(systemRandom(32)),
      linkSecret(flipped(known.psk, 31, 7)),
      resumeSecret(new Uint8Array(32)),
      handshake(known).guest.resumeSecret,
    ];
    for (const psk of others) {
      expect(codeOf(() => openFirstMessage(first, known.context, psk))).toBe('HANDSHAKE_OPEN');
    }
  });

  it('a resume secret opens only its own generation', () => {
    const known = newKnown();
    const { guest } = handshake(known);
    const stale = resumed(known, guest.resumeSecret, 1);
    const fresh = handshake(stale).guest;
    expect(fresh.generation).toBe(2);
    const late = newInitiator(stale).start();
    const now = resumed(known, fresh.resumeSecret, 2);
    expect(codeOf(() => newResponder(now, late))).toBe('HANDSHAKE_OPEN');
  });

  it('a relay without the secret cannot answer for the host', () => {
    const known = newKnown();
    const initiator = newInitiator(known);
    initiator.start();
    const relay = new LinkHolder(
      { ...known, psk: linkSecret(systemRandom(32)) },
      initiator.attempt,
    );
    const { ciphertext } = encapsulate(relay.kem.publicKey, systemRandom, 'HANDSHAKE_KEY');
    const second = relay.seal(2, concat(ciphertext, systemRandom(32)));
    expect(codeOf(() => initiator.receive(second))).toBe('HANDSHAKE_OPEN');
  });
});

describe('another context', () => {
  const elsewhere = (change: Partial<HandshakeContext>) => {
    const known = newKnown();
    const hostView = { ...known, context: { ...known.context, ...change } };
    return codeOf(() => finish(newInitiator(known), (first) => newResponder(hostView, first)));
  };

  it('agrees when nothing differs', () => {
    expect(elsewhere({})).toBe('nothing');
  });

  it('refuses another seat', () => {
    const joinKey = joinKeyPair(linkSecret(systemRandom(32))).publicKey;
    expect(elsewhere({ joinKey })).toBe('HANDSHAKE_COMMITMENT');
  });

  it('refuses another mode', () => {
    expect(elsewhere({ mode: 'resume', generation: 1 })).toBe('HANDSHAKE_COMMITMENT');
  });

  it('refuses another generation', () => {
    const known = newKnown();
    const { guest } = handshake(known);
    const one = resumed(known, guest.resumeSecret, 1);
    const two = resumed(known, guest.resumeSecret, 2);
    expect(codeOf(() => finish(newInitiator(one), (first) => newResponder(two, first)))).toBe(
      'HANDSHAKE_COMMITMENT',
    );
  });

  it('refuses another host key under the same room', () => {
    const { publicKey: hostKey } = hostKeyPair(systemRandom(32));
    expect(elsewhere({ hostKey })).toBe('HANDSHAKE_COMMITMENT');
  });

  it('refuses another room', () => {
    const { publicKey } = hostKeyPair(systemRandom(32));
    expect(elsewhere({ roomId: roomId(publicKey) })).toBe('HANDSHAKE_OPEN');
  });

  it('knows no generation in joining, and none below 1 or above 2^32 - 2 in resuming', () => {
    const known = newKnown();
    for (const [mode, generation] of [
      ['join', 1],
      ['resume', 0],
      ['resume', 2 ** 32 - 1],
      ['resume', 1.5],
      ['resume', -1],
      ['resume', Number.NaN],
    ] as const) {
      expect(codeOf(() => contextHash({ ...known.context, mode, generation }))).toBe('RANGE');
    }
    expect(
      codeOf(() => contextHash({ ...known.context, mode: 'resume', generation: 2 ** 32 - 2 })),
    ).toBe('nothing');
  });
});

describe('in the host’s place', () => {
  it('whoever reads the link cannot pass for the host', () => {
    const known = newKnown();
    const impostor = { ...known, hostSeed: systemRandom(32) };
    const initiator = newInitiator(known);
    expect(codeOf(() => finish(initiator, (first) => newResponder(impostor, first)))).toBe(
      'HANDSHAKE_SIGNATURE',
    );
    expect(codeOf(() => initiator.start())).toBe('HANDSHAKE_STATE');
  });

  it('whoever reads the link cannot pass on the real host’s proof', () => {
    const known = newKnown();
    // The proof of the real host, for another handshake of the same link.
    const { guest, host, master, transcript } = byHand(known);
    const fourth = reply(host.receive(guest.third(master, transcript)));
    const proof = guest.openFourth(fourth, master, transcript);
    // Sealed anew in the victim's own handshake, whose keys the impostor holds.
    expect(handshakeByHandWith(known, proof)).toBe('HANDSHAKE_SIGNATURE');
  });

  it('a link that was replaced gives two codes', () => {
    const real = newKnown();
    const forged = newKnown();
    const toGuest = handshake(forged);
    const toHost = handshake(real);
    expect(toGuest.guest.spokenCode).toBe(toGuest.host.spokenCode);
    expect(toGuest.guest.spokenCode).not.toBe(toHost.host.spokenCode);
  });
});

describe('identities', () => {
  it('one identity for two seats is refused', () => {
    const known = newKnown();
    const seen: string[] = [];
    const knownIdentity = (id: Uint8Array) => {
      seen.push(Buffer.from(id).toString('hex'));
      return true;
    };
    expect(codeOf(() => handshake(known, { host: { knownIdentity } }))).toBe('HANDSHAKE_IDENTITY');
    expect(seen).toHaveLength(1);
  });

  it('the host’s own identity or certificate shown back to it is refused', () => {
    const mine = fingerprint(systemRandom(32));
    const known = newKnown();
    expect(
      codeOf(() => handshake(known, { guest: { fingerprint: mine }, host: { fingerprint: mine } })),
    ).toBe('HANDSHAKE_IDENTITY');

    const seed = systemRandom(32);
    const guest = new LinkHolder(known);
    let draws = 0;
    const host = newResponder(known, guest.first(), {
      random: (length) => {
        draws += 1;
        return draws === 1 ? new Uint8Array(seed) : systemRandom(length);
      },
    });
    const { master, transcript } = guest.agree(host.start());
    const reflected = concat(systemRandom(32), signingKeyPair(seed).publicKey, new Uint8Array(16));
    expect(codeOf(() => host.receive(guest.third(master, transcript, reflected)))).toBe(
      'HANDSHAKE_IDENTITY',
    );
  });

  it.each(['identity', 'fingerprint'] as const)(
    'the guest’s own %s shown back to it by the true host is refused',
    (which) => {
      const known = newKnown();
      expect(
        handshakeByHandWith(known, (guest, transcript) => {
          const identities = {
            ...guest,
            responderIdentity:
              which === 'identity'
                ? guest.initiatorIdentity
                : signingKeyPair(systemRandom(32)).publicKey,
            responderFingerprint:
              which === 'fingerprint' ? guest.initiatorFingerprint : fingerprint(systemRandom(32)),
          };
          const { secretKey } = hostKeyPair(known.hostSeed);
          return concat(
            identities.responderFingerprint,
            identities.responderIdentity,
            sign(secretKey, proofHash('hostProof', transcript, identities)),
          );
        }),
      ).toBe('HANDSHAKE_IDENTITY');
    },
  );

  it('the true host by hand is believed', () => {
    const known = newKnown();
    expect(
      handshakeByHandWith(known, (guest, transcript) => {
        const identities = {
          ...guest,
          responderIdentity: signingKeyPair(systemRandom(32)).publicKey,
          responderFingerprint: fingerprint(systemRandom(32)),
        };
        const { secretKey } = hostKeyPair(known.hostSeed);
        const proof = sign(secretKey, proofHash('hostProof', transcript, identities));
        return concat(identities.responderFingerprint, identities.responderIdentity, proof);
      }),
    ).toBe('nothing');
  });
});

type GuestIdentities = Pick<Identities, 'initiatorFingerprint' | 'initiatorIdentity'>;

/** A host by hand: the code with which an honest guest refuses the fourth message's content. */
function handshakeByHandWith(
  known: Known,
  content: Uint8Array | ((guest: GuestIdentities, transcript: Hash) => Uint8Array),
): string {
  const initiator = newInitiator(known);
  const first = initiator.start();
  const host = new LinkHolder(known, initiator.attempt);
  const opened = host.open(1, first);
  const publicKeyOfGuest = kemPublicKey(opened.take(1216));
  const { ciphertext, secret } = encapsulate(publicKeyOfGuest, systemRandom, 'HANDSHAKE_KEY');
  const second = host.seal(2, concat(ciphertext, host.nonce));
  const third = host.open(3, reply(initiator.receive(second)));
  const initiatorNonce = handshakeNonce(third.take(32));
  const transcript = transcriptHash({
    context: host.context,
    commitment: commitmentOf(host.context, publicKeyOfGuest, initiatorNonce),
    publicKey: publicKeyOfGuest,
    ciphertext,
    initiatorNonce,
    responderNonce: host.nonce,
  });
  const master = masterKey(known.psk, secret, transcript);
  const introduction = new ByteReader(
    open(keyOfMessage(master, 'm3'), ZERO_NONCE, transcript, third.take(96), 'HANDSHAKE_OPEN'),
  );
  const guest = {
    initiatorFingerprint: fingerprint(introduction.take(32)),
    initiatorIdentity: signingPublicKey(introduction.take(32)),
  };
  const fourth = sealConfirmation({
    number: 4,
    attempt: initiator.attempt,
    key: keyOfMessage(master, 'm4'),
    transcript,
    content: typeof content === 'function' ? content(guest, transcript) : content,
  });
  return codeOf(() => initiator.receive(fourth));
}

function resumed(known: Known, secret: Uint8Array, generation: number): Known {
  return {
    ...known,
    psk: resumeSecret(new Uint8Array(secret)),
    context: { ...known.context, mode: 'resume', generation },
  };
}
