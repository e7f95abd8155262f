/** A place on this device where a file that was received can be kept beyond the session, sealed. */
export interface FileKeeper {
  /** The name is safe. Rejects when nothing was kept. */
  keep(name: string, blob: Blob): Promise<void>;
}
