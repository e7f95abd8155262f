import '../../client/elements/player.ts';
import { equal, ok, until } from './assert.ts';
import { release, voice } from './streams.ts';

const MIME = 'video/webm;codecs=vp8,opus';
/** Between these the picture stands still, as on a machine that has no time for it; milliseconds. */
const HOLE = [500, 2000] as const;
const PARTS = 12;

/** A recording with sound all along, and a hole in its picture. */
async function holedRecording(): Promise<Uint8Array[]> {
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 48;
  const pen = canvas.getContext('2d');
  const pictures = canvas.captureStream(0);
  const [track] = pictures.getVideoTracks();
  ok(track instanceof CanvasCaptureMediaStreamTrack && pen !== null, 'a canvas');
  const recorder = new MediaRecorder(new MediaStream([...voice().getTracks(), track]), {
    mimeType: MIME,
  });
  const parts: Uint8Array[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => {
    void data.arrayBuffer().then((buffer) => parts.push(new Uint8Array(buffer)));
  });
  recorder.start(300);
  const begin = performance.now();
  let drawn = 0;
  await until(
    () => {
      const at = performance.now() - begin;
      if (at < HOLE[0] || at > HOLE[1]) {
        drawn += 1;
        pen.fillStyle = `hsl(${String(drawn)} 50% 50%)`;
        pen.fillRect(0, 0, 64, 48);
        track.requestFrame();
      }
      return parts.length >= PARTS;
    },
    'all parts',
    20_000,
  );
  // As after a crash: the recorder's last words are missing.
  return parts.slice(0, PARTS);
}

describe('a recording', () => {
  afterEach(() => {
    for (const player of document.querySelectorAll('alcove-player')) player.remove();
    release();
  });

  it('plays with its sound where its picture stood still, to where it was cut', async () => {
    const parts = await holedRecording();
    const player = Object.assign(document.createElement('alcove-player'), {
      mime: MIME,
      label: 'Recording',
      problem: 'It does not play.',
      lengthMs: 0,
      read: (from: number) => Promise.resolve(parts.slice(from - 1).map((part) => part.slice())),
    });
    document.body.append(player);
    await until(
      () => player.shadowRoot?.querySelector('video') instanceof HTMLVideoElement,
      'a video',
    );
    const media = player.shadowRoot?.querySelector('video');
    ok(media instanceof HTMLVideoElement, 'a video');
    media.muted = true;
    void media.play();
    await until(
      () => media.buffered.length > 0 && media.buffered.end(0) > HOLE[1] / 1000,
      'no hole',
    );
    equal(media.buffered.length, 1, 'parts in one piece:');
    await until(() => media.ended, 'its end', 10_000);
  });
});
