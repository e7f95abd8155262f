/** Whether somebody can talk where they are. */
export type TalkAnswer = 'yes' | 'no' | 'not-alone';

/** How the two look after each other around what is said. */
export interface CareView {
  /** The host has begun to close; `until` in milliseconds since the epoch by this device's clock. */
  readonly closing?: { readonly until: number; readonly words: string } | undefined;
  /** The guest's own place for a quiet word is open on this screen. */
  readonly open: boolean;
  /** The host's question whether the guest can talk stands open, here as there. */
  readonly asked: boolean;
  /** What the guest has said last, and when; on the host's side alone. */
  readonly answer?: { readonly said: TalkAnswer; readonly at: number } | undefined;
  /** What the two have agreed for a sudden end; '' for nothing. */
  readonly agreed: string;
}

export interface CareActions {
  /** Opens or closes the place for a quiet word, on this screen alone. */
  show(open: boolean): void;
  /** The host's own words are optional. */
  close(minutes: number, words: string): void;
  openAgain(): void;
  ask(): void;
  answer(said: TalkAnswer): void;
  putAwayAnswer(): void;
  agree(text: string): void;
}
