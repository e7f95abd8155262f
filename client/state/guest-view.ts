import type { Answers, TermsView } from './consent-view.ts';
import type { DevicesView, MediaChoice } from './devices-view.ts';
import type { PathView } from './path-view.ts';
import type { LeftSummary, RoomActions, RoomView } from './room-view.ts';

/** Why a guest is not let in; each has one heading, one explanation and one thing to do next. */
export type Refusal =
  | 'spent'
  | 'ended'
  | 'declined'
  | 'contested'
  | 'exhausted'
  | 'removed'
  | 'elsewhere'
  | 'full'
  | 'too-many'
  | 'not-the-host'
  | 'refused';

export type GuestView =
  | { readonly screen: 'bad-link'; readonly reason: 'missing' | 'damaged' | 'version' }
  | {
      readonly screen: 'unsupported';
      /** insecure: plain http from another address than localhost, where browsers allow neither. */
      readonly reason: 'in-app' | 'insecure' | 'no-webrtc' | 'no-wasm';
      readonly link: string;
    }
  | { readonly screen: 'welcome' }
  | { readonly screen: 'handling' }
  | {
      readonly screen: 'devices';
      readonly devices: DevicesView;
      /** Where there is a choice of ways. */
      readonly path?: PathView | undefined;
    }
  | {
      readonly screen: 'waiting';
      /**
       * connecting: reaching the relay · offline: it cannot be reached, retrying · host-away: the
       * other person has not opened the room (or is away) · checking: keys are being agreed ·
       * asked: the other person sees the request.
       */
      readonly phase: 'connecting' | 'offline' | 'host-away' | 'checking' | 'asked';
      /** Milliseconds since the epoch when waiting began. */
      readonly since: number;
      readonly devices: DevicesView;
    }
  /** What the other person says first, to be accepted before they can let anybody in. */
  | { readonly screen: 'terms'; readonly terms: TermsView }
  | { readonly screen: 'room'; readonly room: RoomView }
  | { readonly screen: 'refused'; readonly reason: Refusal }
  | { readonly screen: 'left'; readonly summary: LeftSummary }
  /** Left in a hurry: nothing at all. */
  | { readonly screen: 'gone' };

export interface GuestActions {
  next(): void;
  back(): void;
  choose(choice: MediaChoice): void;
  selectCamera(deviceId: string): void;
  selectMicrophone(deviceId: string): void;
  blur(on: boolean): void;
  /** Whether this device's address is to be hidden from the other's. */
  hide(hidden: boolean): void;
  /** "Ask to join", and "Ask again" after a refusal that may pass. */
  ask(): void;
  /** Accepts what is shown, with these answers. */
  accept(answers: Answers): void;
  /** Does not accept, and leaves, with a goodbye. */
  decline(): void;
  /** Puts the whole link on the clipboard; false when the browser refuses. */
  copyLink(): Promise<boolean>;
  /** "Leave now": as `leave`, but with nothing to read afterwards; from the goodbye, too. */
  leaveNow(): void;
  readonly room: RoomActions;
}
