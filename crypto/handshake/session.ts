import {
  attemptId,
  chainKey,
  fingerprint,
  resumeSecret,
  signingPublicKey,
  signingSecretKey,
  trafficKey,
  type AttemptId,
  type ChainKey,
  type Fingerprint,
  type ResumeSecret,
  type RoomId,
  type SigningPublicKey,
  type TrafficKey,
} from '../brand.ts';
import { copyOf, wipe } from '../bytes.ts';
import type { Direction, Role } from '../direction.ts';
import { CryptoError } from '../errors.ts';
import { kdf } from '../kdf.ts';
import { LABEL } from '../labels.ts';
import type { SigningKeyPair } from '../signing.ts';
import type { SpokenCode } from '../spoken-code.ts';
import type { Identities } from './transcript.ts';

/** What sound and pictures are sent in, each under keys of its own. */
export type TrackName = 'microphone' | 'camera' | 'screen';
type ChannelName = 'relay' | 'data' | TrackName;

/** What a finished handshake yields, on both sides alike. */
export interface Session {
  readonly attempt: AttemptId;
  readonly roomId: RoomId;
  /** The context's, plus one: that of `resumeSecret`. */
  readonly generation: number;
  /** Counts only in the first handshake of a seat; a resume inherits it. */
  readonly spokenCode: SpokenCode;
  /** Zeroed by `wipe`: keep a copy. */
  readonly resumeSecret: ResumeSecret;
  /** Zeroed by `wipe`. */
  readonly ownIdentity: SigningKeyPair;
  readonly peerIdentity: SigningPublicKey;
  readonly ownFingerprint: Fingerprint;
  readonly peerFingerprint: Fingerprint;
  /**
   * The key of one direction of one channel, the caller's to wipe. Each is given once: a second
   * channel under the same key would count from zero again and seal two messages under one nonce.
   * Throws KEY_REUSE, and HANDSHAKE_STATE after `wipe`.
   */
  traffic(channel: ChannelName, direction: Direction): TrafficKey;
  wipe(): void;
}

/** Copies every secret it is given. */
export function createSession(options: {
  role: Role;
  attempt: AttemptId;
  roomId: RoomId;
  generation: number;
  spokenCode: SpokenCode;
  final: ChainKey;
  ownIdentity: SigningKeyPair;
  identities: Identities;
}): Session {
  const { role, identities, ownIdentity } = options;
  const final = chainKey(copyOf(options.final));
  const secretKey = signingSecretKey(copyOf(ownIdentity.secretKey));
  const resume = resumeSecret(kdf(final, LABEL.resume, 32));
  const given = new Set<string>();
  let live = true;
  const initiator = {
    fingerprint: fingerprint(copyOf(identities.initiatorFingerprint)),
    identity: signingPublicKey(copyOf(identities.initiatorIdentity)),
  };
  const responder = {
    fingerprint: fingerprint(copyOf(identities.responderFingerprint)),
    identity: signingPublicKey(copyOf(identities.responderIdentity)),
  };
  const [own, peer] = role === 'initiator' ? [initiator, responder] : [responder, initiator];
  return {
    attempt: attemptId(copyOf(options.attempt)),
    roomId: options.roomId,
    generation: options.generation,
    spokenCode: options.spokenCode,
    resumeSecret: resume,
    ownIdentity: { publicKey: own.identity, secretKey },
    peerIdentity: peer.identity,
    ownFingerprint: own.fingerprint,
    peerFingerprint: peer.fingerprint,
    traffic(channel, direction) {
      if (!live) throw new CryptoError('HANDSHAKE_STATE');
      const name = `${channel} ${direction}`;
      if (given.has(name)) throw new CryptoError('KEY_REUSE');
      given.add(name);
      return trafficKey(kdf(final, LABEL.traffic, 32, channel, direction));
    },
    wipe() {
      live = false;
      wipe(final, resume, secretKey);
    },
  };
}
