export type PracticeErrorCode =
  /** A title, a text, a list or the whole is longer than limits.ts allows. */
  | 'TOO_LARGE'
  /** Not a document of this version: cut, edited, or made by something else. */
  | 'DOCUMENT_SHAPE'
  /** A note of the other kind, or of another client, was about to get into somebody's record. */
  | 'FOREIGN_NOTE';

export class PracticeError extends Error {
  override readonly name = 'PracticeError';
  readonly code: PracticeErrorCode;

  constructor(code: PracticeErrorCode) {
    super(code);
    this.code = code;
  }
}
