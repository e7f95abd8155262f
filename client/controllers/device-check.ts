import type { DevicesView, MediaChoice } from '../state/devices-view.ts';
import { LocalMedia, MediaError, type MediaFailure } from '../transport/local-media.ts';

/** What a reload of the tab should bring back. */
interface Wanted {
  readonly camera: boolean;
  readonly microphone: boolean;
}

/**
 * What a person chose to bring, and the devices for it. One request at a time reaches the browser;
 * the last one asked for wins.
 */
export class DeviceCheck {
  readonly media: LocalMedia;
  readonly #changed: () => void;
  #choice: MediaChoice | undefined;
  #status: DevicesView['status'] = 'idle';
  #devices: Pick<DevicesView, 'cameras' | 'microphones'> = { cameras: [], microphones: [] };
  #preview: MediaStream | undefined;
  #queue: Promise<void> = Promise.resolve();
  #queued = 0;
  /** What was asked for and is still on its way. */
  #asked: Wanted | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.media = new LocalMedia(() => this.#refresh());
  }

  get view(): DevicesView {
    const { camera, microphone } = this.media;
    return {
      choice: this.#choice,
      status: this.#status,
      preview: this.#previewOf([camera, microphone]),
      ...this.#devices,
      cameraId: camera?.getSettings().deviceId,
      microphoneId: microphone?.getSettings().deviceId,
    };
  }

  /** What is on, or will be once the browser has answered: a reload in between forgets nothing. */
  get wanted(): Wanted {
    const { camera, microphone } = this.media;
    return this.#asked ?? { camera: camera !== undefined, microphone: microphone !== undefined };
  }

  choose(choice: MediaChoice): Promise<void> {
    this.#choice = choice;
    this.#asked = { camera: choice === 'video', microphone: choice !== 'chat' };
    return this.#enqueue(async () => {
      if (choice !== 'video') this.media.stopCamera();
      if (choice === 'chat') this.media.stopMicrophone();
      if (choice === 'video') await this.media.startBoth();
      if (choice === 'voice') await this.media.startMicrophone();
    });
  }

  selectCamera(deviceId: string): Promise<void> {
    return this.#enqueue(() => this.media.startCamera(deviceId));
  }

  selectMicrophone(deviceId: string): Promise<void> {
    return this.#enqueue(() => this.media.startMicrophone(deviceId));
  }

  /** Switches one device; resolves to why it did not start, or undefined. */
  async toggle(device: 'camera' | 'microphone' | 'screen'): Promise<MediaFailure | undefined> {
    let failure: MediaFailure | undefined;
    await this.#enqueue(async () => {
      try {
        await this.#toggle(device);
      } catch (error) {
        if (!(error instanceof MediaError)) throw error;
        failure = error.failure;
      }
    });
    return failure;
  }

  /** Brings back what was on before a reload. */
  restore(wanted: Wanted): Promise<void> {
    if (wanted.camera && wanted.microphone) return this.choose('video');
    if (wanted.microphone) return this.choose('voice');
    this.#choice = wanted.camera ? 'video' : 'chat';
    this.#asked = wanted;
    return wanted.camera
      ? this.#enqueue(() => this.media.startCamera())
      : this.#enqueue(() => Promise.resolve());
  }

  async #toggle(device: 'camera' | 'microphone' | 'screen'): Promise<void> {
    const { media } = this;
    switch (device) {
      case 'camera':
        if (media.camera) media.stopCamera();
        else await media.startCamera();
        break;
      case 'microphone':
        if (media.microphone) media.stopMicrophone();
        else await media.startMicrophone();
        break;
      case 'screen':
        if (media.screen) media.stopScreen();
        else await media.startScreen();
        break;
    }
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#queued += 1;
    this.#queue = this.#queue.then(async () => {
      this.#status = 'asking';
      this.#changed();
      try {
        await work();
        this.#status = this.#choice === 'chat' ? 'idle' : 'ready';
      } catch (error) {
        if (!(error instanceof MediaError)) throw error;
        this.#status = error.failure;
      }
      this.#queued -= 1;
      if (this.#queued === 0) this.#asked = undefined;
      // Without a device in use their names are empty, and asking for them takes a moment.
      if (this.media.camera ?? this.media.microphone) await this.#list();
      this.#changed();
    });
    return this.#queue;
  }

  #refresh(): void {
    if (!this.media.camera && !this.media.microphone && this.#choice !== 'chat') {
      this.#status = 'idle';
    }
    this.#changed();
  }

  async #list(): Promise<void> {
    this.#devices = await this.media.devices();
  }

  /** The same stream as long as its tracks are the same, so that a preview does not flicker. */
  #previewOf(candidates: (MediaStreamTrack | undefined)[]): MediaStream | undefined {
    const tracks = candidates.filter((track) => track !== undefined);
    if (tracks.length === 0) return (this.#preview = undefined);
    const shown = this.#preview?.getTracks() ?? [];
    if (shown.length !== tracks.length || tracks.some((track) => !shown.includes(track))) {
      this.#preview = new MediaStream(tracks);
    }
    return this.#preview;
  }
}
