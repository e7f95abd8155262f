import type { FileFacts } from '../../../crypto/file/file-facts.ts';
import { FileOpener } from '../../../crypto/file/file-opener.ts';
import { parsePacket, type FileHead } from '../../../crypto/file/file-packet.ts';
import { copyOf, wipe } from '../../../crypto/bytes.ts';
import { toHex } from '../../../crypto/hex.ts';
import { draw, type Random } from '../../../crypto/random.ts';
import { SessionError } from '../errors.ts';
import { FILE_KEY_BYTES, idBytes, type FileMessage, type FileRefusal } from './file-message.ts';
import { MAX_FILE_BYTES, MAX_FILES, MAX_OPEN_FILES } from './limits.ts';

/** `here` and `there`: who stopped it. `altered`: what came was not what was announced. */
export type IncomingState =
  | { readonly is: 'offered' | 'moving' | 'complete' | 'altered' }
  | { readonly is: 'declined'; readonly reason: FileRefusal }
  | { readonly is: 'cancelled'; readonly by: 'here' | 'there' };

export interface IncomingFile {
  readonly id: string;
  readonly facts: FileFacts;
  readonly at: number;
  state: IncomingState;
  /** Those that have been opened, in their order. */
  chunks: Uint8Array[];
}

/**
 * The files that the other side offers, up to their contents. Pure: what it returns is to be sent.
 *
 * The receiver draws the key of each stream and sends it along when it asks for contents, so that
 * nothing opens that it has not asked for.
 */
export class IncomingFiles {
  readonly #random: Random;
  readonly #files = new Map<string, IncomingFile>();
  /** Keys of streams that were asked for over this connection and have not begun. */
  readonly #keys = new Map<string, Uint8Array>();
  #stream: { readonly file: IncomingFile; readonly opener: FileOpener | undefined } | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  get all(): readonly IncomingFile[] {
    return [...this.#files.values()];
  }

  get(id: string): IncomingFile | undefined {
    return this.#files.get(id);
  }

  /** Throws SIGNAL_STATE for what cannot be true. */
  hear(
    message: Extract<FileMessage, { type: 'offer' | 'cancel' }>,
    now: number,
  ): readonly FileMessage[] {
    const file = this.#files.get(message.id);
    if (message.type === 'offer') return file ? again(file, message) : this.#offered(message, now);
    if (file && isOpen(file)) this.#end(file, { is: 'cancelled', by: 'there' });
    return [];
  }

