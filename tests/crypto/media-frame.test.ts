import { createCipheriv, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { trafficKey, type TrafficKey } from '../../crypto/brand.ts';
import { FrameOpener, FrameSealer } from '../../crypto/channel/media-frame.ts';
import { ReplayWindow } from '../../crypto/channel/replay-window.ts';
import { ready } from '../../crypto/sodium.ts';
import { systemRandom } from '../../crypto/random.ts';
import resumeVector from '../vectors/handshake-resume.json' with { type: 'json' };
import vectors from '../vectors/media-frame.json' with { type: 'json' };
import { join, KDF } from './second-source.ts';

beforeAll(() => ready);

const hex = (bytes: Uint8Array | ArrayBuffer) => Buffer.from(new Uint8Array(bytes)).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const someKey = (): TrafficKey => trafficKey(systemRandom(32));

/** The whole format once more, from Node's own crypto. */
function sealAgain(options: {
  trafficKey: Uint8Array;
  track: number;
  keyFrame: boolean;
  salt: Uint8Array;
  counter: number;
  frame: Uint8Array;
}): Uint8Array {
  const { track, keyFrame, salt, counter, frame } = options;
  const key = hkdfSync('sha256', options.trafficKey, salt, 'alcove/1/media', 32);
  const number = Buffer.alloc(4);
  number.writeUInt32BE(counter);
  const first = Uint8Array.of(0x10 | (track << 1) | (keyFrame ? 0 : 1));
  const header = join(first, new Uint8Array(keyFrame ? 9 : 0), salt, number);
  const nonce = join(new Uint8Array(8), number);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), nonce);
  cipher.setAAD(header);
  return join(header, cipher.update(frame), cipher.final(), cipher.getAuthTag());
}

describe.each(vectors.streams)('media frame vectors: $track $direction', (stream) => {
  const final = unhex(resumeVector.derived.final);
  const { track, number, direction, salt } = stream;

  it('are keyed and sealed as written down', () => {
    expect(hex(KDF(final, 'traffic', 32, track, direction))).toBe(stream.trafficKey);
    for (const [counter, { keyFrame, frame, sealed }] of stream.frames.entries()) {
      const again = sealAgain({
        trafficKey: unhex(stream.trafficKey),
        track: number,
        keyFrame,
        salt: unhex(salt),
        counter,
        frame: unhex(frame),
      });
      expect(hex(again)).toBe(sealed);
    }
  });

  it('open, once each, and in any order', async () => {
    const opener = new FrameOpener({ key: trafficKey(unhex(stream.trafficKey)), track: number });
    for (const { frame, sealed } of [...stream.frames].reverse()) {
      const opened = await opener.open(unhex(sealed).buffer);
      if (typeof opened === 'string') throw new Error(opened);
      expect(hex(opened)).toBe(frame);
      expect(await opener.open(unhex(sealed).buffer)).toBe('FRAME_REPLAYED');
    }
  });

  it('do not open with any bit changed, nor any byte missing or more', async () => {
    const opener = new FrameOpener({ key: trafficKey(unhex(stream.trafficKey)), track: number });
    for (const { sealed } of stream.frames) {
      const bytes = unhex(sealed);
      // Every seventh, which leaves out no byte.
      for (let bit = 0; bit < bytes.length * 8; bit += 7) {
        const changed = bytes.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await opener.open(changed.buffer), `bit ${bit}`).toMatch(
          /^FRAME_(SHAPE|KEY|ALTERED)$/,
        );
      }
      for (let length = 0; length < bytes.length; length += 1) {
        expect(await opener.open(bytes.slice(0, length).buffer)).toMatch(
          /^FRAME_(SHAPE|KEY|ALTERED)$/,
        );
      }
      expect(await opener.open(join(bytes, Uint8Array.of(0)).slice().buffer)).toBe('FRAME_ALTERED');
      // None of it has spoilt the opener for the frame itself.
      expect(await opener.open(bytes.buffer)).toBeInstanceOf(ArrayBuffer);
    }
  });
});

test('the key’s bytes are zeroed at once, on both sides', () => {
  const keys = [someKey(), someKey()] as const;
  new FrameSealer({ key: keys[0], track: 0, random: systemRandom });
  new FrameOpener({ key: keys[1], track: 0 });
  for (const key of keys) expect(hex(key)).toBe('00'.repeat(32));
});

test('a key that has sealed all that it may seals no more', async () => {
  const sealer = new FrameSealer({ key: someKey(), track: 0, random: systemRandom, limit: 2 });
  const frame = () => sealer.seal(new ArrayBuffer(8), false);
  expect(await frame()).toBeDefined();
  expect(await frame()).toBeDefined();
  expect(await frame()).toBeUndefined();
});

test('the window takes each counter once, and none that lies 1,024 behind the newest', () => {
  const counters = fc.array(
    fc.oneof(fc.nat(3000), fc.integer({ min: 2 ** 32 - 1500, max: 2 ** 32 - 1 })),
    { maxLength: 400 },
  );
  fc.assert(
    fc.property(counters, (arriving) => {
      const window = new ReplayWindow();
      const seen = new Set<number>();
      let newest = -1;
      for (const counter of arriving) {
        const fresh = !seen.has(counter) && counter > newest - 1024;
        expect(window.accept(counter)).toBe(fresh);
        seen.add(counter);
        newest = Math.max(newest, counter);
      }
    }),
  );
});
