/** What can be wrong with what the other side says, one code a cause; PROTOCOL.md has a sentence for each. */
export type SessionErrorCode =
  | 'SIGNAL_SHAPE'
  | 'SIGNAL_STATE'
  | 'SDP_SIZE'
  | 'SDP_SHAPE'
  | 'SDP_FINGERPRINT_MISSING'
  | 'SDP_FINGERPRINT_MANY'
  | 'SDP_FINGERPRINT_ALGORITHM'
  | 'SDP_FINGERPRINT_MISMATCH'
  | 'CANDIDATE_SHAPE'
  | 'CANDIDATE_TOO_MANY'
  | 'PEER_MESSAGE_SHAPE'
  | 'CONSENT_TERMS'
  | 'CONSENT_EXPIRED'
  | 'CONSENT_SIGNATURE'
  | 'CONSENT_MISSING'
  | 'RECORD_SHAPE';

/** Thrown by the parsers and gates of `client/session`; carries a code and never any data. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode) {
    super(code);
    this.code = code;
  }
}
