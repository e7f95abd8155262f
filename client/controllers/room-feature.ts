import type { Session } from '../../crypto/handshake/session.ts';
import type { Alert } from '../state/room-view.ts';
import type { ExtrasActions, ExtrasView } from '../state/extras-view.ts';
import type { PeerLink, Slot } from '../transport/peer-link.ts';
import type { DeviceCheck } from './device-check.ts';

/**
 * Frame types below are the room's own (see peer-message.ts); from here on they are those of features,
 * each with its own codec beside it.
 */
export const FEATURE_TYPES_FROM = 16;

/** What a feature may know of the room around it, and do in it. */
export interface FeatureRoom {
  readonly role: 'host' | 'guest';
  readonly devices: DeviceCheck;
  /** Keys and identities of the direct connection that stands, or undefined between two. */
  readonly session: Session | undefined;
  readonly link: PeerLink | undefined;
  /** What the other side says that it sends now; a browser takes more for arriving than does. */
  shows(slot: Slot): boolean;
  /** Neither side is seen or heard for now. */
  readonly held: boolean;
  /** Seals a frame for the other side; false when no connection takes it now. */
  send(type: number, body: Uint8Array): boolean;
  /** What this shows has changed. */
  changed(): void;
  alert(alert: Alert): void;
  /** Something came into the list of what was written that the person should see. */
  arrived(): void;
}

/**
 * Something that a conversation can do beyond being seen, heard and read. Its code is loaded with the
 * call and not before it, so that nobody waits for what they may never use.
 */
export interface RoomFeature {
  /** From FEATURE_TYPES_FROM on; no two features have one in common. */
  readonly types: readonly number[];
  readonly view: Partial<ExtrasView>;
  readonly actions: Partial<ExtrasActions>;
  /** How many files it holds, for the count of what leaving removes. */
  readonly fileCount?: number;
  /** A direct connection is open: the first, or another one after a drop. */
  opened(): void;
  /** The connection is gone; another one may come. */
  dropped(): void;
  /** A frame of one of its types. Throws SessionError or CryptoError for one that must not be. */
  hear(type: number, body: Uint8Array): void;
  /** Devices, a hold, or what arrives from the other side changed. */
  roomChanged?(): void;
  /** The session is over: everything ends and is erased, at once. */
  finish(): void;
}

export type MakeFeature = (room: FeatureRoom) => RoomFeature;
