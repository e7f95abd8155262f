import type { Person } from './person.ts';

const WORKER = /\/assets\/frame-worker-[\w-]+\.js$/;

/** What went over all connections of one side so far, by the figures of its browser. */
export interface Passed {
  readonly packets: number;
  /** Pictures that a decoder took. */
  readonly decoded: number;
  /** Of all sound that was decoded. */
  readonly energy: number;
  /** Pictures that the encoder made of this side's own. */
  readonly encoded: number;
}

export function passed(person: Person): Promise<Passed> {
  return person.page.evaluate(async () => {
    const sum = { packets: 0, decoded: 0, energy: 0, encoded: 0 };
    for (const connection of window.witness.connections) {
      (await connection.getStats()).forEach((entry: Record<string, unknown>) => {
        const of = (name: string) => (typeof entry[name] === 'number' ? entry[name] : 0);
        if (entry['type'] === 'outbound-rtp') sum.encoded += of('framesEncoded');
        if (entry['type'] !== 'inbound-rtp') return;
        sum.packets += of('packetsReceived');
        sum.decoded += of('framesDecoded');
        sum.energy += of('totalAudioEnergy');
      });
    }
    return sum;
  });
}

/** This person's page sends in clear and opens nothing: as if it had no second layer. */
export async function withoutLayer(person: Person): Promise<void> {
  await person.page.evaluateOnNewDocument(() => {
    for (const { prototype } of [RTCRtpSender, RTCRtpReceiver]) {
      Object.defineProperty(prototype, 'transform', { set: () => undefined, get: () => null });
    }
  });
}

/** This person's worker is another, made from its script; in Chromium. */
export async function withWorker(
  person: Person,
  change: (script: string) => string,
): Promise<void> {
  await person.page.setRequestInterception(true);
  person.page.on('request', (request) => {
    if (!WORKER.test(request.url())) return void request.continue();
    void (async () => {
      const response = await fetch(request.url());
      await request.respond({
        status: 200,
        headers: {
          'Content-Type': 'text/javascript',
          'Cross-Origin-Embedder-Policy': 'require-corp',
          'Cross-Origin-Resource-Policy': 'same-origin',
        },
        body: change(await response.text()),
      });
    })();
  });
}

/** So many frames of each track are sent as they should be. */
export const HONEST_FRAMES = 60;

/**
 * To stand before the worker's own script. After the honest frames, pictures are only the first one
 * again and again, and sound is under a key id that nobody knows.
 */
export const HOSTILE = `{
  const hostile = new WeakMap();
  addEventListener('rtctransform', ({ transformer: { options, writable } }) => {
    if (options.seals) hostile.set(writable, options.track === 0 ? strange : repeated());
  });
  const strange = (bytes) => ((bytes[1] ^= 1), bytes);
  const repeated = (first) => (bytes) => (first ??= bytes);
  const { pipeTo, pipeThrough } = ReadableStream.prototype;
  ReadableStream.prototype.pipeTo = function (writable) {
    const spoil = hostile.get(writable);
    if (!spoil) return pipeTo.call(this, writable);
    let count = 0;
    const transform = (frame, to) => {
      count += 1;
      if (count > ${HONEST_FRAMES}) frame.data = spoil(new Uint8Array(frame.data)).slice().buffer;
      to.enqueue(frame);
    };
    return pipeTo.call(pipeThrough.call(this, new TransformStream({ transform })), writable);
  };
}
`;
