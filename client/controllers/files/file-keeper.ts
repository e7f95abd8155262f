import type { NotKept } from '../../state/files-view.ts';

/** A place on this device where a file that was received can be kept beyond the session, sealed. */
export interface FileKeeper {
  /** The name is safe. Resolves to why nothing was kept, or to undefined when it is. */
  keep(name: string, blob: Blob): Promise<NotKept | undefined>;
}
