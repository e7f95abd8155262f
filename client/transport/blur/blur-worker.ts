import file from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import { Segmenter } from './segmenter.ts';

/**
 * Asks the page for a picture (null), gets one as bytes (or null while there is none) and answers with
 * its mask, one byte a pixel. That it asks is what keeps the time: a page that nobody looks at has
 * slow clocks, a worker has not.
 */
const page = self as unknown as {
  onmessage: (event: MessageEvent<ArrayBuffer | null>) => void;
  postMessage(message: ArrayBuffer | null, transfer?: ArrayBuffer[]): void;
};

/** Between two pictures, in milliseconds: fluent, and without using up a small device. */
const EVERY_MS = 50;
/** Less sure than this of a person shows nothing of a pixel; surer than that all of it. */
const FROM = 0.5;
const TO = 0.9;

async function begin(): Promise<void> {
  const response = await fetch(file);
  if (!response.ok) throw new Error('the model of a person did not arrive');
  const segmenter = new Segmenter(new Uint8Array(await response.arrayBuffer()));
  let asked = 0;
  const ask = (): void => {
    asked = performance.now();
    page.postMessage(null);
  };
  page.onmessage = ({ data }) => {
    if (data !== null) {
      const mask = Uint8ClampedArray.from(
        segmenter.mask(new Uint8ClampedArray(data)),
        (sure) => ((sure - FROM) / (TO - FROM)) * 255,
      );
      page.postMessage(mask.buffer, [mask.buffer]);
    }
    setTimeout(ask, Math.max(EVERY_MS - (performance.now() - asked), 0));
  };
  ask();
}

// An error in here is one of the worker, which the page is told of.
begin().catch(reportError);
