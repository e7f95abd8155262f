// One picture from one connection to another within a page: a canvas full of noise, which a fake
// camera is not, through the product's second layer or through a worker that does nothing.
import { trafficKey } from '../../../../crypto/brand.ts';
import { ready } from '../../../../crypto/sodium.ts';
import { MediaLayer } from '../../../../client/transport/media-layer.ts';
import { startTrustedWorker } from '../../../../client/transport/trusted-worker.ts';
import passWorker from './pass-worker.ts?worker&url';

export type Layer = 'sealed' | 'passed';
export interface Count {
  readonly frames: number;
  readonly bytes: number;
}
interface FrameBench {
  /** Resolves when frames have been arriving for a while. */
  start(layer: Layer): Promise<void>;
  count(): Promise<Count>;
  stop(): void;
}
declare global {
  interface Window {
    frameBench: FrameBench;
  }
}

const WIDTH = 640;
const HEIGHT = 360;
const RATE = 30;
/** Different pictures of noise, shown in turn. */
const PICTURES = 24;
const BITRATE = 3_000_000;
/** Frames until the encoder and the network's estimate have settled. */
const SETTLED = 3 * RATE;

interface Guard {
  guard(track: number, transceiver: RTCRtpTransceiver): void;
  close(): void;
}

function sealed(role: 'initiator' | 'responder'): Guard {
  // Both sides have the same keys, whatever they are.
  const traffic = () => trafficKey(new Uint8Array(32).fill(7));
  const fail = () => reportError(new Error('the second layer failed'));
  return new MediaLayer({ session: { traffic }, role, refused: fail, failed: fail });
}

function passed(): Guard {
  const worker = startTrustedWorker(passWorker);
  return {
    guard(_, { sender, receiver }) {
      sender.transform = new RTCRtpScriptTransform(worker);
      receiver.transform = new RTCRtpScriptTransform(worker);
    },
    close: () => worker.terminate(),
  };
}

async function noise(): Promise<MediaStreamTrack> {
  const pictures = await Promise.all(
    Array.from({ length: PICTURES }, () => {
      const pixels = new ImageData(WIDTH, HEIGHT);
      for (let at = 0; at < pixels.data.length; at += 65_536) {
        crypto.getRandomValues(pixels.data.subarray(at, at + 65_536));
      }
      for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
      return createImageBitmap(pixels);
    }),
  );
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  let shown = 0;
  setInterval(() => {
    const picture = pictures[(shown += 1) % PICTURES];
    if (picture) context?.drawImage(picture, 0, 0);
  }, 1000 / RATE);
  const [track] = canvas.captureStream(RATE).getVideoTracks();
  if (!track) throw new Error('the canvas has no track');
  return track;
}

let connections: [RTCPeerConnection, RTCPeerConnection] | undefined;
let guards: Guard[] = [];
const track = ready.then(noise);

/** At full speed from the first frame: the estimate of the network is not what is measured. */
const eager = ({ type, sdp }: RTCSessionDescription): RTCSessionDescriptionInit => ({
  type,
  sdp: sdp.replace(
    /^a=rtpmap:(\d+) VP8.*$/gm,
    `$&\r\na=fmtp:$1 x-google-start-bitrate=${BITRATE / 1000};x-google-min-bitrate=${BITRATE / 1000}`,
  ),
});

async function count(): Promise<Count> {
  const sum = { frames: 0, bytes: 0 };
  const report = await connections?.[1].getStats();
  report?.forEach((entry: Record<string, unknown>) => {
    if (entry['type'] !== 'inbound-rtp') return;
    sum.frames += Number(entry['framesDecoded']);
    sum.bytes += Number(entry['bytesReceived']);
  });
  return sum;
}

window.frameBench = {
  count,
  async start(layer) {
    const video = await track;
    const [one, other] = (connections = [new RTCPeerConnection(), new RTCPeerConnection()]);
    const [mine, theirs] = (guards =
      layer === 'sealed' ? [sealed('initiator'), sealed('responder')] : [passed(), passed()]);
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      from.onicecandidate = ({ candidate }) => {
        if (candidate) void to.addIceCandidate(candidate);
      };
    }
    const sends = one.addTransceiver('video', {
      direction: 'sendonly',
      sendEncodings: [{ maxBitrate: BITRATE }],
    });
    mine?.guard(1, sends);
    other.ontrack = ({ transceiver }) => theirs?.guard(1, transceiver);
    await sends.sender.replaceTrack(video);
    await one.setLocalDescription();
    if (one.localDescription) await other.setRemoteDescription(eager(one.localDescription));
    await other.setLocalDescription();
    if (other.localDescription) await one.setRemoteDescription(eager(other.localDescription));
    while ((await count()).frames < SETTLED) await new Promise((turn) => setTimeout(turn, 100));
  },
  stop() {
    for (const connection of connections ?? []) connection.close();
    for (const guard of guards) guard.close();
    connections = undefined;
    guards = [];
  },
};
