import {
  CARE_TYPES,
  MAX_CARE_TEXT,
  MAX_CLOSING_MINUTES,
  decodeCareMessage,
  encodeCareMessage,
  type CareMessage,
  type TalkAnswer,
} from '../session/care-message.ts';
import type { CareActions, CareView } from '../state/care-view.ts';
import type { FeatureRoom, RoomFeature } from './room-feature.ts';

const MINUTE_MS = 60_000;

/**
 * Closing together, a discreet question whether the guest can talk, and what the two have agreed for
 * a sudden end. What stands is said anew over every connection, so that a drop or a reload on the other
 * side loses none of it.
 */
export class Care implements RoomFeature {
  readonly types = CARE_TYPES;
  readonly #room: FeatureRoom;
  readonly #now: () => number;
  #closing: CareView['closing'];
  #open = false;
  #asked = false;
  #answer: CareView['answer'];
  #agreed: { readonly edition: number; readonly text: string } | undefined;
  /** An answer that no connection has taken yet. */
  #unsaid: TalkAnswer | undefined;

  constructor(room: FeatureRoom, now: () => number = Date.now) {
    this.#room = room;
    this.#now = now;
  }

  get view(): { readonly care: CareView } {
    return {
      care: {
        closing: this.#closing,
        open: this.#open,
        asked: this.#asked,
        answer: this.#answer,
        agreed: this.#agreed?.text ?? '',
      },
    };
  }

  readonly actions: { readonly care: CareActions } = {
    care: {
      show: (open) => this.#show(open),
      close: (minutes, words) => this.#close(minutes, words),
      openAgain: () => this.#openAgain(),
      ask: () => this.#ask(),
      answer: (said) => this.#say(said),
      putAwayAnswer: () => this.#putAwayAnswer(),
      agree: (text) => this.#agree(text),
    },
  };

  opened(): void {
    if (this.#agreed) this.#send({ type: 'agreed', ...this.#agreed });
    if (this.#unsaid) this.#say(this.#unsaid);
    if (this.#room.role === 'guest') return;
    this.#sendClosing();
    if (this.#asked) this.#send({ type: 'ask' });
  }

  dropped(): void {
    // Everything that stands is said again over the next connection.
  }

  hear(type: number, body: Uint8Array): void {
    const message = decodeCareMessage(type, body, this.#room.role === 'host' ? 'guest' : 'host');
    switch (message.type) {
      case 'closing':
        this.#closing = { until: this.#until(message.minutes), words: message.words };
        break;
      case 'open-again':
        this.#closing = undefined;
        break;
      case 'ask':
        this.#asked = true;
        break;
      case 'answer':
        this.#asked = false;
        this.#answer = { said: message.answer, at: this.#now() };
        break;
      case 'agreed':
        if (!this.#isNewer(message)) return;
        this.#agreed = { edition: message.edition, text: message.text };
        break;
    }
    this.#room.changed();
  }

  finish(): void {
    this.#closing = this.#answer = this.#agreed = this.#unsaid = undefined;
    this.#asked = this.#open = false;
  }

  #show(open: boolean): void {
    this.#open = open;
    this.#room.changed();
  }

  #close(minutes: number, words: string): void {
    if (this.#room.role === 'guest') return;
    const whole = Math.min(MAX_CLOSING_MINUTES, Math.max(0, Math.round(minutes)));
    this.#closing = { until: this.#until(whole), words: words.trim().slice(0, MAX_CARE_TEXT) };
    this.#sendClosing();
    this.#room.changed();
  }

  #sendClosing(): void {
    if (!this.#closing) return;
    const { until, words } = this.#closing;
    const minutes = Math.max(0, Math.ceil((until - this.#now()) / MINUTE_MS));
    this.#send({ type: 'closing', minutes, words });
  }

  #openAgain(): void {
    if (this.#room.role === 'guest') return;
    this.#closing = undefined;
    this.#send({ type: 'open-again' });
    this.#room.changed();
  }

  #ask(): void {
    if (this.#room.role === 'guest') return;
    this.#asked = true;
    this.#answer = undefined;
    this.#send({ type: 'ask' });
    this.#room.changed();
  }

  #say(said: TalkAnswer): void {
    if (this.#room.role === 'host') return;
    // Whether or not it can go out now: nothing of it stays on this screen.
    this.#asked = this.#open = false;
    this.#unsaid = this.#send({ type: 'answer', answer: said }) ? undefined : said;
    this.#room.changed();
  }

  #putAwayAnswer(): void {
    this.#answer = undefined;
    this.#room.changed();
  }

  #agree(text: string): void {
    const edition = (this.#agreed?.edition ?? 0) + 1;
    this.#agreed = { edition, text: text.trim().slice(0, MAX_CARE_TEXT) };
    this.#send({ type: 'agreed', ...this.#agreed });
    this.#room.changed();
  }

  /** Both may write at once: then the host's words stand, on both sides. */
  #isNewer({ edition }: { readonly edition: number }): boolean {
    const mine = this.#agreed?.edition ?? 0;
    return edition > mine || (edition === mine && this.#room.role === 'guest');
  }

  #until(minutes: number): number {
    return this.#now() + minutes * MINUTE_MS;
  }

  #send(message: CareMessage): boolean {
    const { type, body } = encodeCareMessage(message);
    return this.#room.send(type, body);
  }
}
