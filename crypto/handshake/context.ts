import type { Hash, HostPublicKey, RoomId, SigningPublicKey } from '../brand.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { hash } from '../kdf.ts';
import { LABEL, VERSION } from '../labels.ts';

type HandshakeMode = 'join' | 'resume';

/** What both sides must agree on before a word is said. */
export interface HandshakeContext {
  readonly roomId: RoomId;
  readonly hostKey: HostPublicKey;
  /** Public join key: it names the seat, when resuming too. */
  readonly joinKey: SigningPublicKey;
  readonly mode: HandshakeMode;
  /** Of the secret that is used: 0 when joining, from 1 when resuming; below 2^32 - 1. */
  readonly generation: number;
}

const MODE: Readonly<Record<HandshakeMode, number>> = { join: 0, resume: 1 };

/**
 * ctx. Two sides with another room, host, seat, mode or generation in mind commit to other things
 * and never agree. Throws RANGE for a generation that its mode does not have.
 */
export function contextHash(context: HandshakeContext): Hash {
  const { roomId, hostKey, joinKey, mode, generation } = context;
  // The next generation must fit as well.
  if ((mode === 'join') !== (generation === 0) || generation >= 0xffffffff) {
    throw new CryptoError('RANGE');
  }
  return hash(
    LABEL.context,
    uint(VERSION, 1),
    roomId,
    hostKey,
    joinKey,
    uint(MODE[mode], 1),
    uint(generation, 4),
  );
}
