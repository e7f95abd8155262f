import type { TrafficKey } from '../../crypto/brand.ts';
import { FrameOpener, FrameSealer } from '../../crypto/channel/media-frame.ts';
import { systemRandom } from '../../crypto/random.ts';
import { FrameAlarm } from '../session/frame-alarm.ts';

/** What a sender's or receiver's transform is made with. */
export interface FrameTask {
  readonly seals: boolean;
  /** Moved here and not copied. */
  readonly key: TrafficKey;
  readonly track: number;
}

type Frame = RTCEncodedVideoFrame | RTCEncodedAudioFrame;

/** As far as it is used here; TypeScript knows it in workers alone. */
interface TransformEvent extends Event {
  readonly transformer: {
    readonly options: FrameTask;
    readonly readable: ReadableStream<Frame>;
    readonly writable: WritableStream<Frame>;
  };
}

const alarm = new FrameAlarm();

/**
 * Seals every frame between encoder and network, and opens every one between network and decoder.
 * What cannot be sealed or opened goes no further. The page ends this worker with the connection.
 */
addEventListener('rtctransform', (event) => {
  const { options, readable, writable } = (event as TransformEvent).transformer;
  const transform = options.seals ? sealing(options) : opening(options);
  readable
    .pipeThrough(new TransformStream({ transform }))
    .pipeTo(writable)
    // Nothing passes any more: for the page, a worker that failed.
    .catch((error: unknown) => reportError(error));
});

type Pass = (frame: Frame, to: TransformStreamDefaultController<Frame>) => Promise<void>;

function sealing(task: FrameTask): Pass {
  const sealer = new FrameSealer({ ...task, random: systemRandom });
  return async (frame, to) => {
    const sealed = await sealer.seal(frame.data, 'type' in frame && frame.type === 'key');
    if (!sealed) return;
    frame.data = sealed;
    to.enqueue(frame);
  };
}

function opening(task: FrameTask): Pass {
  const opener = new FrameOpener(task);
  return async (frame, to) => {
    const opened = await opener.open(frame.data);
    if (typeof opened === 'string') {
      const count = alarm.refused(opened);
      if (count !== undefined) postMessage(count);
      return;
    }
    alarm.opened();
    frame.data = opened;
    to.enqueue(frame);
  };
}
