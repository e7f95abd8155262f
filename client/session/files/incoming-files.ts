import type { FileFacts } from '../../../crypto/file/file-facts.ts';
import { FileOpener, type OpenedChunk } from '../../../crypto/file/file-opener.ts';
import { parsePacket, type FileHead } from '../../../crypto/file/file-packet.ts';
import { FILE_KEY_BYTES } from '../../../crypto/file/file-stream.ts';
import { copyOf, wipe } from '../../../crypto/bytes.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { toHex } from '../../../crypto/hex.ts';
import { draw, type Random } from '../../../crypto/random.ts';
import { SessionError } from '../errors.ts';
import { idBytes, type FileMessage, type FileRefusal } from './file-message.ts';
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
  chunks: Uint8Array<ArrayBuffer>[];
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
  /** Of each file that was asked for over this connection and has not come whole. */
  readonly #openers = new Map<string, FileOpener>();
  /** Those of them that have not begun. */
  readonly #asked = new Set<string>();
  /** Whose chunks come now. Those before may still be on their way through their opener. */
  #stream: { readonly file: IncomingFile; readonly opener: FileOpener } | undefined;

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

  /** Streams end with the connection; the chunks that were opened stay, and no others join them. */
  dropped(): void {
    for (const opener of this.#openers.values()) opener.forget();
    this.#openers.clear();
    this.#asked.clear();
    this.#stream = undefined;
  }

  /**
   * A packet from the channel of contents, which is not to be changed any more. They may be given
   * without waiting for those before; each takes effect when it is opened, in the order of all.
   * Rejects with CryptoError, or SIGNAL_STATE for contents that nobody asked for; the file in
   * question has ended then.
   */
  async packet(bytes: Uint8Array<ArrayBuffer>): Promise<readonly FileMessage[]> {
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

  #ask({ id, facts, chunks }: IncomingFile): FileMessage {
    const from = chunks.length;
    const key = draw(this.#random, FILE_KEY_BYTES);
    this.#openers.get(id)?.forget();
    this.#openers.set(id, new FileOpener({ facts, from, key: copyOf(key) }));
    this.#asked.add(id);
    return { type: 'accept', id, from, key };
  }

  #begin(head: FileHead): void {
    const id = toHex(head.id);
    const file = this.#files.get(id);
    const opener = this.#openers.get(id);
    const asked = this.#asked.delete(id);
    // The sender leaves a file that was cancelled in the middle of it.
    this.#stream?.opener.forget();
    this.#stream = undefined;
    if (!file || !opener || !asked) throw new SessionError('SIGNAL_STATE');
    try {
      // On its way when it was cancelled: what follows belongs to nothing.
      if (file.state.is === 'moving') opener.begin(head);
    } catch (error) {
      this.#end(file, { is: 'altered' });
      throw error;
    }
    this.#stream = { file, opener };
  }

  async #chunk(sealed: Uint8Array<ArrayBuffer>): Promise<readonly FileMessage[]> {
    if (!this.#stream) throw new SessionError('SIGNAL_STATE');
    const { file, opener } = this.#stream;
    if (!opener.isLive) return [];
    const opening = opener.open(sealed);
    // A head may follow at once, and is to find this one whole and not left.
    if (opener.hasAll) this.#stream = undefined;
    const opened = await this.#opened(file, opener, opening);
    if (!opened) return [];
    file.chunks.push(opened.chunk);
    if (!opened.last) return [];
    this.#openers.delete(file.id);
    file.state = { is: 'complete' };
    return [{ type: 'complete', id: file.id }];
  }

  /** Undefined when the file was stopped, or the connection dropped, before this chunk was open. */
  async #opened(
    file: IncomingFile,
    opener: FileOpener,
    opening: Promise<OpenedChunk>,
  ): Promise<OpenedChunk | undefined> {
    try {
      const opened = await opening;
      if (opener.isLive) return opened;
      wipe(opened.chunk);
      return undefined;
    } catch (error) {
      // Of what has ended no more is heard.
      if (error instanceof CryptoError && error.code === 'CHANNEL_STATE') return undefined;
      // Nothing of what failed is worth keeping.
      this.#end(file, { is: 'altered' });
      throw error;
    }
  }

  #end(file: IncomingFile, state: IncomingState): void {
    file.state = state;
    // It stays in the list, forgotten: a head may be on its way.
    this.#openers.get(file.id)?.forget();
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
