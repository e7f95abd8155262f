import type { TrafficKey } from '../../crypto/brand.ts';
import { copyOf } from '../../crypto/bytes.ts';
import { FrameSealer } from '../../crypto/channel/media-frame.ts';
import type { Session, TrackName } from '../../crypto/handshake/session.ts';
import { counting, hex } from './scripted.ts';

const TRACKS: readonly TrackName[] = ['microphone', 'camera', 'screen'];

/** Frames of every track, both ways; the salts count up. */
export async function mediaVectors({ guest, host }: { guest: Session; host: Session }) {
  const streams = [];
  for (const [number, name] of TRACKS.entries()) {
    for (const [direction, session] of [
      ['i>r', guest],
      ['r>i', host],
    ] as const) {
      const key = session.traffic(name, direction);
      const start = number * 16 + (direction === 'i>r' ? 0 : 8);
      streams.push(await stream({ name, number, direction, key, salt: counting(8, start) }));
    }
  }
  return { session: 'handshake-resume.json', streams };
}

async function stream(of: {
  name: TrackName;
  number: number;
  direction: string;
  key: TrafficKey;
  salt: Uint8Array;
}) {
  const { name, number, direction, salt } = of;
  const trafficKey = hex(of.key);
  const sealer = new FrameSealer({ key: of.key, track: number, random: () => copyOf(salt) });
  const frames = [];
  for (const { keyFrame, length } of [
    { keyFrame: name !== 'microphone', length: 40 },
    { keyFrame: false, length: 1 },
    { keyFrame: false, length: 300 },
  ]) {
    const frame = counting(length, number);
    const sealed = await sealer.seal(frame.buffer, keyFrame);
    if (!sealed) throw new Error('the key is used up');
    frames.push({ keyFrame, frame: hex(frame), sealed: hex(new Uint8Array(sealed)) });
  }
  return { track: name, number, direction, trafficKey, salt: hex(salt), frames };
}
