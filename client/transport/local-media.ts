import type { DeviceOption } from '../state/devices-view.ts';

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
const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/**
 * This device's camera, microphone and screen. Nothing is opened before it is asked for, and
 * switching off stops the track, so that the device's own light goes out.
 */
export class LocalMedia {
  #camera: MediaStreamTrack | undefined;
  #microphone: MediaStreamTrack | undefined;
  #screen: MediaStreamTrack | undefined;
  #stopped = 0;
  #over = false;
  readonly #changed: () => void;

  /** `changed` is called when a track ends by itself: unplugged, or sharing ended by the browser. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get camera(): MediaStreamTrack | undefined {
    return this.#camera;
  }

  get microphone(): MediaStreamTrack | undefined {
    return this.#microphone;
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
    this.#camera = this.#watch(track, () => (this.#camera = undefined));
  }

  /** Throws MediaError. */
  async startMicrophone(deviceId?: string): Promise<void> {
    if (this.#microphone && deviceId === undefined) return;
    const track = await this.#open({ audio: { ...MICROPHONE, ...chosen(deviceId) } });
    this.stopMicrophone();
    this.#microphone = this.#watch(track, () => (this.#microphone = undefined));
  }

  /** One prompt for both. Throws MediaError. */
  async startBoth(): Promise<void> {
    if (this.#camera) return this.startMicrophone();
    if (this.#microphone) return this.startCamera();
    const stream = await this.#granted(() =>
      navigator.mediaDevices.getUserMedia({ video: CAMERA, audio: MICROPHONE }),
    );
    const [camera] = stream.getVideoTracks();
    const [microphone] = stream.getAudioTracks();
    if (camera) this.#camera = this.#watch(camera, () => (this.#camera = undefined));
    if (microphone) {
      this.#microphone = this.#watch(microphone, () => (this.#microphone = undefined));
    }
  }

  /** Throws MediaError. */
  async startScreen(): Promise<void> {
    if (this.#screen) return;
    const stream = await this.#granted(() =>
      navigator.mediaDevices.getDisplayMedia({ video: true }),
    );
    const [track] = stream.getVideoTracks();
    if (!track) throw new MediaError('missing');
    track.contentHint = 'detail';
    this.#screen = this.#watch(track, () => (this.#screen = undefined));
  }

  stopCamera(): void {
    this.#stop(this.#camera);
    this.#camera = undefined;
  }

  stopMicrophone(): void {
    this.#stop(this.#microphone);
    this.#microphone = undefined;
  }

  stopScreen(): void {
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
