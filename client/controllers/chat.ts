import { MAX_MESSAGE_LENGTH, type PeerMessage } from '../session/peer-message.ts';
import type { ChatLine, RoomView } from '../state/room-view.ts';

/**
 * The written conversation: in memory only, in the order of arrival. A line that was not yet
 * confirmed when a connection dropped is sent again over the next one, and its id keeps the other
 * side from showing it twice.
 */
export class Chat {
  readonly #newId: () => string;
  #lines: ChatLine[] = [];
  readonly #theirs = new Set<string>();
  #open = false;
  #unread = 0;
  readonly #earlierLinesGone: boolean;

  constructor(options: { newId: () => string; earlierLinesGone: boolean }) {
    this.#newId = options.newId;
    this.#earlierLinesGone = options.earlierLinesGone;
  }

  get view(): RoomView['chat'] {
    return {
      open: this.#open,
      unread: this.#unread,
      lines: this.#lines,
      earlierLinesGone: this.#earlierLinesGone,
    };
  }

  show(open: boolean): void {
    this.#open = open;
    if (open) this.#unread = 0;
  }

  /** The message to send, or why it was not taken. */
  write(text: string, now: number): PeerMessage | 'empty' | 'too-long' {
    const trimmed = text.trim();
    if (trimmed === '') return 'empty';
    if (trimmed.length > MAX_MESSAGE_LENGTH) return 'too-long';
    const line: ChatLine = {
      id: this.#newId(),
      from: 'me',
      text: trimmed,
      at: now,
      delivery: 'sending',
    };
    this.#lines = [...this.#lines, line];
    return messageOf(line);
  }

  /** Returns false for a line that was already there. */
  arrived({ id, text }: Extract<PeerMessage, { type: 'chat' }>, now: number): boolean {
    if (this.#theirs.has(id)) return false;
    this.#theirs.add(id);
    this.#lines = [...this.#lines, { id, from: 'them', text, at: now, delivery: 'delivered' }];
    this.noted();
    return true;
  }

  /** Something to be read has come in. */
  noted(): void {
    if (!this.#open) this.#unread += 1;
  }

  delivered(id: string): void {
    this.#lines = this.#lines.map((line) =>
      line.id === id && line.from === 'me' ? { ...line, delivery: 'delivered' } : line,
    );
  }

  /** What must be sent again over a new connection. */
  undelivered(): PeerMessage[] {
    return this.#lines.filter(({ delivery }) => delivery === 'sending').map(messageOf);
  }

  /** Forgets every line; returns how many there were. */
  clear(): number {
    const count = this.#lines.length;
    this.#lines = [];
    this.#theirs.clear();
    return count;
  }
}

function messageOf({ id, text, at }: ChatLine): PeerMessage {
  return { type: 'chat', id, text, at };
}
