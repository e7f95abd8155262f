import type { Person } from './person.ts';

declare global {
  interface Window {
    /** Every recorder of the page, and of each part that it gave some bytes from the middle, in hex. */
    recorders: MediaRecorder[];
    recordedBytes: string[];
    /** What each recorder gave, whole. */
    recordedParts: Map<MediaRecorder, Blob[]>;
    /** When each was started; milliseconds since the epoch. */
    recorderStarts: number[];
  }
}

/** Runs in a page before its own scripts. */
function installRecorders(): void {
  window.recorders = [];
  window.recordedBytes = [];
  window.recorderStarts = [];
  window.recordedParts = new Map();
  const Original = MediaRecorder;
  const BYTES = 24;
  window.MediaRecorder = class extends Original {
    constructor(stream: MediaStream, options?: MediaRecorderOptions) {
      super(stream, options);
      window.recorders.push(this);
      this.addEventListener('start', () => window.recorderStarts.push(Date.now()), { once: true });
      const parts: Blob[] = [];
      window.recordedParts.set(this, parts);
      this.addEventListener('dataavailable', ({ data }) => {
        parts.push(data);
        const middle = Math.floor(data.size / 2);
        void data
          .slice(middle, middle + BYTES)
          .arrayBuffer()
          .then((buffer) => {
            const bytes = Array.from(new Uint8Array(buffer), (byte) =>
              byte.toString(16).padStart(2, '0'),
            );
            if (bytes.length === BYTES) window.recordedBytes.push(bytes.join(''));
          });
      });
    }
  };
}

/** From the next page on: what is recorded there can be looked for elsewhere. */
export async function watchRecorders({ page }: Person): Promise<void> {
  await page.evaluateOnNewDocument(installRecorders);
}

/** Bytes of each part that was recorded so far, as they come out of the recorder. */
export async function recordedBytes({ page }: Person): Promise<Buffer[]> {
  const all = await page.evaluate(() => window.recordedBytes);
  return all.map((hex) => Buffer.from(hex, 'hex'));
}

/** States of the recorders of the page. */
export const recorderStates = ({ page }: Person): Promise<string[]> =>
  page.evaluate(() => window.recorders.map(({ state }) => state));

/** The loudest moment of what the first recorder gave, from 0 to 1; decoded without a loudspeaker. */
export const loudness = ({ page }: Person): Promise<number> =>
  page.evaluate(async () => {
    const [parts = []] = window.recordedParts.values();
    const bytes = await new Blob(parts).arrayBuffer();
    const sound = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(bytes);
    return sound.getChannelData(0).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  });
