import type { DeviceOption, DevicesView } from '../state/devices-view.ts';
import type { Veil } from './blur/veil.ts';

/** Why a device did not start. */
export type MediaFailure = 'denied' | 'missing' | 'busy';

export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly failure: MediaFailure;

  constructor(failure: MediaFailure) {
    super(`A camera, microphone or screen did not start: ${failure}.`);
    this.failure = failure;
  }
}

const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, autoGainControl: true };

/**
 * This device's camera, microphone and screen. Nothing is opened before it is asked for, and
 * switching off stops the track, so that the device's own light goes out.
 */
export class LocalMedia {
  #camera: MediaStreamTrack | undefined;
  #microphone: MediaStreamTrack | undefined;
  #screen: MediaStreamTrack | undefined;
  #veil: Veil | undefined;
  #blur: DevicesView['blur'] = 'off';
  /** Counts what ends a choice of a screen that the browser may still have open. */
  #picks = 0;
  #stopped = 0;
  #over = false;
  readonly #changed: () => void;
  #microphoneTaken = false;
  /** Whether noise is to be taken out of the voice, from the next start of the microphone on. */
  noiseOut = true;

  /** `changed` is called when a track ends by itself: unplugged, or sharing ended by the browser. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** What may be shown and sent of the camera: nothing unblurred while it is to be blurred. */
  get camera(): MediaStreamTrack | undefined {
    return this.#blur === 'off' ? this.#camera : this.#veil?.track;
  }

  /** The camera itself, which is on before a blurred picture is there. */
  get lens(): MediaStreamTrack | undefined {
    return this.#camera;
  }

  get blur(): DevicesView['blur'] {
    return this.#blur;
  }

  get microphone(): MediaStreamTrack | undefined {
    return this.#microphone;
  }

  /** The last one ended by itself, and none was switched on since. */
  get microphoneTaken(): boolean {
    return this.#microphoneTaken;
  }

  get screen(): MediaStreamTrack | undefined {
    return this.#screen;
  }

  static get screenSupported(): boolean {
    return 'getDisplayMedia' in navigator.mediaDevices;
  }

