import { LONG_NONCE_BYTES, openLong, sealLong, TAG_BYTES } from '../aead.ts';
import { BODY_HEADER, BODY_SMALL, bodyAttempt, bodyHeader, sealedPart } from '../body.ts';
import type { AttemptId, Psk, RoomId } from '../brand.ts';
import { concat, wipe, zeroPadded } from '../bytes.ts';
import type { Direction } from '../direction.ts';
import { lengthPrefixed, uint } from '../encoding.ts';
import { kdf } from '../kdf.ts';
import { LABEL, VERSION } from '../labels.ts';
import { draw, type Random } from '../random.ts';
import { contentOf } from './content.ts';

/** The messages that travel before there is a key of their own. */
export type EnvelopeNumber = 1 | 2 | 3;

const DIRECTION: Readonly<Record<EnvelopeNumber, Direction>> = { 1: 'i>r', 2: 'r>i', 3: 'i>r' };
const PADDED = BODY_SMALL - BODY_HEADER - LONG_NONCE_BYTES - TAG_BYTES;

export interface EnvelopeSecret {
  readonly psk: Psk;
  readonly roomId: RoomId;
}

/**
 * Seals `content` under the shared secret. The relay, which has none, sees the attempt and that a
 * handshake is under way, and can change neither content nor attempt.
 */
export function sealEnvelope(options: {
  secret: EnvelopeSecret;
  number: EnvelopeNumber;
  attempt: AttemptId;
  content: Uint8Array;
  random: Random;
}): Uint8Array {
  const { secret, number, attempt, random } = options;
  const nonce = draw(random, LONG_NONCE_BYTES);
  const key = envelopeKey(secret, number);
  const padded = zeroPadded(options.content, PADDED);
  const sealed = sealLong(key, nonce, envelopeData(secret, number, attempt), padded);
  wipe(key, padded);
  return concat(bodyHeader(number, attempt), nonce, sealed);
}

/**
 * The content of a body; `attempt` is any when not given (a first message begins one).
 * Throws HANDSHAKE_STATE for another number or attempt, HANDSHAKE_OPEN for what does not open or
 * is padded with other than zeros, LENGTH for another size.
 */
export function openEnvelope(options: {
  secret: EnvelopeSecret;
  number: EnvelopeNumber;
  attempt?: AttemptId;
  body: Uint8Array;
  length: number;
}): Uint8Array {
  const { secret, number, body } = options;
  const attempt = options.attempt ?? bodyAttempt(body);
  const sealed = sealedPart(body, number, attempt, 'HANDSHAKE_STATE');
  const nonce = sealed.subarray(0, LONG_NONCE_BYTES);
  const key = envelopeKey(secret, number);
  try {
    return contentOf(
      openLong(
        key,
        nonce,
        envelopeData(secret, number, attempt),
        sealed.subarray(LONG_NONCE_BYTES),
        'HANDSHAKE_OPEN',
      ),
      options.length,
    );
  } finally {
    wipe(key);
  }
}

function envelopeKey({ psk }: EnvelopeSecret, number: EnvelopeNumber): Uint8Array {
  return kdf(psk, LABEL.envelope, 32, DIRECTION[number]);
}

function envelopeData(
  { roomId }: EnvelopeSecret,
  number: EnvelopeNumber,
  attempt: AttemptId,
): Uint8Array {
  return concat(
    ...[uint(VERSION, 1), roomId, DIRECTION[number], uint(number, 1), attempt].map(lengthPrefixed),
  );
}
