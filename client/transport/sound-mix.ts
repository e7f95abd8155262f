/** Not in TypeScript yet: a mix that nobody hears needs no loudspeaker. */
interface Silent extends AudioContextOptions {
  sinkId?: { type: 'none' };
}

/** Several voices as one track, which stays while they come, go and change. */
export class SoundMix {
  readonly #context: AudioContext;
  readonly #out: MediaStreamAudioDestinationNode;
  readonly #wanted: () => readonly (MediaStreamTrack | undefined)[];
  readonly #sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();

  constructor(wanted: () => readonly (MediaStreamTrack | undefined)[]) {
    this.#wanted = wanted;
    const options: Silent = { sinkId: { type: 'none' } };
    this.#context = new AudioContext(options);
    this.#out = this.#context.createMediaStreamDestination();
    void this.#context.resume();
    this.update();
  }

  get track(): MediaStreamTrack | undefined {
    return this.#out.stream.getAudioTracks()[0];
  }

  /** Takes up what is wanted now. */
  update(): void {
    const wanted = new Set(this.#wanted().filter((track) => track?.readyState === 'live'));
    for (const [track, source] of this.#sources) {
      if (wanted.has(track)) continue;
      source.disconnect();
      this.#sources.delete(track);
    }
    for (const track of wanted) {
      if (!track || this.#sources.has(track)) continue;
      const source = this.#context.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#out);
      this.#sources.set(track, source);
    }
  }

  /**
   * Calls `tick` once in so many seconds, until the mix is closed. By the clock of the sound: timers of
   * a page that is out of sight come once a second.
   */
  every(seconds: number, tick: () => void): void {
    const silence = this.#context.createGain();
    silence.gain.value = 0;
    silence.connect(this.#out);
    const wait = (): void => {
      const source = this.#context.createConstantSource();
      source.connect(silence);
      source.addEventListener('ended', () => {
        source.disconnect();
        if (this.#context.state === 'closed') return;
        wait();
        tick();
      });
      source.start();
      source.stop(this.#context.currentTime + seconds);
    };
    wait();
  }

  close(): void {
    for (const track of this.#out.stream.getTracks()) track.stop();
    void this.#context.close();
  }
}
