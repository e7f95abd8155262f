/** The way between the two devices, where a TURN server gives a choice of it. */
export interface PathView {
  /** Everything goes through that server, and the other person's device sees no address of this one. */
  readonly hidden: boolean;
}

/** Why two devices do not find each other; each has one sentence and says what would help. */
export type Trouble =
  /** This side hides its address, and the relay has named no server to do it with. */
  | 'hidden-no-turn'
  /** The relay named one at another address, which was refused. */
  | 'turn-foreign'
  | 'turn-refused'
  | 'turn-unreachable'
  /** There is none here, and no direct way. */
  | 'no-turn'
  | 'network-forbids';

/** The connection of a call as one person sees it. */
export interface NetworkView {
  /** Undefined while there is none. */
  readonly path: 'direct' | 'relayed' | undefined;
  readonly hidden: boolean;
  readonly trouble: Trouble | undefined;
  /** Whose network is gone, as far as this side can tell. */
  readonly gone: 'mine' | 'theirs' | undefined;
  /** It is poor, and what suffers: the picture, made smaller so that sound goes on; or sound itself. */
  readonly poor: 'picture' | 'sound' | undefined;
  /** The system took the microphone: a phone call, for instance. */
  readonly microphoneTaken: boolean;
}

export interface NetworkActions {
  microphoneBack(): void;
  /** Gives up hiding the address, to connect directly. */
  showAddress(): void;
}
