import type { DeviceCheck } from './device-check.ts';

/**
 * Notices a microphone that the system took away (a phone call, another program), which the page itself
 * switches off by no word: its track goes mute, or ends. Then one press brings it back.
 */
export class MicrophoneWatch {
  readonly #devices: DeviceCheck;
  readonly #changed: () => void;
  #track: MediaStreamTrack | undefined;
  #taken = false;

  constructor(devices: DeviceCheck, changed: () => void) {
    this.#devices = devices;
    this.#changed = changed;
  }

  get taken(): boolean {
    return this.#taken;
  }

  /** To be called now and then: devices are switched and replaced. */
  look(): void {
    const { microphone, microphoneTaken } = this.#devices.media;
    // It may have gone before anybody watched it.
    if (microphoneTaken) this.#taken = true;
    // One that ended by itself is no longer there, and is what is told about.
    if (microphone === this.#track || (!microphone && this.#taken)) return;
    this.#let();
    this.#track = microphone;
    for (const event of EVENTS) microphone?.addEventListener(event, this.#heard);
    if (microphone?.muted) this.#heard();
    else this.#taken = false;
  }

  /** Opens the microphone anew. */
  async back(): Promise<void> {
    if (this.#devices.media.microphone) await this.#devices.toggle('microphone');
    // Should it be in use still, what is said about it stays.
    if (await this.#devices.toggle('microphone')) return;
    this.#taken = false;
    this.look();
    this.#changed();
  }

  stop(): void {
    this.#let();
  }

  #let(): void {
    for (const event of EVENTS) this.#track?.removeEventListener(event, this.#heard);
    this.#track = undefined;
  }

  readonly #heard = (): void => {
    const track = this.#track;
    this.#taken = track !== undefined && (track.muted || track.readyState === 'ended');
    this.#changed();
  };
}

const EVENTS = ['mute', 'unmute', 'ended'] as const;
