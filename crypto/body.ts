import { attemptId, type AttemptId } from './brand.ts';
import { concat, equal } from './bytes.ts';
import { uint } from './encoding.ts';
import { CryptoError, type CryptoErrorCode } from './errors.ts';

/** The two sizes of an opaque body: the relay's frames of 2,048 and 16,384 bytes less 5. */
export const BODY_SMALL = 2043;
export const BODY_LARGE = 16379;

/** Number u8 and attempt id, in clear, before what is sealed. */
export const BODY_HEADER = 17;

/** 1–5: the handshake's messages. 6: a sealed message after it. */
export type BodyKind = 1 | 2 | 3 | 4 | 5 | 6;

/** Throws LENGTH for another size or number, and for a handshake message of the large size. */
export function bodyKind(body: Uint8Array): BodyKind {
  if (body.length !== BODY_SMALL && body.length !== BODY_LARGE) throw new CryptoError('LENGTH');
  const [kind] = body;
  if (kind === 6) return kind;
  if (body.length !== BODY_SMALL) throw new CryptoError('LENGTH');
  if (kind === 1 || kind === 2 || kind === 3 || kind === 4 || kind === 5) return kind;
  throw new CryptoError('LENGTH');
}

/** A copy of the attempt id, which names the handshake that a body belongs to. Throws LENGTH. */
export function bodyAttempt(body: Uint8Array): AttemptId {
  bodyKind(body);
  return attemptId(new Uint8Array(body.subarray(1, BODY_HEADER)));
}

export function bodyHeader(kind: BodyKind, attempt: AttemptId): Uint8Array {
  return concat(uint(kind, 1), attempt);
}

/**
 * What follows the header, as a view, when the body is of this kind and this attempt. Throws
 * LENGTH, or `failure` for another kind or attempt.
 */
export function sealedPart(
  body: Uint8Array,
  kind: BodyKind,
  attempt: AttemptId,
  failure: CryptoErrorCode,
): Uint8Array {
  if (bodyKind(body) !== kind) throw new CryptoError(failure);
  if (!equal(bodyAttempt(body), attempt)) throw new CryptoError(failure);
  return body.subarray(BODY_HEADER);
}
