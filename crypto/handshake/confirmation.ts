import { open, seal, TAG_BYTES, ZERO_NONCE } from '../aead.ts';
import { BODY_HEADER, BODY_SMALL, bodyHeader, sealedPart } from '../body.ts';
import type { AttemptId, Hash, MessageKey } from '../brand.ts';
import { concat, wipe, zeroPadded } from '../bytes.ts';
import { CONTENT_BYTES, contentOf } from './content.ts';

/** The messages under a key of their own, bound to everything said before. */
type ConfirmationNumber = 4 | 5;

const PADDED = BODY_SMALL - BODY_HEADER - TAG_BYTES;

interface Confirmation {
  readonly number: ConfirmationNumber;
  readonly attempt: AttemptId;
  /** Used for this one message; wiped here. */
  readonly key: MessageKey;
  readonly transcript: Hash;
}

export function sealConfirmation(options: Confirmation & { content: Uint8Array }): Uint8Array {
  const { number, attempt, key, transcript } = options;
  const padded = zeroPadded(options.content, PADDED);
  const sealed = seal(key, ZERO_NONCE, transcript, padded);
  wipe(key, padded);
  return concat(bodyHeader(number, attempt), sealed);
}

/** Throws HANDSHAKE_STATE for another number or attempt, HANDSHAKE_OPEN or LENGTH. */
export function openConfirmation(options: Confirmation & { body: Uint8Array }): Uint8Array {
  const { number, attempt, key, transcript, body } = options;
  try {
    const sealed = sealedPart(body, number, attempt, 'HANDSHAKE_STATE');
    const padded = open(key, ZERO_NONCE, transcript, sealed, 'HANDSHAKE_OPEN');
    return contentOf(padded, CONTENT_BYTES[number]);
  } finally {
    wipe(key);
  }
}
