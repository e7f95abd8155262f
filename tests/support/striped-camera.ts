import type { Person } from './person.ts';

/** What a page has put into its connections, and how sharp the sharpest picture of it was. */
interface Sent {
  /** Of each track with a picture, in the order in which they were sent. */
  readonly tracks: { frames: number; sharpest: number }[];
  readonly workers: Worker[];
}

declare global {
  interface Window {
    sent: Sent;
  }
}

/** Mean difference between neighbouring stripes, of 255: a sharp picture has nearly all of it. */
export const SHARP = 60;

/**
 * From the next page on this person's camera sees stripes, sharper than any room, and every picture
 * that the page hands to a connection is looked at before it is sent. The page is left as it is.
 */
export async function seesStripes({ page }: Person): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const STRIPE = 8;
    const tracks: Sent['tracks'] = [];
    const workers: Worker[] = [];
    window.sent = { tracks, workers };

    const Original = window.Worker;
    window.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (String(url).includes('blur')) workers.push(this);
      }
    };

    const stripes = (): MediaStreamTrack => {
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 480;
      const pen = canvas.getContext('2d');
      let count = 0;
      const draw = () => {
        if (!pen) return;
        count += 1;
        for (let x = 0; x < 640; x += STRIPE) {
          pen.fillStyle = (x / STRIPE) % 2 === 0 ? '#000' : '#fff';
          pen.fillRect(x, 0, STRIPE, 480);
        }
        // Something large that moves, which no blur hides.
        pen.fillStyle = '#000';
        pen.fillRect(((count * 16) % 640) - 80, 0, 160, 160);
      };
      draw();
      setInterval(draw, 50);
      const [track] = canvas.captureStream(20).getVideoTracks();
      if (!track) throw new Error('no canvas');
      return track;
    };
    // about:blank has none.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) return;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      for (const camera of stream.getVideoTracks()) {
        stream.removeTrack(camera);
        const track = stripes();
        stream.addTrack(track);
        window.witness.tracks.push(track);
        const stop = track.stop.bind(track);
        track.stop = () => {
          camera.stop();
          stop();
        };
      }
      return stream;
    };

    const looked = new WeakSet<MediaStreamTrack>();
    const look = (track: MediaStreamTrack | null): void => {
      if (track?.kind !== 'video' || looked.has(track)) return;
      looked.add(track);
      const found = { frames: 0, sharpest: 0 };
      tracks.push(found);
      const video = document.createElement('video');
      video.muted = true;
      video.srcObject = new MediaStream([track]);
      void video.play().catch(() => undefined);
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 480;
      const pen = canvas.getContext('2d', { willReadFrequently: true });
      const measure = () => {
        if (!pen) return;
        pen.drawImage(video, 0, 0, 640, 480);
        let sum = 0;
        let count = 0;
        for (const y of [200, 300, 400]) {
          const { data } = pen.getImageData(0, y, 640, 1);
          for (let x = 4; x + STRIPE < 640; x += STRIPE) {
            sum += Math.abs((data[4 * x] ?? 0) - (data[4 * (x + STRIPE)] ?? 0));
            count += 1;
          }
        }
        found.frames += 1;
        found.sharpest = Math.max(found.sharpest, sum / count);
        video.requestVideoFrameCallback(measure);
      };
      video.requestVideoFrameCallback(measure);
    };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its sender below
    const replaceTrack = RTCRtpSender.prototype.replaceTrack;
    RTCRtpSender.prototype.replaceTrack = function (track) {
      look(track);
      return replaceTrack.call(this, track);
    };
  });
}
