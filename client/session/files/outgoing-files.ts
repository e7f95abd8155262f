import { chunksOf, type FileFacts } from '../../../crypto/file/file-facts.ts';
import { wipe } from '../../../crypto/bytes.ts';
import { toHex } from '../../../crypto/hex.ts';
import { SessionError } from '../errors.ts';
import type { FileMessage, FileRefusal } from './file-message.ts';
import { MAX_FILE_BYTES, MAX_FILES, MAX_OPEN_FILES } from './limits.ts';

/** `here` and `there`: who stopped it. */
export type OutgoingState =
  | { readonly is: 'offered' | 'moving' | 'complete' | 'unreadable' }
  | { readonly is: 'declined'; readonly reason: FileRefusal }
  | { readonly is: 'cancelled'; readonly by: 'here' | 'there' };

/** What the other side asked for: contents from a chunk on, under this key. */
export interface Wanted<Source> {
  readonly file: OutgoingFile<Source>;
  readonly source: Source;
  readonly from: number;
  readonly key: Uint8Array;
}

export interface OutgoingFile<Source> {
  readonly id: string;
  readonly facts: FileFacts;
  readonly at: number;
  state: OutgoingState;
  /** Chunks that have been given to the connection, or that the other side says it has. */
  chunks: number;
  /** Undefined as soon as it is not needed any more. */
  source: Source | undefined;
  /** What was asked for last, over the connection that stands. */
  wanted: Wanted<Source> | undefined;
}

/**
 * The files that this side offers. Pure: what it returns is to be sent. Nothing of a file leaves
 * before the other side has asked for it, and each time that it asks, it says from where.
 */
export class OutgoingFiles<Source> {
  readonly #files = new Map<string, OutgoingFile<Source>>();
  #queue: Wanted<Source>[] = [];

  get all(): readonly OutgoingFile<Source>[] {
    return [...this.#files.values()];
  }

  /** The name is a safe one by now. */
  offer(
    facts: FileFacts,
    source: Source,
    now: number,
  ): readonly FileMessage[] | 'too-large' | 'too-many' {
    if (facts.size > MAX_FILE_BYTES) return 'too-large';
    const open = this.all.filter(isOpen).length;
    if (open >= MAX_OPEN_FILES || this.#files.size >= MAX_FILES) return 'too-many';
    const file: OutgoingFile<Source> = {
      id: toHex(facts.id),
      facts,
      at: now,
      state: { is: 'offered' },
      chunks: 0,
      source,
      wanted: undefined,
    };
    this.#files.set(file.id, file);
    return [offerOf(file)];
  }

  /** Throws SIGNAL_STATE for what cannot be true. */
  hear(message: Exclude<FileMessage, { type: 'offer' }>): readonly FileMessage[] {
    const { id } = message;
    const file = this.#files.get(id);
    const open = file && isOpen(file);
    if (message.type === 'accept') {
      // A file that this page has forgotten in a reload, or that was given up: it says so.
      if (!open) return [{ type: 'cancel', id }];
      this.#accepted(file, message);
    } else if (open) {
      this.#answered(file, message);
    }
    return [];
  }

  /** What to begin sending now. */
  next(): Wanted<Source> | undefined {
    return this.#queue.shift();
  }

  /** Whether it is still what the other side wants. */
  isLive(wanted: Wanted<Source>): boolean {
    return wanted.file.wanted === wanted;
  }

  cancel(id: string): readonly FileMessage[] {
    return this.#stop(id, { is: 'cancelled', by: 'here' });
  }

  /** The file cannot be read any more: it was changed, moved or taken away. */
  unreadable(id: string): readonly FileMessage[] {
    return this.#stop(id, { is: 'unreadable' });
  }

  /** Every offer that is not through is repeated, since the other page may have been loaded anew. */
  opened(): readonly FileMessage[] {
    return this.all.filter(isOpen).map(offerOf);
  }

  /** What was asked for over a connection is asked for again over the next. */
  dropped(): void {
    for (const file of this.#files.values()) this.#unwant(file);
  }

  /** Lets go of everything; returns how many there were. */
  clear(): number {
    this.dropped();
    const count = this.#files.size;
    this.#files.clear();
    return count;
  }

  #accepted(
    file: OutgoingFile<Source>,
    { from, key }: Extract<FileMessage, { type: 'accept' }>,
  ): void {
    const { source } = file;
    if (from >= chunksOf(file.facts.size) || source === undefined) {
      throw new SessionError('SIGNAL_STATE');
    }
    this.#unwant(file);
    const wanted = { file, source, from, key };
    file.wanted = wanted;
    file.state = { is: 'moving' };
    file.chunks = from;
    this.#queue.push(wanted);
  }

  #answered(
    file: OutgoingFile<Source>,
    message: Extract<FileMessage, { type: 'decline' | 'cancel' | 'complete' }>,
  ): void {
    switch (message.type) {
      case 'decline':
        return this.#end(file, { is: 'declined', reason: message.reason });
      case 'cancel':
        return this.#end(file, { is: 'cancelled', by: 'there' });
      case 'complete':
        if (file.chunks < chunksOf(file.facts.size)) throw new SessionError('SIGNAL_STATE');
        return this.#end(file, { is: 'complete' });
    }
  }

  #stop(id: string, state: OutgoingState): readonly FileMessage[] {
    const file = this.#files.get(id);
    if (!file || !isOpen(file)) return [];
    this.#end(file, state);
    return [{ type: 'cancel', id }];
  }

  #end(file: OutgoingFile<Source>, state: OutgoingState): void {
    file.state = state;
    file.source = undefined;
    this.#unwant(file);
  }

  #unwant(file: OutgoingFile<Source>): void {
    this.#queue = this.#queue.filter((wanted) => wanted.file !== file);
    wipe(file.wanted?.key);
    file.wanted = undefined;
  }
}

const isOpen = ({ state: { is } }: OutgoingFile<unknown>): boolean =>
  is === 'offered' || is === 'moving';

const offerOf = ({ id, facts: { name, size } }: OutgoingFile<unknown>): FileMessage => ({
  type: 'offer',
  id,
  name,
  size,
});
