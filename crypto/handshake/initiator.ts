import { seal, ZERO_NONCE } from '../aead.ts';
import {
  attemptId,
  claim,
  fingerprint,
  handshakeNonce,
  kemCiphertext,
  linkSecret,
  resumeSecret,
  signature,
  signingPublicKey,
  type AttemptId,
  type ChainKey,
  type Claim,
  type Fingerprint,
  type HandshakeNonce,
  type Hash,
  type KemPublicKey,
  type KemSecretKey,
  type Psk,
} from '../brand.ts';
import { ByteReader, concat, copyOf, equal, wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';
import { decapsulate, kemKeyPair } from '../kem.ts';
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
} from './transcript.ts';

export type InitiatorStep =
  | { readonly kind: 'reply'; readonly body: Uint8Array }
  /** `body` is the fifth message, to be sent *after* the next resume secret is stored. */
  | { readonly kind: 'confirmed'; readonly body: Uint8Array; readonly session: Session };

/** Both sides hold `master`, and the code is fixed. */
interface Keyed {
  readonly step: 'keyed';
  readonly master: ChainKey;
  readonly transcript: Hash;
  readonly code: SpokenCode;
}

/**
 * The guest's side of one handshake: idle, committed (first message made), keyed (third message
 * made), over. Every failure wipes it; a machine that is over throws HANDSHAKE_STATE.
 */
export class Initiator {
  readonly attempt: AttemptId;
  readonly #context: HandshakeContext;
  readonly #contextHash: Hash;
  readonly #psk: Psk;
  readonly #fingerprint: Fingerprint;
  readonly #claim: Claim;
  readonly #random: Random;
  readonly #kem: { readonly publicKey: KemPublicKey; readonly secretKey: KemSecretKey };
  readonly #nonce: HandshakeNonce;
  readonly #identity: SigningKeyPair;
  readonly #shelf = new SecretShelf();
  #state: Keyed | { readonly step: 'idle' | 'committed' | 'over' } = { step: 'idle' };

  /** Copies the secret and the claim. Throws RANGE for a generation that its mode does not have. */
  constructor(options: {
    context: HandshakeContext;
    psk: Psk;
    fingerprint: Fingerprint;
    claim: Claim;
    random: Random;
  }) {
    const { context, random } = options;
    this.#context = context;
    this.#contextHash = contextHash(context);
    this.#random = random;
    this.#fingerprint = fingerprint(copyOf(options.fingerprint));
    this.#psk = this.#shelf.copy(options.psk, context.mode === 'join' ? linkSecret : resumeSecret);
    this.#claim = this.#shelf.copy(options.claim, claim);
    this.attempt = attemptId(draw(random, 16));
    this.#kem = kemKeyPair(random);
    this.#shelf.keep(this.#kem.secretKey);
    this.#nonce = this.#shelf.keep(handshakeNonce(draw(random, 32)));
    const seed = draw(random, 32);
    this.#identity = signingKeyPair(seed);
    wipe(seed);
    this.#shelf.keep(this.#identity.secretKey);
  }

  /** The first message; once. */
  start(): Uint8Array {
    return this.#guarded(() => {
      if (this.#state.step !== 'idle') throw new CryptoError('HANDSHAKE_STATE');
      this.#state = { step: 'committed' };
      return this.#seal(1, concat(this.#kem.publicKey, this.#commitment()));
    });
  }

  /**
   * The second message, then the fourth. Throws HANDSHAKE_STATE, HANDSHAKE_OPEN, HANDSHAKE_KEY,
   * HANDSHAKE_SIGNATURE (it is not the host of the link), HANDSHAKE_IDENTITY or LENGTH.
   */
  receive(body: Uint8Array): InitiatorStep {
    return this.#guarded(() => {
      const state = this.#state;
      if (state.step === 'committed') return this.#second(body);
      if (state.step === 'keyed') return this.#fourth(body, state);
      throw new CryptoError('HANDSHAKE_STATE');
    });
  }

  /** Zeroes every secret; harmless when repeated. */
  wipe(): void {
    this.#state = { step: 'over' };
    this.#shelf.wipe();
  }

  #second(body: Uint8Array): InitiatorStep {
    const { attempt } = this;
    const secret = this.#envelopeSecret();
    const length = CONTENT_BYTES[2];
    const reader = new ByteReader(openEnvelope({ secret, number: 2, attempt, body, length }));
    const ciphertext = kemCiphertext(reader.take(1120));
    const responderNonce = handshakeNonce(reader.take(32));
    const shared = this.#shelf.keep(decapsulate(ciphertext, this.#kem.secretKey, 'HANDSHAKE_KEY'));
    const transcript = transcriptHash({
      context: this.#contextHash,
      commitment: this.#commitment(),
      publicKey: this.#kem.publicKey,
      ciphertext,
      initiatorNonce: this.#nonce,
      responderNonce,
    });
    const master = this.#shelf.keep(masterKey(this.#psk, shared, transcript));
    wipe(shared, this.#kem.secretKey);
    // Fixed here, before anything that either side may still choose.
    const code = deriveSpokenCode(master);
    const key = keyOfMessage(master, 'm3');
    const introduction = concat(this.#fingerprint, this.#identity.publicKey, this.#claim);
    const sealed = seal(key, ZERO_NONCE, transcript, introduction);
    wipe(key, introduction);
    this.#state = { step: 'keyed', master, transcript, code };
    return { kind: 'reply', body: this.#seal(3, concat(this.#nonce, sealed)) };
  }

  #fourth(body: Uint8Array, { master, transcript, code }: Keyed): InitiatorStep {
    const { attempt } = this;
    const key = keyOfMessage(master, 'm4');
    const reader = new ByteReader(openConfirmation({ number: 4, attempt, key, transcript, body }));
    const identities = {
      initiatorFingerprint: this.#fingerprint,
      initiatorIdentity: this.#identity.publicKey,
      responderFingerprint: fingerprint(reader.take(32)),
      responderIdentity: signingPublicKey(reader.take(32)),
    };
    const proof = signature(reader.take(64));
    if (!verify(this.#context.hostKey, proof, proofHash('hostProof', transcript, identities))) {
      throw new CryptoError('HANDSHAKE_SIGNATURE');
    }
    if (
      equal(identities.responderIdentity, identities.initiatorIdentity) ||
      equal(identities.responderFingerprint, identities.initiatorFingerprint)
    ) {
      throw new CryptoError('HANDSHAKE_IDENTITY');
    }
    const final = this.#shelf.keep(finalKey(master, transcript, identities));
    const content = sign(this.#identity.secretKey, proofHash('guestProof', transcript, identities));
    const answer = sealConfirmation({
      number: 5,
      attempt,
      key: keyOfMessage(final, 'm5'),
      transcript,
      content,
    });
    const session = createSession({
      role: 'initiator',
      attempt,
      roomId: this.#context.roomId,
      generation: this.#context.generation + 1,
      spokenCode: code,
      final,
      ownIdentity: this.#identity,
      identities,
    });
    this.wipe();
    return { kind: 'confirmed', body: answer, session };
  }

  #commitment() {
    return commitmentOf(this.#contextHash, this.#kem.publicKey, this.#nonce);
  }

  #envelopeSecret() {
    return { psk: this.#psk, roomId: this.#context.roomId };
  }

  #seal(number: 1 | 3, content: Uint8Array): Uint8Array {
    return sealEnvelope({
      secret: this.#envelopeSecret(),
      number,
      attempt: this.attempt,
      content,
      random: this.#random,
    });
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
