import {
  chainKey,
  commitment,
  messageKey,
  type ChainKey,
  type Commitment,
  type Fingerprint,
  type HandshakeNonce,
  type Hash,
  type KemCiphertext,
  type KemPublicKey,
  type MessageKey,
  type Psk,
  type SharedSecret,
  type SigningPublicKey,
} from '../brand.ts';
import { hash, kdf } from '../kdf.ts';
import { LABEL } from '../labels.ts';

/** C: fixes the guest's key and nonce before it sees anything of the host. */
export function commitmentOf(
  context: Hash,
  publicKey: KemPublicKey,
  nonce: HandshakeNonce,
): Commitment {
  return commitment(hash(LABEL.commit, context, publicKey, nonce));
}

/** Everything that both sides chose before the spoken code was fixed. */
export interface Agreement {
  readonly context: Hash;
  readonly commitment: Commitment;
  readonly publicKey: KemPublicKey;
  readonly ciphertext: KemCiphertext;
  readonly initiatorNonce: HandshakeNonce;
  readonly responderNonce: HandshakeNonce;
}

/** TH */
export function transcriptHash(agreement: Agreement): Hash {
  return hash(
    LABEL.transcript,
    agreement.context,
    agreement.commitment,
    agreement.publicKey,
    agreement.ciphertext,
    agreement.initiatorNonce,
    agreement.responderNonce,
  );
}

/** Needs the shared secret of the link *and* that of the key agreement. */
export function masterKey(psk: Psk, secret: SharedSecret, transcript: Hash): ChainKey {
  return chainKey(kdf(psk, LABEL.master, 64, secret, transcript));
}

/** Whom the two sides say they are. */
export interface Identities {
  readonly initiatorFingerprint: Fingerprint;
  readonly initiatorIdentity: SigningPublicKey;
  readonly responderFingerprint: Fingerprint;
  readonly responderIdentity: SigningPublicKey;
}

function listed(identities: Identities): Uint8Array[] {
  return [
    identities.initiatorFingerprint,
    identities.initiatorIdentity,
    identities.responderFingerprint,
    identities.responderIdentity,
  ];
}

/** `final`: the root of everything after the handshake. */
export function finalKey(master: ChainKey, transcript: Hash, identities: Identities): ChainKey {
  return chainKey(kdf(master, LABEL.final, 64, transcript, ...listed(identities)));
}

/** The key of one message; `m3` and `m4` from master, `m5` from final. */
export function keyOfMessage(chain: ChainKey, label: 'm3' | 'm4' | 'm5'): MessageKey {
  return messageKey(kdf(chain, LABEL[label], 32));
}

/** The 32 bytes that a proof signs. */
export function proofHash(
  by: 'hostProof' | 'guestProof',
  transcript: Hash,
  identities: Identities,
): Hash {
  return hash(LABEL[by], transcript, ...listed(identities));
}
