/** What can be wrong with a frame, one code a cause. On the wire all of them are BAD_FRAME. */
export type ProtocolErrorCode = 'FRAME_SIZE' | 'FRAME_TYPE' | 'FRAME_FIELD' | 'FRAME_PADDING';

const sentences: Readonly<Record<ProtocolErrorCode, string>> = {
  FRAME_SIZE: 'A frame has neither of the two sizes, or the wrong one for its type.',
  FRAME_TYPE: 'A frame is of a type that this side never receives.',
  FRAME_FIELD: 'A field of a frame lies outside its range.',
  FRAME_PADDING: 'A frame carries something where only zeros belong.',
};

/** The one error that the codecs throw. It carries a code and never any data. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolErrorCode;

  constructor(code: ProtocolErrorCode) {
    super(sentences[code]);
    this.code = code;
  }
}
