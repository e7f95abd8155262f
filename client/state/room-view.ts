import type { AgreementView } from './consent-view.ts';
import type { DevicesView } from './devices-view.ts';
import type { ExtrasActions, ExtrasView } from './extras-view.ts';
import type { NetworkActions, NetworkView } from './path-view.ts';

interface CodeSymbol {
  readonly emoji: string;
  readonly word: string;
}

export interface ChatLine {
  /** Unique within the session, on both sides. */
  readonly id: string;
  readonly from: 'me' | 'them';
  /** Plain text; never rendered as anything else. */
  readonly text: string;
  /** Milliseconds since the epoch, by this device's clock. */
  readonly at: number;
  readonly delivery: 'sending' | 'delivered';
}

/** Something that the person who can act should know now; each code has one sentence. */
export type Alert =
  | 'camera-denied'
  | 'camera-missing'
  | 'camera-busy'
  | 'microphone-denied'
  | 'microphone-missing'
  | 'microphone-busy'
  | 'screen-denied'
  | 'message-too-long'
  | 'spent-link-tried'
  | 'tampering';

/** `someone`: somebody has come in, and this page shows nothing of a conversation. */
export type Hold = 'pause' | 'someone';

/** The conversation as one person sees it. Streams are live: an element attaches and never stops them. */
export interface RoomView {
  readonly role: 'host' | 'guest';
  /** The direct connection between the two devices. */
  /** alone: not connected, and the relay says that the other person's page is not there. */
  readonly link: 'connecting' | 'connected' | 'interrupted' | 'alone';
  /** The relay, which is needed only to (re)connect. */
  readonly relay: 'up' | 'down';
  readonly verification: {
    readonly code: readonly CodeSymbol[];
    /** This side pressed "The codes match". */
    readonly mine: boolean;
    /** The other side said, inside the encrypted channel, that it did. */
    readonly theirs: boolean;
  };
  readonly local: {
    readonly camera: boolean;
    readonly microphone: boolean;
    readonly screen: boolean;
    readonly screenSupported: boolean;
    readonly cameraStream?: MediaStream | undefined;
    /** What the microphone sends, only to draw its level; may be the same stream as the camera's. */
    readonly microphoneStream?: MediaStream | undefined;
  };
  readonly remote: {
    readonly camera: boolean;
    readonly microphone: boolean;
    readonly screen: boolean;
    readonly cameraStream?: MediaStream | undefined;
    readonly screenStream?: MediaStream | undefined;
    readonly audioStream?: MediaStream | undefined;
  };
  readonly chat: {
    readonly open: boolean;
    readonly unread: number;
    readonly lines: readonly ChatLine[];
    /** The page was reloaded: lines from before it are gone, since nothing is stored. */
    readonly earlierLinesGone: boolean;
  };
  readonly devices: DevicesView;
  /** While there is either, nothing of either person is seen or heard. */
  readonly hold: { readonly mine: Hold | undefined; readonly theirs: Hold | undefined };
  /** Milliseconds since the epoch at which the two were first connected; undefined before. */
  readonly startedAt?: number | undefined;
  /** Once what watches it is loaded. */
  readonly network?: NetworkView | undefined;
  readonly alerts: readonly Alert[];
  /** Of the features whose code is there. */
  readonly extras: Partial<ExtrasView>;
  /** What the two have agreed on. */
  readonly agreement?: AgreementView | undefined;
}

export interface RoomActions {
  toggleCamera(): void;
  toggleMicrophone(): void;
  toggleScreen(): void;
  selectCamera(deviceId: string): void;
  selectMicrophone(deviceId: string): void;
  /** Everything behind oneself, from the next picture on. */
  blur(on: boolean): void;
  showChat(open: boolean): void;
  /** Returns false when the text was not taken (empty, too long); the draft must then stay. */
  sendMessage(text: string): boolean;
  /** Pauses, hides, or with undefined goes on. */
  hold(hold: Hold | undefined): void;
  codesMatch(): void;
  codesDiffer(): void;
  dismiss(alert: Alert): void;
  /** Once what watches it is loaded. */
  readonly network?: NetworkActions | undefined;
  leave(): void;
  /** Of the features whose code is there. */
  extras(): Partial<ExtrasActions>;
}

/** Where something of a session could be left; each is looked at after leaving. */
export type Trace = 'tab' | 'storage' | 'caches' | 'databases' | 'worker' | 'devices' | 'address';

/** What the page found when it looked: whether nothing is left there. */
export type Proof = Readonly<Record<Trace, boolean>>;

/** What leaving did, shown to the person as proof. Counts are what was really stopped or removed. */
export interface LeftSummary {
  readonly role: 'host' | 'guest';
  /** `closed`: the other side or the relay says that the session is over. */
  readonly reason: 'me' | 'them' | 'codes-differ' | 'codes-differ-them' | 'closed';
  /** Whether the two were ever connected directly. */
  readonly connected: boolean;
  readonly tracksStopped: number;
  readonly keysErased: number;
  readonly messagesRemoved: number;
  readonly filesRemoved: number;
  readonly storageEntriesRemoved: number;
  /** Of a conversation that came about; in memory as long as the goodbye is shown. */
  readonly agreement?: AgreementView | undefined;
  /** What looking again has found; undefined until it is known, null when it could not be looked at. */
  readonly proof?: Proof | null | undefined;
}
