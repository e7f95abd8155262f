export type RecordingScope = 'sound' | 'pictures';

/** Recording, as one person in the room sees it. */
export interface RecordingView {
  /** Of the host: the vault allows it and has a place for one. A guest is only ever asked. */
  readonly possible: boolean;
  /** A question stands: a guest has to answer it, a host waits for that. */
  readonly asked?: RecordingScope | undefined;
  /** It is going on; the sign for it can be put away by nobody. */
  readonly running?:
    | { readonly scope: RecordingScope; readonly paused: boolean; readonly since: number }
    | undefined;
  /** How the last one ended, until put away. */
  readonly ended?: RecordingEnd | undefined;
}

/**
 * `refused`: the guest said no. `gone`: the connection, or with it the identities that agreed, are no
 * more. `failed`: the device could not record or store it.
 */
export type RecordingEnd =
  'refused' | 'stopped' | 'withdrawn' | 'silent' | 'expired' | 'gone' | 'failed';

export interface RecordingActions {
  /** The host asks. */
  ask(scope: RecordingScope): void;
  /** The host takes the question back. */
  unask(): void;
  /** The guest answers. */
  answer(allow: boolean): void;
  /** Ends it at once: the host stops, a guest withdraws. */
  stop(): void;
  putAway(): void;
}
