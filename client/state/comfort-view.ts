import type { DeviceOption } from './devices-view.ts';

/** What a person decides about what they hear and show, beyond on and off. */
export interface ComfortView {
  /**
   * Whether the other person is kept from being heard: for a moment while it is found out what was
   * plugged in or out, and after headphones went away until somebody says so.
   */
  readonly quiet: 'no' | 'checking' | 'unplugged';
  /** Where their voice may come from; empty where the browser decides alone. */
  readonly speakers: readonly DeviceOption[];
  readonly speakerId?: string | undefined;
  /** The browser has a list of its own to choose a loudspeaker from. */
  readonly speakersAsked: boolean;
  /** Whether noise is taken out of one's own voice; undefined where that cannot be told. */
  readonly noiseOut?: boolean | undefined;
  /** What was plugged in or out last, by its name. */
  readonly news?: { readonly kind: 'in' | 'out'; readonly name: string } | undefined;
  /** One's own shared screen, as the other person sees it. */
  readonly screen?: MediaStream | undefined;
  /** `own`: it is this very conversation; `all`: a whole screen, or nobody knows. */
  readonly surface: 'own' | 'all' | 'part';
}

export interface ComfortActions {
  soundOn(): void;
  selectSpeaker(id: string): void;
  /** Opens the browser's own list. */
  askSpeaker(): void;
  takeNoiseOut(on: boolean): void;
}
