import type { Attested, TermsText } from './consent-view.ts';
import type { DevicesView, MediaChoice } from './devices-view.ts';
import type { PathView } from './path-view.ts';
import type { LeftSummary, RoomActions, RoomView } from './room-view.ts';

export interface WaitingGuest {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** checking: keys are being agreed; reading: has not accepted yet; ready: can be admitted. */
  readonly state: 'checking' | 'reading' | 'ready';
}

/** `wanted`: the relay opens rooms for known people alone; what was entered it does not know, or is none. */
export type EnrolmentView = 'wanted' | 'unknown' | 'mistyped';

export interface HostSessionView {
  /** The whole one-time link, with its fragment. */
  readonly link: string;
  /** Neutral text with the link, to paste into a message. */
  readonly invitation: string;
  readonly relay: 'connecting' | 'open' | 'away';
  /** Undefined where the relay asks for nothing. */
  readonly enrolment?: EnrolmentView | undefined;
  /** This browser keeps a token. */
  readonly hasToken: boolean;
  readonly waiting: readonly WaitingGuest[];
  /** Two opened the one link: nobody is admitted; both must call each other and use a new link. */
  readonly contested: boolean;
  /** The link's attempts are used up; the host is asked whether to allow more. */
  readonly exhausted: boolean;
  /** This device can no longer keep the session's state: a reload would lose it. */
  readonly unkept?: boolean | undefined;
  readonly devices: DevicesView;
  /** What the next person to ask is told first. */
  readonly terms: TermsText;
  readonly attested: Attested;
  /** Where there is a choice of ways. */
  readonly path?: PathView | undefined;
}

/** What the host alone sees beside a session. */
export interface HostSideView {
  /** Of the session's record. */
  readonly id: string;
  /** How long the session is meant to be; undefined for as long as it takes. */
  readonly minutes?: Length | undefined;
  /** What was refused and is not said elsewhere on the screen, until it is put away. */
  readonly alarms: readonly Threat[];
  /** Everything that was refused in this session. */
  readonly warnings: readonly Threat[];
  /** What the two have agreed for a sudden end; '' for nothing. */
  readonly agreed: string;
}

export type Length = 30 | 45 | 50 | 60 | 90;

/** What was refused; each has one sentence. */
export type Threat =
  | 'contested'
  | 'spent-link'
  | 'key-changed'
  | 'tampering'
  | 'codes-differ'
  | 'attempts'
  | 'vault-altered';

/**
 * Where the record of a session is: in the vault; sealed, until the vault is unlocked; only in this
 * tab, until it is closed; or nowhere, since nobody was connected.
 */
export type RecordKept = 'vault' | 'sealed' | 'tab' | 'none';

export interface HostLeftView {
  readonly summary: LeftSummary;
  /** The other side left at once, which needs no reason. */
  readonly atOnce?: boolean | undefined;
  /** Undefined until it is known. */
  readonly kept?: RecordKept | undefined;
  readonly side?: HostSideView | undefined;
}

/** Why a session cannot begin, where the page comes from this computer and the relay is elsewhere. */
export interface NoRelayView {
  /**
   * no-answer: the program that serves the page does not say where the relay is; not-allowed: the relay
   * lets no pages of this computer in; other-name: the relay has another name than the one it was
   * looked for under.
   */
  readonly reason: 'no-answer' | 'not-allowed' | 'other-name';
  /** The page's own web origin, which the relay has to allow. */
  readonly page: string;
  /** Web origin of the relay; undefined while it is not known. */
  readonly relay?: string | undefined;
  /** It is being looked for again. */
  readonly busy?: boolean | undefined;
}

export type HostView =
  | { readonly screen: 'home' }
  | {
      readonly screen: 'session';
      readonly session: HostSessionView;
      readonly side?: HostSideView | undefined;
    }
  | {
      readonly screen: 'room';
      readonly room: RoomView;
      /** The relay knows this host no more; the conversation goes on as long as the two are connected. */
      readonly enrolment?: EnrolmentView | undefined;
      readonly side?: HostSideView | undefined;
    }
  | ({ readonly screen: 'left' } & HostLeftView)
  | ({ readonly screen: 'no-relay' } & NoRelayView)
  /** This session is open in another tab of this browser. */
  | { readonly screen: 'elsewhere' }
  /** Left at once: nothing is drawn any more. */
  | { readonly screen: 'gone' }
  | {
      readonly screen: 'unsupported';
      /** insecure: plain http from another address than localhost, where browsers allow neither. */
      readonly reason: 'insecure' | 'no-webrtc' | 'no-wasm';
    };

export interface HostActions {
  /** "Start a session now". */
  start(): void;
  /** Keeps a token, and opens the room by it. */
  enrol(token: string): void;
  /** This browser keeps it no more; a room that is open stays so. */
  forgetToken(): void;
  copyLink(): Promise<boolean>;
  copyInvitation(): Promise<boolean>;
  admit(id: number): void;
  decline(id: number): void;
  allowMoreAttempts(): void;
  /** Changes the words of this session, for whoever asks from now on. */
  saveTerms(terms: TermsText): void;
  attest(attested: Attested): void;
  /** Ends this session and starts another with a fresh link. */
  newLink(): void;
  /** Ends the session before anybody was admitted; also returns home from `left`. */
  endSession(): void;
  home(): void;
  /** Ends the session in the room, locks the vault, and leaves an empty page behind. */
  leaveNow(): void;
  choose(choice: MediaChoice): void;
  selectCamera(deviceId: string): void;
  selectMicrophone(deviceId: string): void;
  blur(on: boolean): void;
  /** Whether this device's address is to be hidden from the guest's. */
  hide(hidden: boolean): void;
  /** Of the session that runs; undefined for as long as it takes. */
  setLength(minutes: Length | undefined): void;
  putAway(alarm: Threat): void;
  readonly room: RoomActions;
}
