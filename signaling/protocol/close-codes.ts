/**
 * Why a connection ended: the WebSocket close code, whose reason text is the name alone.
 * PROTOCOL.md says each in a sentence and what a client does next.
 */
export const CLOSE_CODES = {
  /** The relay stops or restarts. */
  GOING_AWAY: 1001,
  /** The relay met a failure of its own. */
  FAILURE: 1011,
  /** A text frame, another size, an unknown type, a field out of range, padding that is not zero. */
  BAD_FRAME: 4400,
  /** A signature that does not verify: another key, nonce, origin, room, counter or role. */
  BAD_SIGNATURE: 4401,
  /** A message that this connection may not send, or not now. */
  BAD_STATE: 4402,
  /** Neither OPEN nor JOIN came in time. */
  TIMEOUT: 4403,
  /** More messages than a connection, a room or an address may send in this time. */
  TOO_FAST: 4404,
  /** This address already has as many rooms or waiting connections as one may have. */
  TOO_MANY: 4405,
  /** The relay holds as many rooms as it can. */
  OVERLOADED: 4406,
  /** As many connections wait for this room as may. */
  ROOM_FULL: 4407,
  /** As many connections hold or await this seat as may. */
  SEAT_FULL: 4408,
  /** This relay opens rooms for those alone whose token it knows. */
  NOT_ENROLLED: 4409,
  /** A newer connection of the same host, or of the same admitted guest, took this one's place. */
  REPLACED: 4410,
  /** The link was already used. */
  SPENT: 4411,
  /** The session is over. */
  ENDED: 4412,
  /** The host declined. */
  DECLINED: 4420,
  /** Two people claim one link. */
  CONTESTED: 4421,
  /** The link was tried too often. */
  EXHAUSTED: 4422,
  /** The host removed this guest. */
  REMOVED: 4423,
} as const;

export type CloseCodeName = keyof typeof CLOSE_CODES;

const names = new Map<number, CloseCodeName>();
for (const [name, code] of Object.entries(CLOSE_CODES)) names.set(code, name as CloseCodeName);

/** The name of a close code that the relay gives, or undefined for any other (a lost network). */
export function closeCodeName(code: number): CloseCodeName | undefined {
  return names.get(code);
}
