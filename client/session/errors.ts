/** What can be wrong with what the other side says, one code a cause. */
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
  | 'RECORD_SHAPE';

const sentences: Record<SessionErrorCode, string> = {
  SIGNAL_SHAPE: 'A sealed message has none of the known shapes.',
  SIGNAL_STATE: 'A sealed message came when it has no meaning.',
  SDP_SIZE: 'A session description is longer than 64 KiB.',
  SDP_SHAPE: 'A session description has lines that Alcove never sends.',
  SDP_FINGERPRINT_MISSING: 'A session description names no certificate.',
  SDP_FINGERPRINT_MANY: 'A session description names more than one certificate.',
  SDP_FINGERPRINT_ALGORITHM: 'A session description names a certificate by other than SHA-256.',
  SDP_FINGERPRINT_MISMATCH: 'A session description names a certificate that was not agreed.',
  CANDIDATE_SHAPE: 'A network candidate is neither an IP address nor a private .local name.',
  CANDIDATE_TOO_MANY: 'More network candidates came than a device can have.',
  PEER_MESSAGE_SHAPE: 'A message over the direct connection has none of the known shapes.',
  RECORD_SHAPE: 'What was kept of this session cannot be read.',
};

/** Thrown by the parsers and gates of `client/session`; carries a code and never any data. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode) {
    super(sentences[code]);
    this.code = code;
  }
}