  /** Throws MediaError. A running one is replaced when another device is named. */
  async startCamera(deviceId?: string): Promise<void> {
    if (this.#camera && deviceId === undefined) return;
    const track = await this.#open({ video: { ...CAMERA, ...chosen(deviceId) } });
    this.stopCamera();
    this.#seeing(track);
  }

  /** Throws MediaError. */
  async startMicrophone(deviceId?: string): Promise<void> {
    if (this.#microphone && deviceId === undefined) return;
    const track = await this.#open({ audio: { ...this.#voice(), ...chosen(deviceId) } });
    this.stopMicrophone();
    this.#hearing(track);
  }

  /** One prompt for both. Throws MediaError. */
  async startBoth(): Promise<void> {
    if (this.#camera) return this.startMicrophone();
    if (this.#microphone) return this.startCamera();
    const stream = await this.#granted(() =>
      navigator.mediaDevices.getUserMedia({ video: CAMERA, audio: this.#voice() }),
    );
    const [camera] = stream.getVideoTracks();
    const [microphone] = stream.getAudioTracks();
    if (camera) this.#seeing(camera);
    if (microphone) this.#hearing(microphone);
  }

  /** Throws MediaError. What is picked after `stopScreen` is stopped at once and goes nowhere. */
  async startScreen(): Promise<void> {
    if (this.#screen) return;
    const pick = (this.#picks += 1);
    const stream = await this.#granted(() =>
      navigator.mediaDevices.getDisplayMedia({ video: true }),
    );
    const [track] = stream.getVideoTracks();
    if (pick !== this.#picks) {
      for (const late of stream.getTracks()) this.#stop(late);
      return;
    }
    if (!track) throw new MediaError('missing');
    track.contentHint = 'detail';
    this.#screen = this.#watch(track, () => (this.#screen = undefined));
  }

  stopCamera(): void {
    this.#unveil();
    this.#stop(this.#camera);
    this.#camera = undefined;
  }

  /** Takes effect at once: until the blurred picture is there, there is none. */
  setBlur(on: boolean): void {
    this.#unveil();
    this.#blur = on ? 'on' : 'off';
    void this.#cover();
  }

  stopMicrophone(): void {
    this.#stop(this.#microphone);
    this.#microphone = undefined;
  }

  stopScreen(): void {
    this.#picks += 1;
    this.#stop(this.#screen);
    this.#screen = undefined;
  }

  /**
   * Ends everything for good; returns how many tracks were opened and are now stopped. What the
   * browser grants later (a prompt that was still open) is stopped at once.
   */
  stopAll(): number {
    this.#over = true;
    this.stopCamera();
    this.stopMicrophone();
    this.stopScreen();
    return this.#stopped;
  }

  /** Labels are empty until the browser has let the page use a device. */
  async devices(): Promise<{ cameras: DeviceOption[]; microphones: DeviceOption[] }> {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const options = (kind: MediaDeviceKind) =>
      devices
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .map(({ deviceId, label }) => ({ id: deviceId, label }));
    return { cameras: options('videoinput'), microphones: options('audioinput') };
  }

  #voice(): MediaTrackConstraints {
    return { ...MICROPHONE, noiseSuppression: this.noiseOut };
  }

  async #open(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
    const stream = await this.#granted(() => navigator.mediaDevices.getUserMedia(constraints));
    const [track] = stream.getTracks();
    if (!track) throw new MediaError('missing');
    return track;
  }

  /** The one way in: whatever the browser grants too late is stopped as a whole. */
  async #granted(ask: () => Promise<MediaStream>): Promise<MediaStream> {
    const stream = await request(ask);
    if (!this.#over) return stream;
    for (const track of stream.getTracks()) track.stop();
    throw new MediaError('denied');
  }

  #seeing(track: MediaStreamTrack): void {
    this.#camera = this.#watch(track, () => {
      this.#unveil();
      this.#camera = undefined;
    });
    void this.#cover();
  }

  #hearing(track: MediaStreamTrack): void {
    this.#microphoneTaken = false;
    this.#microphone = this.#watch(track, () => {
      this.#microphone = undefined;
      this.#microphoneTaken = true;
    });
  }

  /** Puts the blur before a running camera, if it is wanted; its code is loaded only then. */
  async #cover(): Promise<void> {
    const camera = this.#camera;
    if (!camera || this.#blur === 'off') return;
    this.#blur = 'starting';
    try {
      const { Veil } = await import('./blur/veil.ts');
      if (this.#camera !== camera || this.blur === 'off' || this.#veil) return;
      this.#veil = new Veil(camera, () => this.#uncovered());
      this.#blur = 'on';
    } catch (error) {
      if (!(error instanceof TypeError)) reportError(error);
      if (this.#camera === camera) this.#uncovered();
    }
    this.#changed();
  }

  /** Without the blur there is no picture, rather than a sharp one. */
  #uncovered(): void {
    if (this.blur === 'off') return;
    this.stopCamera();
    this.#blur = 'failed';
    this.#changed();
  }

  #unveil(): void {
    this.#veil?.end();
    this.#veil = undefined;
  }

  #watch(track: MediaStreamTrack, forget: () => void): MediaStreamTrack {
    track.addEventListener('ended', () => {
      forget();
      this.#changed();
    });
    return track;
  }

  #stop(track: MediaStreamTrack | undefined): void {
    if (!track) return;
    track.stop();
    this.#stopped += 1;
  }
}

function chosen(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
}

async function request(ask: () => Promise<MediaStream>): Promise<MediaStream> {
  try {
    return await ask();
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotFoundError' || name === 'OverconstrainedError')
      throw new MediaError('missing');
    if (name === 'NotReadableError' || name === 'AbortError') throw new MediaError('busy');
    throw new MediaError('denied');
  }
}
