/** A failure to start whose message is all that a person needs to read. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}
