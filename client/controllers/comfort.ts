import type { ComfortActions, ComfortView } from '../state/comfort-view.ts';
import {
  listed,
  loudspeakers,
  missing,
  outputGone,
  type Listed,
} from '../transport/audio-devices.ts';
import { markOwnTab, surfaceOf } from '../transport/shared-surface.ts';
import { askForLoudspeaker, asksForLoudspeakers } from '../transport/loudspeaker.ts';
import type { FeatureRoom, MakeFeature, RoomFeature } from './room-feature.ts';

/** How long a line about something plugged in or out stands; milliseconds. */
const NEWS_MS = 10_000;

/**
 * Watches what is plugged in and out while two people talk. Whenever that changes, the other person's
 * voice is off first, and comes back by itself only when nothing went away that it may have come from.
 */
class Comfort implements RoomFeature {
  readonly types = [];
  readonly #room: FeatureRoom;
  #quiet: ComfortView['quiet'] = 'no';
  #devices: readonly Listed[] = [];
  #speaker: string | undefined;
  #news: ComfortView['news'];
  #newsOver: ReturnType<typeof setTimeout> | undefined;
  #screen: MediaStream | undefined;
  #known = '';
  /** One list after the other, in the order of what happened. */
  #turn: Promise<void> = Promise.resolve();
  #over = false;

  constructor(room: FeatureRoom) {
    this.#room = room;
    navigator.mediaDevices.addEventListener('devicechange', this.#changed);
    markOwnTab();
    this.roomChanged();
  }

  get view(): { readonly comfort: ComfortView } {
    const { microphone, screen } = this.#room.devices.media;
    return {
      comfort: {
        quiet: this.#quiet,
        speakers: loudspeakers(this.#devices),
        speakerId: this.#speaker,
        speakersAsked: asksForLoudspeakers(),
        noiseOut: microphone?.getSettings().noiseSuppression,
        news: this.#news,
        screen: this.#screen,
        surface: screen ? surfaceOf(screen) : 'part',
      },
    };
  }

  readonly actions: { readonly comfort: ComfortActions } = {
    comfort: {
      soundOn: () => {
        // What is gone cannot play: then wherever the system plays.
        const chosen = this.#devices.some(({ id }) => id === this.#speaker);
        if (!chosen && this.#speaker !== undefined) this.#speaker = '';
        this.#quiet = 'no';
        this.#room.changed();
      },
      selectSpeaker: (id) => {
        this.#speaker = id;
        this.#room.changed();
      },
      askSpeaker: () => void this.#askSpeaker(),
      takeNoiseOut: (on) => void this.#takeNoiseOut(on),
    },
  };

  opened(): void {
    // Nothing of this is about the connection.
  }

  dropped(): void {
    // Nor is it about its end.
  }

  hear(): void {
    // No frames of its own.
  }

  roomChanged(): void {
    const { lens, microphone, screen } = this.#room.devices.media;
    if (this.#screen?.getTracks()[0] !== screen) {
      this.#screen = screen && new MediaStream([screen]);
    }
    // With a first device in use the browser tells the names of all.
    const known = `${String(lens !== undefined)} ${String(microphone !== undefined)}`;
    if (known === this.#known) return;
    this.#known = known;
    this.#next(async () => {
      const now = await listed();
      // What went away in the meantime is for the event that says so.
      if (!outputGone(this.#devices, now)) this.#devices = now;
    });
  }

  finish(): void {
    this.#over = true;
    clearTimeout(this.#newsOver);
    navigator.mediaDevices.removeEventListener('devicechange', this.#changed);
    this.#screen = undefined;
  }

  readonly #changed = (): void => {
    // Silence first, then the question why.
    if (this.#quiet === 'no') this.#quiet = 'checking';
    this.#room.changed();
    this.#next(async () => {
      const before = this.#devices;
      this.#devices = await listed();
      if (outputGone(before, this.#devices)) this.#quiet = 'unplugged';
      this.#tell(missing(this.#devices, before), 'in');
      this.#tell(missing(before, this.#devices), 'out');
      if (this.#quiet === 'checking') this.#quiet = 'no';
    });
  };

  #next(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      // Nobody knows what plays now: that is for the person to say.
      if (this.#quiet === 'checking') this.#quiet = 'unplugged';
      reportError(error);
    });
    void this.#turn.then(() => {
      if (!this.#over) this.#room.changed();
    });
  }

  #tell(devices: readonly Listed[], kind: 'in' | 'out'): void {
    const name = devices.find(({ label }) => label !== '')?.label;
    if (name === undefined || this.#over) return;
    this.#news = { kind, name };
    clearTimeout(this.#newsOver);
    this.#newsOver = setTimeout(() => {
      this.#news = undefined;
      this.#room.changed();
    }, NEWS_MS);
  }

  async #askSpeaker(): Promise<void> {
    const id = await askForLoudspeaker();
    if (id === undefined || this.#over) return;
    this.#speaker = id;
    this.#room.changed();
  }

  async #takeNoiseOut(on: boolean): Promise<void> {
    const { devices } = this.#room;
    devices.media.noiseOut = on;
    // Most browsers change it in a running microphone only by starting it anew.
    const id = devices.media.microphone?.getSettings().deviceId;
    if (id !== undefined) await devices.selectMicrophone(id);
    if (!this.#over) this.#room.changed();
  }
}

export const comfort: MakeFeature = (room) => new Comfort(room);
