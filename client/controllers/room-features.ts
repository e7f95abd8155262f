import { SessionError } from '../session/errors.ts';
import type { ExtrasActions, ExtrasView } from '../state/extras-view.ts';
import type { FeatureRoom, MakeFeature, RoomFeature } from './room-feature.ts';

/** Frames that may wait for the code that understands them; features ask before they send much. */
const WAITING_MAX = 64;

interface Frame {
  readonly type: number;
  readonly body: Uint8Array;
}

/**
 * The features of one room, from the moment that their code is there. What the other side sends them
 * before that waits; a page whose server is gone goes on without them, and asks again with the next
 * connection.
 */
export class RoomFeatures {
  readonly #load: () => Promise<readonly MakeFeature[]>;
  readonly #room: FeatureRoom;
  readonly #refused: (error: unknown) => void;
  #features: readonly RoomFeature[] | undefined;
  #loading = false;
  #open = false;
  #over = false;
  #waiting: Frame[] = [];

  constructor(options: {
    load: () => Promise<readonly MakeFeature[]>;
    room: FeatureRoom;
    /** A frame that had waited was one that no feature takes. */
    refused: (error: unknown) => void;
  }) {
    this.#load = options.load;
    this.#room = options.room;
    this.#refused = options.refused;
  }

  get view(): Partial<ExtrasView> {
    return Object.assign({}, ...this.#all.map(({ view }) => view)) as Partial<ExtrasView>;
  }

  get actions(): Partial<ExtrasActions> {
    return Object.assign({}, ...this.#all.map(({ actions }) => actions)) as Partial<ExtrasActions>;
  }

  get fileCount(): number {
    return this.#all.reduce((count, { fileCount = 0 }) => count + fileCount, 0);
  }

  opened(): void {
    this.#open = true;
    if (this.#features) for (const feature of this.#features) feature.opened();
    else void this.#begin();
  }

  dropped(): void {
    // Frames may come ahead of the word that their connection is open; none outlives it.
    this.#waiting = [];
    if (!this.#open) return;
    this.#open = false;
    for (const feature of this.#all) feature.dropped();
  }

  /** Throws SessionError or CryptoError for a frame that no feature takes. */
  hear(type: number, body: Uint8Array): void {
    if (this.#features) return this.#give({ type, body });
    if (this.#waiting.length === WAITING_MAX) throw new SessionError('PEER_MESSAGE_SHAPE');
    this.#waiting.push({ type, body });
  }

  roomChanged(): void {
    if (this.#over) return;
    for (const feature of this.#all) feature.roomChanged?.();
  }

  finish(): void {
    this.#over = true;
    this.#waiting = [];
    for (const feature of this.#all) feature.finish();
  }

  get #all(): readonly RoomFeature[] {
    return this.#features ?? [];
  }

  async #begin(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    const makers = await this.#loaded().finally(() => (this.#loading = false));
    if (!makers || this.#over) return;
    this.#features = makers.map((make) => make(this.#room));
    // Dropped while the code was on its way: the next connection opens them.
    if (!this.#open) return;
    for (const feature of this.#features) feature.opened();
    try {
      for (const frame of this.#waiting.splice(0)) this.#give(frame);
    } catch (error) {
      this.#refused(error);
    }
    this.#room.changed();
  }

  async #loaded(): Promise<readonly MakeFeature[] | undefined> {
    try {
      return await this.#load();
    } catch (error) {
      // A module that does not arrive; a broken one would be an error of another kind.
      if (!(error instanceof TypeError)) throw error;
      return undefined;
    }
  }

  #give({ type, body }: Frame): void {
    const feature = this.#features?.find(({ types }) => types.includes(type));
    if (!feature) throw new SessionError('PEER_MESSAGE_SHAPE');
    feature.hear(type, body);
  }
}
