import { LitElement, css, html, nothing } from 'lit';
import { shared } from '../styles/shared.ts';
import { SteadyPictures } from './steady-pictures.ts';

/** Parts that are asked for at once. */
const BATCH = 16;
/** Seconds that lie ready ahead of what is shown. */
const AHEAD = 120;
/** Seconds that stay behind it when the browser takes no more. */
const BEHIND = 20;

/** How often it is looked at whether it goes on, and by how much it is moved if not. */
const STALL_MS = 250;
const NUDGE = 0.05;

/**
 * Plays a recording part by part, as it is asked for. It lies in the memory of the browser’s player
 * and never as one file, which a browser could put on the disk.
 */
export class Player extends LitElement {
  static override properties = {
    mime: {},
    label: {},
    problem: {},
    lengthMs: { type: Number },
    read: { attribute: false },
    failed: { state: true },
  };
  static override styles = [
    shared,
    css`
      video,
      audio {
        width: 100%;
      }
      video {
        max-height: 60vh;
        background: var(--stage);
      }
    `,
  ];

  declare mime: string;
  declare label: string;
  /** What is said when it cannot be played any further. */
  declare problem: string;
  declare lengthMs: number;
  declare read: (from: number, most: number) => Promise<readonly Uint8Array[]>;
  declare failed: boolean;
  #ended = new AbortController();
  #url = '';
  /** Where it was when it was last looked at; seconds. */
  #stood = -1;

  constructor() {
    super();
    this.failed = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  protected override render(): unknown {
    const picture = this.mime.startsWith('video');
    return html`${
        picture
          ? html`<video controls playsinline aria-label=${this.label}></video>`
          : html`<audio controls aria-label=${this.label}></audio>`
      }
      <div role="alert">
        ${this.failed ? html`<p class="notice">${this.problem}</p>` : nothing}
      </div>`;
  }

  protected override firstUpdated(): void {
    this.#begin(0);
  }

  get #media(): HTMLMediaElement | null {
    return this.renderRoot.querySelector<HTMLMediaElement>('video, audio');
  }

  /** From the start of the recording on, as far as it takes to show what is at `at`. */
  #begin(at: number): void {
    this.#end();
    this.#ended = new AbortController();
    const media = this.#media;
    if (!media) return;
    const { signal } = this.#ended;
    const source = new MediaSource();
    this.#url = URL.createObjectURL(source);
    media.src = this.#url;
    media.addEventListener('seeking', () => this.#sought(media), { signal });
    const stalls = setInterval(() => this.#unstall(media), STALL_MS);
    signal.addEventListener('abort', () => clearInterval(stalls), { once: true });
    if (at > 0) {
      media.addEventListener('loadedmetadata', () => (media.currentTime = at), {
        once: true,
        signal,
      });
    }
    this.#fill(source, media, signal).catch((error: unknown) => {
      if (signal.aborted) return;
      this.failed = true;
      // What is left can be played to its end.
      if (source.readyState === 'open') source.endOfStream();
      if (!(error instanceof Error)) throw error;
    });
  }

  #end(): void {
    this.#ended.abort();
    this.#media?.removeAttribute('src');
    URL.revokeObjectURL(this.#url);
  }

  /** What was played long ago is not held: for it, all begins anew. */
  #sought(media: HTMLMediaElement): void {
    const { buffered, currentTime } = media;
    if (buffered.length > 0 && currentTime < buffered.start(0) - 1) this.#begin(currentTime);
  }

  /**
   * Browsers wait in the holes of a recording, and now and then elsewhere, for what has long been there.
   * Who has not moved since the last look is moved on.
   */
  #unstall(media: HTMLMediaElement): void {
    const { buffered, currentTime, ended, paused, readyState } = media;
    const stands = currentTime === this.#stood;
    this.#stood = currentTime;
    if (!stands || paused || ended || readyState >= media.HAVE_FUTURE_DATA) return;
    for (let range = 0; range < buffered.length; range += 1) {
      const next = Math.max(buffered.start(range), currentTime + NUDGE);
      if (next >= buffered.end(range)) continue;
      media.currentTime = next;
      return;
    }
  }

  async #fill(source: MediaSource, media: HTMLMediaElement, signal: AbortSignal): Promise<void> {
    await once(source, ['sourceopen'], signal);
    const buffer = source.addSourceBuffer(this.mime);
    const steady = this.mime.startsWith('video/webm') ? new SteadyPictures() : undefined;
    for (let next = 1; ;) {
      const parts = await this.read(next, BATCH);
      if (signal.aborted) return;
      if (parts.length === 0) break;
      for (const part of parts) {
        const playable = steady ? steady.push(part) : part;
        await append(buffer, playable, media, signal);
        part.fill(0);
        playable.fill(0);
      }
      // The recorder did not know how long it would become.
      if (next === 1 && this.lengthMs > 0) source.duration = this.lengthMs / 1000;
      next += parts.length;
      while (ahead(media) > AHEAD) await once(media, ['timeupdate', 'seeking'], signal);
    }
    if (steady) await append(buffer, steady.end(), media, signal);
    source.endOfStream();
  }
}

async function append(
  buffer: SourceBuffer,
  part: Uint8Array,
  media: HTMLMediaElement,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      buffer.appendBuffer(part as BufferSource);
      await once(buffer, ['updateend'], signal);
      return;
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error;
      const until = media.currentTime - BEHIND;
      const { buffered } = buffer;
      if (buffered.length > 0 && buffered.start(0) < until) {
        buffer.remove(0, until);
        await once(buffer, ['updateend'], signal);
      } else {
        await once(media, ['timeupdate', 'seeking'], signal);
      }
    }
  }
}

/** Seconds that lie ready behind what is shown. */
function ahead({ buffered, currentTime }: HTMLMediaElement): number {
  return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1) - currentTime;
}

/** The first of these events. Rejects when `signal` ends it. */
function once(target: EventTarget, names: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const options = { signal: over.signal };
    const ended = () => {
      over.abort();
      reject(new DOMException('', 'AbortError'));
    };
    if (signal.aborted) return ended();
    signal.addEventListener('abort', ended, options);
    for (const name of names) {
      target.addEventListener(
        name,
        () => {
          over.abort();
          resolve();
        },
        options,
      );
    }
  });
}

customElements.define('alcove-player', Player);
