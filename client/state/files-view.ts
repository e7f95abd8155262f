/** A file in the conversation, in whatever state. */
export interface FileEntry {
  /** Unique within the session. */
  readonly id: string;
  readonly from: 'me' | 'them';
  /** Safe to show and to save; never rendered as anything but text. */
  readonly name: string;
  /** Bytes, as announced. */
  readonly size: number;
  /** Milliseconds since the epoch, by this device's clock. */
  readonly at: number;
  /** Runs or can act by itself when it is opened. */
  readonly program: boolean;
  readonly state: FileState;
  /** 0 to 100. */
  readonly percent: number;
  /** Why nothing moves although it was accepted. */
  readonly waits: 'connection' | 'hold' | undefined;
  /** Given to the browser to save. */
  readonly saved: boolean;
  /** Undefined where there is no place to keep it. */
  readonly kept: 'not' | 'keeping' | 'kept' | NotKept | undefined;
}

/**
 * `declined`: by the person who was to get it; `too-large` and `too-many`: by their page. `altered`:
 * refused, since it was not what was announced. `unreadable`: whoever sends it cannot read it any more.
 */
export type FileState =
  | 'offered'
  | 'moving'
  | 'complete'
  | 'declined'
  | 'too-large'
  | 'too-many'
  | 'cancelled-here'
  | 'cancelled-there'
  | 'altered'
  | 'unreadable';

/**
 * Why the vault did not take a file: it is locked, has no room, takes nothing before its owner has
 * looked at what was found in it, or could not for another reason.
 */
export type NotKept = 'locked' | 'full' | 'damaged' | 'failed';

/** Why a file that was chosen here is not offered. */
export type FileNotice = 'too-large' | 'too-many';

export interface FilesView {
  /** In the order in which they came. */
  readonly entries: readonly FileEntry[];
  readonly notice: FileNotice | undefined;
  /** While there is a hold, no file begins. */
  readonly held: boolean;
}

export interface FilesActions {
  offer(file: File): void;
  accept(id: string): void;
  decline(id: string): void;
  cancel(id: string): void;
  save(id: string): void;
  keep(id: string): void;
}