  accept(id: string): readonly FileMessage[] {
    const file = this.#files.get(id);
    if (file?.state.is !== 'offered') return [];
    file.state = { is: 'moving' };
    return [this.#ask(file)];
  }

  decline(id: string): readonly FileMessage[] {
    const file = this.#files.get(id);
    if (file?.state.is !== 'offered') return [];
    this.#end(file, { is: 'declined', reason: 'person' });
    return [{ type: 'decline', id, reason: 'person' }];
  }

  cancel(id: string): readonly FileMessage[] {
    const file = this.#files.get(id);
    if (!file || !isOpen(file)) return [];
    this.#end(file, { is: 'cancelled', by: 'here' });
    return [{ type: 'cancel', id }];
  }

  /** Asks for what is missing of each file that was accepted. */
  opened(): readonly FileMessage[] {
    return this.all.filter(({ state }) => state.is === 'moving').map((file) => this.#ask(file));
  }

  /** Streams end with the connection; the chunks that came stay. */
  dropped(): void {
    this.#stream?.opener?.forget();
    this.#stream = undefined;
    wipe(...this.#keys.values());
    this.#keys.clear();
  }

  /**
   * A packet from the channel of contents. Throws CryptoError, or SIGNAL_STATE for contents that
   * nobody asked for; the file in question has ended then.
   */
  packet(bytes: Uint8Array): readonly FileMessage[] {
    const packet = parsePacket(bytes);
    if (packet.kind === 'chunk') return this.#chunk(packet.sealed);
    this.#begin(packet.head);
    return [];
  }

  /** Zeroes and lets go of everything; returns how many files there were. */
  clear(): number {
    this.dropped();
    const count = this.#files.size;
    for (const { chunks } of this.#files.values()) wipe(...chunks.splice(0));
    this.#files.clear();
    return count;
  }

  #offered(
    { id, name, size }: Extract<FileMessage, { type: 'offer' }>,
    now: number,
  ): readonly FileMessage[] {
    const open = this.all.filter(isOpen).length;
    // Not even listed: whoever offers that many would fill the list as well.
    if (open >= MAX_OPEN_FILES || this.#files.size >= MAX_FILES) {
      return [{ type: 'decline', id, reason: 'too-many' }];
    }
    const tooLarge = size > MAX_FILE_BYTES;
    this.#files.set(id, {
      id,
      facts: { id: idBytes(id), name, size },
      at: now,
      state: tooLarge ? { is: 'declined', reason: 'too-large' } : { is: 'offered' },
      chunks: [],
    });
    return tooLarge ? [{ type: 'decline', id, reason: 'too-large' }] : [];
  }

  #ask({ id, chunks }: IncomingFile): FileMessage {
    const key = draw(this.#random, FILE_KEY_BYTES);
    wipe(this.#keys.get(id));
    this.#keys.set(id, key);
    return { type: 'accept', id, from: chunks.length, key: copyOf(key) };
  }

  #begin(head: FileHead): void {
    const id = toHex(head.id);
    const file = this.#files.get(id);
    const key = this.#keys.get(id);
    this.#keys.delete(id);
    // The sender leaves a file that was cancelled in the middle of it.
    this.#stream?.opener?.forget();
    this.#stream = undefined;
    if (!file || !key) throw new SessionError('SIGNAL_STATE');
    // On its way when it was cancelled: what follows belongs to nothing.
    if (file.state.is !== 'moving') {
      this.#stream = { file, opener: undefined };
      return;
    }
    const { facts, chunks } = file;
    const opener = this.#guarded(
      file,
      () => new FileOpener({ facts, from: chunks.length, key, head }),
    );
    this.#stream = { file, opener };
  }

  #chunk(sealed: Uint8Array): readonly FileMessage[] {
    if (!this.#stream) throw new SessionError('SIGNAL_STATE');
    const { file, opener } = this.#stream;
    if (!opener || file.state.is !== 'moving') return [];
    const { chunk, last } = this.#guarded(file, () => opener.open(sealed));
    file.chunks.push(chunk);
    if (!last) return [];
    this.#stream = undefined;
    file.state = { is: 'complete' };
    return [{ type: 'complete', id: file.id }];
  }

  /** What fails ends the file: nothing of it is worth keeping. */
  #guarded<T>(file: IncomingFile, work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#end(file, { is: 'altered' });
      throw error;
    }
  }

  #end(file: IncomingFile, state: IncomingState): void {
    file.state = state;
    wipe(...file.chunks.splice(0));
  }
}

const isOpen = ({ state: { is } }: IncomingFile): boolean => is === 'offered' || is === 'moving';

/** An offer that is repeated after a drop, since an answer may have been lost with the connection. */
function again(
  { id, facts, state }: IncomingFile,
  { name, size }: Extract<FileMessage, { type: 'offer' }>,
): readonly FileMessage[] {
  if (facts.name !== name || facts.size !== size) throw new SessionError('SIGNAL_STATE');
  switch (state.is) {
    // A person has yet to answer, or it has been asked for.
    case 'offered':
    case 'moving':
      return [];
    case 'complete':
      return [{ type: 'complete', id }];
    case 'declined':
      return [{ type: 'decline', id, reason: state.reason }];
    case 'cancelled':
    case 'altered':
      return [{ type: 'cancel', id }];
  }
}
