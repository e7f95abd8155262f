import type { DevicesView, MediaChoice } from '../state/devices-view.ts';
import { LocalMedia, MediaError, type MediaFailure } from '../transport/local-media.ts';

/** What should be on: what a reload of the tab brings back. */
interface Wanted {
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly blur?: boolean | undefined;
}

const NOTHING: Wanted = { camera: false, microphone: false };

/**
 * What a person chose to bring, and the devices for it. Switching off takes effect at once, whatever
 * else is under way. Switching on waits for the browser, one request at a time; what is no longer
 * wanted when it is granted is stopped again at once.
 */
export class DeviceCheck {
  readonly media: LocalMedia;
  readonly #changed: () => void;
  #choice: MediaChoice | undefined;
  #wanted: Wanted = NOTHING;
  #status: DevicesView['status'] = 'idle';
  #devices: Pick<DevicesView, 'cameras' | 'microphones'> = { cameras: [], microphones: [] };
  #preview: MediaStream | undefined;
  /** What was on when everything was paused. */
  #paused: Wanted = NOTHING;
  #queue: Promise<void> = Promise.resolve();
  #queued = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.media = new LocalMedia(() => this.#refresh());
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#look());
  }

  get view(): DevicesView {
    const { camera, microphone, lens, blur } = this.media;
    return {
      choice: this.#choice,
      status: this.#status,
      preview: this.#previewOf([camera, microphone]),
      ...this.#devices,
      cameraId: lens?.getSettings().deviceId,
      microphoneId: microphone?.getSettings().deviceId,
      blur,
    };
  }

  /** What is on, or will be once the browser has answered: a reload in between forgets nothing. */
  get wanted(): Wanted {
    return { ...this.#wanted, blur: this.media.blur !== 'off' };
  }

  /** Blurs all but the person, or shows everything again. */
  blur(on: boolean): void {
    this.media.setBlur(on);
    this.#changed();
  }

  choose(choice: MediaChoice): Promise<MediaFailure | undefined> {
    this.#choice = choice;
    return this.#want({ camera: choice === 'video', microphone: choice !== 'chat' });
  }

  /** Everything off, until something is chosen again. */
  rest(): void {
    this.#choice = undefined;
    void this.#want(NOTHING);
  }

  /** Everything off for now, the screen for good; `again` brings back what was on. */
  pause(): void {
    this.#paused = this.#wanted;
    this.media.stopScreen();
    void this.#want(NOTHING);
  }

  /** What was on before `pause`; resolves as `toggle`. */
  again(): Promise<MediaFailure | undefined> {
    return this.#want(this.#paused);
  }

  /** As `restore`, but for a tab that was reloaded in the pause. */
  restorePaused(wanted: Wanted): void {
    this.#chose(wanted);
    this.media.setBlur(wanted.blur === true);
    this.#paused = wanted;
  }

  selectCamera(deviceId: string): Promise<void> {
    return this.#select({ camera: true }, () => this.media.startCamera(deviceId));
  }

  selectMicrophone(deviceId: string): Promise<void> {
    return this.#select({ microphone: true }, () => this.media.startMicrophone(deviceId));
  }

  /** Switches one device; resolves to why it did not start, or undefined. */
  async toggle(device: 'camera' | 'microphone' | 'screen'): Promise<MediaFailure | undefined> {
    if (device === 'screen') {
      if (!this.media.screen) return this.#enqueue(() => this.media.startScreen());
      this.media.stopScreen();
      this.#changed();
      return undefined;
    }
    const wanted = { ...this.#wanted, [device]: !this.#wanted[device] };
    this.#set(wanted);
    return wanted[device] ? this.#enqueue(() => this.#startWanted()) : undefined;
  }

  /** Brings back what was on before a reload. */
  restore(wanted: Wanted): Promise<MediaFailure | undefined> {
    this.#chose(wanted);
    this.media.setBlur(wanted.blur === true);
    return this.#want(wanted);
  }

  #chose({ camera, microphone }: Wanted): void {
    this.#choice = camera ? 'video' : microphone ? 'voice' : 'chat';
  }

  async #want(wanted: Wanted): Promise<MediaFailure | undefined> {
    this.#set(wanted);
    return this.#wantsAny() ? this.#enqueue(() => this.#startWanted()) : undefined;
  }

  async #select(more: Partial<Wanted>, start: () => Promise<void>): Promise<void> {
    this.#set({ ...this.#wanted, ...more });
    await this.#enqueue(start);
  }

  /** Stops what is not wanted any more, now. */
  #set(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#stopUnwanted();
    if (this.#queued === 0 || !this.#wantsAny()) this.#status = this.#restingStatus();
    this.#changed();
  }

  #wantsAny(): boolean {
    return this.#wanted.camera || this.#wanted.microphone;
  }

  #stopUnwanted(): void {
    if (!this.#wanted.camera) this.media.stopCamera();
    if (!this.#wanted.microphone) this.media.stopMicrophone();
  }

  async #startWanted(): Promise<void> {
    const { camera, microphone } = this.#wanted;
    if (camera && microphone) await this.media.startBoth();
    else if (camera) await this.media.startCamera();
    else if (microphone) await this.media.startMicrophone();
  }

  /** One request at a time reaches the browser. Never rejects, or nothing could start again. */
  #enqueue(start: () => Promise<void>): Promise<MediaFailure | undefined> {
    this.#queued += 1;
    const started = this.#queue.then(() => this.#start(start));
    this.#queue = started.then(() => undefined);
    return started;
  }

  async #start(start: () => Promise<void>): Promise<MediaFailure | undefined> {
    let failure: MediaFailure | undefined;
    try {
      this.#status = 'asking';
      this.#changed();
      await start();
    } catch (error) {
      if (error instanceof MediaError) failure = error.failure;
      else reportError(error);
    }
    this.#queued -= 1;
    this.#stopUnwanted();
    // What was asked for in vain is of no interest to who wants nothing any more.
    this.#status = (this.#wantsAny() ? failure : undefined) ?? this.#restingStatus();
    if (this.#queued === 0) this.#wanted = this.#on();
    await this.#look();
    return failure;
  }

  /** What can be chosen from now. Never rejects. */
  async #look(): Promise<void> {
    try {
      // Without a device in use their names are empty, and asking for them takes a moment.
      if (this.media.lens ?? this.media.microphone) this.#devices = await this.media.devices();
      this.#changed();
    } catch (error) {
      reportError(error);
    }
  }

  /** A device ended by itself. */
  #refresh(): void {
    if (this.#queued === 0) {
      this.#wanted = this.#on();
      this.#status = this.#restingStatus();
    }
    this.#changed();
  }

  #on(): Wanted {
    const { lens: camera, microphone } = this.media;
    return { camera: camera !== undefined, microphone: microphone !== undefined };
  }

  #restingStatus(): DevicesView['status'] {
    const { camera, microphone } = this.#on();
    return camera || microphone ? 'ready' : 'idle';
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
