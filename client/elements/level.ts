import { LitElement, css, html } from 'lit';

/** Below this many decibels (full scale = 0) a voice counts as silence. */
const FLOOR_DB = -60;
/** How often the number for assistive technology changes; the bar itself moves with each frame. */
const SPOKEN_MS = 1000;

/** Nothing is to be heard, so no loudspeaker is opened where a browser knows how (Web Audio 1.1). */
const UNHEARD: AudioContextOptions & { sinkId: { type: 'none' } } = { sinkId: { type: 'none' } };

/**
 * How loud a track is right now. It listens only: it never stops the track, and its audio graph ends in
 * an analyser, not in the loudspeaker.
 */
export class Level extends LitElement {
  static override properties = { track: { attribute: false }, label: {} };
  static override styles = css`
    :host {
      display: block;
      height: 0.5rem;
      border-radius: 1rem;
      background: var(--line);
      overflow: hidden;
    }
    .bar {
      height: 100%;
      border-radius: inherit;
      background: var(--accent);
      transform: scaleX(var(--level, 0));
      transform-origin: left;
    }
    .bar:dir(rtl) {
      transform-origin: right;
    }
    @media (forced-colors: active) {
      :host {
        border: 1px solid;
      }
      .bar {
        background: Highlight;
        forced-color-adjust: none;
      }
    }
  `;

  declare track: MediaStreamTrack | undefined;
  declare label: string;
  #context: AudioContext | undefined;
  #source: MediaStreamAudioSourceNode | undefined;
  #frame = 0;
  #spokenAt = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate('track');
  }

  override disconnectedCallback(): void {
    this.#stop();
    super.disconnectedCallback();
  }

  protected override render(): unknown {
    return html`<div
      class="bar"
      role="meter"
      aria-label=${this.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
    ></div>`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('track')) return;
    this.#stop();
    if (this.track !== undefined) this.#listen(this.track);
  }

  #listen(track: MediaStreamTrack): void {
    const context = new AudioContext(UNHEARD);
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    this.#context = context;
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let woken = false;
    const draw = (now: number): void => {
      // Browsers hold audio back until the person has touched the page, which may be later than this.
      if (!woken && context.state === 'suspended' && navigator.userActivation.hasBeenActive) {
        woken = true;
        // Refused only when the context is closed in the meantime; then nobody is waiting for it.
        context.resume().catch(() => undefined);
      }
      analyser.getFloatTimeDomainData(samples);
      this.#show(loudness(samples), now);
      this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  #show(level: number, now: number): void {
    this.style.setProperty('--level', level.toFixed(3));
    if (now - this.#spokenAt < SPOKEN_MS) return;
    this.#spokenAt = now;
    const bar = this.renderRoot.firstElementChild;
    bar?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#source?.disconnect();
    void this.#context?.close();
    this.#context = this.#source = undefined;
    this.style.removeProperty('--level');
  }
}

/** Root mean square of samples in -1..1, as 0 (silence) to 1 (full scale), even to the ear. */
function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) + Number.EPSILON);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
}

customElements.define('alcove-level', Level);
