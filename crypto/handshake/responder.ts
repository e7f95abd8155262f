import { open, ZERO_NONCE } from '../aead.ts';
import { bodyAttempt } from '../body.ts';
import {
  claim,
  commitment,
  fingerprint,
  handshakeNonce,
  kemPublicKey,
  linkSecret,
  resumeSecret,
  signature,
  signingPublicKey,
  signingSecretKey,
  type AttemptId,
  type ChainKey,
  type Claim,
  type Commitment,
  type Fingerprint,
  type HandshakeNonce,
  type Hash,
  type KemCiphertext,
  type KemPublicKey,
  type Psk,
  type SharedSecret,
  type SigningPublicKey,
  type SigningSecretKey,
} from '../brand.ts';
import { ByteReader, concat, copyOf, equal, wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';
import { encapsulate } from '../kem.ts';
import { draw, type Random } from '../random.ts';
import { sign, signingKeyPair, verify, type SigningKeyPair } from '../signing.ts';
import { deriveSpokenCode, type SpokenCode } from '../spoken-code.ts';
import { openConfirmation, sealConfirmation } from './confirmation.ts';
import { CONTENT_BYTES } from './content.ts';
import { contextHash, type HandshakeContext } from './context.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';
import { SecretShelf } from './secret-shelf.ts';
import { createSession, type Session } from './session.ts';
import {
  commitmentOf,
  finalKey,
  keyOfMessage,
  masterKey,
  proofHash,
  transcriptHash,
  type Identities,
} from './transcript.ts';

/** A first message that opened: somebody holds the secret. */
export interface FirstMessage {
  readonly attempt: AttemptId;
  /** Fresh in every honest attempt; a repeated one is a replay. */
  readonly commitment: Commitment;
  readonly publicKey: KemPublicKey;
}

/** Throws HANDSHAKE_OPEN under another secret or room, HANDSHAKE_STATE or LENGTH. */
export function openFirstMessage(
  body: Uint8Array,
  context: HandshakeContext,
  psk: Psk,
): FirstMessage {
  const secret = { psk, roomId: context.roomId };
  const content = openEnvelope({ secret, number: 1, body, length: CONTENT_BYTES[1] });
  const reader = new ByteReader(content);
  return {
    attempt: bodyAttempt(body),
    publicKey: kemPublicKey(reader.take(1216)),
    commitment: commitment(reader.take(32)),
  };
}

export type ResponderStep =
  | { readonly kind: 'reply'; readonly body: Uint8Array; readonly claim: Claim }
  | { readonly kind: 'confirmed'; readonly session: Session };

/** The second message is made; the guest has not revealed its nonce yet. */
interface Answered {
  readonly step: 'answered';
  readonly ciphertext: KemCiphertext;
  readonly shared: SharedSecret;
  readonly nonce: HandshakeNonce;
}

/** Both sides hold `final` if the guest is who it says. */
interface Keyed {
  readonly step: 'keyed';
  readonly final: ChainKey;
  readonly transcript: Hash;
  readonly code: SpokenCode;
  readonly identities: Identities;
}

/**
 * The host's side of one handshake: idle, answered (second message made), keyed (fourth message
 * made), over. Every failure wipes it; a machine that is over throws HANDSHAKE_STATE.
 */
export class Responder {
  readonly attempt: AttemptId;
  readonly #first: FirstMessage;
  readonly #context: HandshakeContext;
  readonly #contextHash: Hash;
  readonly #psk: Psk;
  readonly #hostSecretKey: SigningSecretKey;
  readonly #fingerprint: Fingerprint;
  readonly #random: Random;
  readonly #knownIdentity: (id: SigningPublicKey) => boolean;
  readonly #identity: SigningKeyPair;
  readonly #shelf = new SecretShelf();
  #state: Answered | Keyed | { readonly step: 'idle' | 'over' } = { step: 'idle' };

  /**
   * Copies both secrets. `knownIdentity` says whether somebody in the room has that identity
   * already. Throws RANGE for a generation that its mode does not have.
   */
  constructor(options: {
    first: FirstMessage;
    context: HandshakeContext;
    psk: Psk;
    hostSecretKey: SigningSecretKey;
    fingerprint: Fingerprint;
    random: Random;
    knownIdentity: (id: SigningPublicKey) => boolean;
  }) {
    const { context, random } = options;
    this.attempt = options.first.attempt;
    this.#first = options.first;
    this.#context = context;
    this.#contextHash = contextHash(context);
    this.#random = random;
    this.#knownIdentity = options.knownIdentity;
    this.#fingerprint = fingerprint(copyOf(options.fingerprint));
    this.#psk = this.#shelf.copy(options.psk, context.mode === 'join' ? linkSecret : resumeSecret);
    this.#hostSecretKey = this.#shelf.copy(options.hostSecretKey, signingSecretKey);
    const seed = draw(random, 32);
    this.#identity = signingKeyPair(seed);
    wipe(seed);
    this.#shelf.keep(this.#identity.secretKey);
  }

  /** The second message; once. Throws HANDSHAKE_KEY for a key that cannot be agreed on. */
  start(): Uint8Array {
    return this.#guarded(() => {
      if (this.#state.step !== 'idle') throw new CryptoError('HANDSHAKE_STATE');
      const { ciphertext, secret: shared } = encapsulate(
        this.#first.publicKey,
        this.#random,
        'HANDSHAKE_KEY',
      );
      this.#shelf.keep(shared);
      const nonce = handshakeNonce(draw(this.#random, 32));
      this.#state = { step: 'answered', ciphertext, shared, nonce };
      return sealEnvelope({
        secret: this.#envelopeSecret(),
        number: 2,
        attempt: this.attempt,
        content: concat(ciphertext, nonce),
        random: this.#random,
      });
    });
  }

  /**
   * The third message, then the fifth. Throws HANDSHAKE_STATE, HANDSHAKE_OPEN,
   * HANDSHAKE_COMMITMENT, HANDSHAKE_IDENTITY, HANDSHAKE_SIGNATURE or LENGTH.
   */
  receive(body: Uint8Array): ResponderStep {
    return this.#guarded(() => {
      const state = this.#state;
      if (state.step === 'answered') return this.#third(body, state);
      if (state.step === 'keyed') return this.#fifth(body, state);
      throw new CryptoError('HANDSHAKE_STATE');
    });
  }

  /** Zeroes every secret; harmless when repeated. */
  wipe(): void {
    this.#state = { step: 'over' };
    this.#shelf.wipe();
  }

  #third(body: Uint8Array, { ciphertext, shared, nonce }: Answered): ResponderStep {
    const { attempt } = this;
    const secret = this.#envelopeSecret();
    const length = CONTENT_BYTES[3];
    const outer = new ByteReader(openEnvelope({ secret, number: 3, attempt, body, length }));
    const initiatorNonce = handshakeNonce(outer.take(32));
    const revealed = commitmentOf(this.#contextHash, this.#first.publicKey, initiatorNonce);
    // Without this the guest's side could wait for our nonce and then choose the code.
    if (!equal(revealed, this.#first.commitment)) throw new CryptoError('HANDSHAKE_COMMITMENT');
    const transcript = transcriptHash({
      context: this.#contextHash,
      commitment: revealed,
      publicKey: this.#first.publicKey,
      ciphertext,
      initiatorNonce,
      responderNonce: nonce,
    });
    const master = this.#shelf.keep(masterKey(this.#psk, shared, transcript));
    wipe(shared);
    const code = deriveSpokenCode(master);
    const introduction = this.#introduction(master, transcript, outer.rest());
    const { identities } = introduction;
    const final = this.#shelf.keep(finalKey(master, transcript, identities));
    const proof = sign(this.#hostSecretKey, proofHash('hostProof', transcript, identities));
    wipe(this.#hostSecretKey);
    const answer = sealConfirmation({
      number: 4,
      attempt,
      key: keyOfMessage(master, 'm4'),
      transcript,
      content: concat(this.#fingerprint, this.#identity.publicKey, proof),
    });
    wipe(master);
    this.#state = { step: 'keyed', final, transcript, code, identities };
    return { kind: 'reply', body: answer, claim: introduction.claim };
  }

  #introduction(
    master: ChainKey,
    transcript: Hash,
    sealed: Uint8Array,
  ): { identities: Identities; claim: Claim } {
    const key = this.#shelf.keep(keyOfMessage(master, 'm3'));
    const opened = this.#shelf.keep(open(key, ZERO_NONCE, transcript, sealed, 'HANDSHAKE_OPEN'));
    const reader = new ByteReader(opened);
    const identities = {
      initiatorFingerprint: fingerprint(reader.take(32)),
      initiatorIdentity: signingPublicKey(reader.take(32)),
      responderFingerprint: this.#fingerprint,
      responderIdentity: this.#identity.publicKey,
    };
    const theirs = claim(reader.take(16));
    wipe(key, opened);
    if (
      equal(identities.initiatorIdentity, identities.responderIdentity) ||
      equal(identities.initiatorFingerprint, identities.responderFingerprint) ||
      this.#knownIdentity(identities.initiatorIdentity)
    ) {
      wipe(theirs);
      throw new CryptoError('HANDSHAKE_IDENTITY');
    }
    return { identities, claim: theirs };
  }

  #fifth(body: Uint8Array, { final, transcript, code, identities }: Keyed): ResponderStep {
    const { attempt } = this;
    const key = keyOfMessage(final, 'm5');
    const proof = signature(openConfirmation({ number: 5, attempt, key, transcript, body }));
    const proven = proofHash('guestProof', transcript, identities);
    if (!verify(identities.initiatorIdentity, proof, proven)) {
      throw new CryptoError('HANDSHAKE_SIGNATURE');
    }
    const session = createSession({
      role: 'responder',
      attempt,
      roomId: this.#context.roomId,
      generation: this.#context.generation + 1,
      spokenCode: code,
      final,
      ownIdentity: this.#identity,
      identities,
    });
    this.wipe();
    return { kind: 'confirmed', session };
  }

  #envelopeSecret() {
    return { psk: this.#psk, roomId: this.#context.roomId };
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.wipe();
      throw error;
    }
  }
}
