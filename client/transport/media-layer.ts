import type { TrafficKey } from '../../crypto/brand.ts';
import { wipe } from '../../crypto/bytes.ts';
import { incoming, outgoing, type Role } from '../../crypto/direction.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import type { FrameTask } from './frame-worker.ts';
import url from './frame-worker.ts?worker&url';
import { startTrustedWorker } from './trusted-worker.ts';

let ahead: Worker | undefined;

/** Starts a worker ahead of its use: a connection that begins then does not wait for it. */
export function warmMediaLayer(): void {
  ahead ??= startTrustedWorker(url);
}

function worker(): Worker {
  const started = ahead ?? startTrustedWorker(url);
  ahead = undefined;
  return started;
}

/**
 * The second layer of picture and sound: every frame of one direct connection passes a worker on its
 * way between codec and network. Without worker and keys nothing is sent, and nothing that comes is
 * shown.
 */
export class MediaLayer {
  readonly #worker = worker();
  /** Of each track, to seal with and to open with; no bytes are left once the worker has them. */
  readonly #keys: readonly { readonly out: TrafficKey; readonly in: TrafficKey }[];

  /** Takes the session's keys of all tracks: one direct connection a session. Throws KEY_REUSE. */
  constructor(options: {
    session: Pick<Session, 'traffic'>;
    role: Role;
    /** So many frames were refused, in a way that is no accident. */
    refused(count: number): void;
    /** There is no worker, or no longer: nothing passes. */
    failed(): void;
  }) {
    const { session, role } = options;
    this.#keys = (['microphone', 'camera', 'screen'] as const).map((track) => ({
      out: session.traffic(track, outgoing(role)),
      in: session.traffic(track, incoming(role)),
    }));
    this.#worker.onmessage = ({ data }: MessageEvent<number>) => options.refused(data);
    this.#worker.onerror = () => options.failed();
  }

  /**
   * Puts the worker into one media section, by its position. To be called once for each, before its
   * sender has a track and before its receiver can have got a frame. Throws RangeError for a fourth.
   */
  guard(track: number, transceiver: RTCRtpTransceiver): void {
    const keys = this.#keys[track];
    if (!keys) throw new RangeError('there is no such media section');
    transceiver.sender.transform = this.#transform({ seals: true, key: keys.out, track });
    transceiver.receiver.transform = this.#transform({ seals: false, key: keys.in, track });
    if (transceiver.receiver.track.kind === 'audio') return;
    // Others read in a frame, which is sealed by then, to cut it into packets. They stay behind VP8
    // in the list, since Firefox goes on naming what is taken out, and Chromium refuses that.
    const { codecs } = RTCRtpReceiver.getCapabilities('video') ?? { codecs: [] };
    transceiver.setCodecPreferences(codecs.sort((one, other) => rank(one) - rank(other)));
  }

  /** Ends the worker, and with it the keys that it has. */
  close(): void {
    this.#worker.terminate();
    for (const keys of this.#keys) wipe(keys.out, keys.in);
  }

  #transform(task: FrameTask): RTCRtpScriptTransform {
    return new RTCRtpScriptTransform(this.#worker, task, [task.key.buffer]);
  }
}

const rank = ({ mimeType }: RTCRtpCodec): number => (/vp8/i.test(mimeType) ? 0 : 1);
