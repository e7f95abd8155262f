/**
 * Where a host's session keeps what survives a reload: the tab's own storage, or the vault. What is
 * written is on its way when `write` returns, or on the disk when the promise that it returns
 * resolves.
 */
export interface SessionStore {
  /** Whether what is written is sealed, so that it may stay when the session is over. */
  readonly sealed: boolean;
  /** What was written last, or null. */
  read(): Promise<string | null>;
  write(text: string): void | Promise<void>;
  /** Shreds it; resolves with how many entries there were to remove. */
  remove(): Promise<number>;
  /** Another tab goes on with what is kept here: leaves it to that tab. */
  leaveToOther(): void;
}
