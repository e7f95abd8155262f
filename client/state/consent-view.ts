/** What both sides look to around them before they talk. */
export type Point = 'place' | 'headphones' | 'network' | 'closed' | 'view';
export const POINTS: readonly Point[] = ['place', 'headphones', 'network', 'closed', 'view'];

export const ANSWERS = ['yes', 'no', 'later'] as const;
export type Answer = (typeof ANSWERS)[number];

/** What a host tells everybody who asks to join, in its own words; plain text. */
export interface TermsText {
  /** The host's own name for this version of the words. */
  readonly version: string;
  readonly handling: string;
  readonly limits: string;
  readonly licence: string;
  readonly phone: string;
  /** Somebody under age is asked who agrees for them. */
  readonly guardian: boolean;
}

/** Which of the points the host says are so where it is. */
export type Attested = Readonly<Record<Point, boolean>>;

/** What a guest reads before it comes in. */
export interface TermsView {
  readonly text: TermsText;
  readonly attested: Attested;
}

/** Every answer may be left out. */
export interface Answers {
  readonly points: { readonly [P in Point]?: Answer | undefined };
  readonly where: string;
  readonly contact: string;
  /** Written alone in the chat, it hides both. */
  readonly word: string;
  readonly guardian: string;
}

/** What both have signed, to be read again. */
export interface AgreementView {
  readonly terms: TermsView;
  readonly answers: Answers;
  /** Milliseconds since the epoch, by the guest's clock. */
  readonly at: number;
  /** The receipt itself, for machines. */
  readonly receipt: string;
}
