import { beforeAll, describe, expect, it } from 'vitest';
import { trafficKey, type TrafficKey } from '../../crypto/brand.ts';
import { copyOf } from '../../crypto/bytes.ts';
import { FrameOpener, FrameSealer } from '../../crypto/channel/media-frame.ts';
import { systemRandom } from '../../crypto/random.ts';
import { ready } from '../../crypto/sodium.ts';

beforeAll(() => ready);

const copy = (key: TrafficKey): TrafficKey => trafficKey(copyOf(key));
const newKey = (): TrafficKey => trafficKey(systemRandom(32));
const seals = (key: TrafficKey, track = 1) =>
  new FrameSealer({ key: copy(key), track, random: systemRandom });
const opens = (key: TrafficKey, track = 1) => new FrameOpener({ key: copy(key), track });

const FRAME = Uint8Array.from({ length: 200 }, (_, index) => index).buffer;

async function next(sealer: FrameSealer): Promise<ArrayBuffer> {
  const sealed = await sealer.seal(FRAME, false);
  if (!sealed) throw new Error('the key is used up');
  return sealed;
}

describe('frames that a receiver must refuse', () => {
  it.each([
    ['nothing', ''],
    ['silence of Opus', 'f8fffe'],
    ['sound of Opus', `78${'a5'.repeat(80)}`],
    ['a key frame of VP8', `9001009d012a0005d002${'00'.repeat(400)}`],
    ['another picture of VP8', `3103000510${'4c'.repeat(200)}`],
    ['what begins like a sealed frame', `13${'00'.repeat(60)}`],
    ['what begins like a sealed key frame', `12${'00'.repeat(60)}`],
  ])('in clear: %s', async (_, text) => {
    const bytes = Uint8Array.from(Buffer.from(text, 'hex'));
    expect(await opens(newKey()).open(bytes.buffer)).toMatch(/^FRAME_(SHAPE|ALTERED)$/);
  });

  it('repeated, at once or after a thousand others', async () => {
    const key = newKey();
    const [sealer, opener] = [seals(key), opens(key)];
    const first = await next(sealer);
    expect(await opener.open(first)).toEqual(FRAME);
    expect(await opener.open(first)).toBe('FRAME_REPLAYED');
    for (let i = 0; i < 1023; i += 1) await opener.open(await next(sealer));
    expect(await opener.open(first)).toBe('FRAME_REPLAYED');
    // And when the window has gone on, so that it no longer knows this one by itself.
    for (let i = 0; i < 1025; i += 1) await opener.open(await next(sealer));
    expect(await opener.open(first)).toBe('FRAME_REPLAYED');
  });

  it('repeated while the first is still being opened', async () => {
    const key = newKey();
    const opener = opens(key);
    const frame = await next(seals(key));
    const outcomes = await Promise.all([opener.open(frame), opener.open(frame)]);
    expect(outcomes.filter((outcome) => outcome === 'FRAME_REPLAYED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => typeof outcome !== 'string')).toHaveLength(1);
  });

  it('under another key', async () => {
    expect(await opens(newKey()).open(await next(seals(newKey())))).toBe('FRAME_ALTERED');
  });

  it('of another key id, once one is known, even where that is authentic', async () => {
    const key = newKey();
    const opener = opens(key);
    expect(await opener.open(await next(seals(key)))).toEqual(FRAME);
    expect(await opener.open(await next(seals(key)))).toBe('FRAME_KEY');
    const altered = new Uint8Array(await next(seals(key)));
    altered[1] = (altered[1] ?? 0) ^ 1;
    expect(await opener.open(altered.buffer)).toBe('FRAME_KEY');
  });

  it('of two authentic key ids at the same moment: one is taken and the other is not', async () => {
    const key = newKey();
    const opener = opens(key);
    const frames = [await next(seals(key)), await next(seals(key))] as const;
    const outcomes = await Promise.all(frames.map((frame) => opener.open(frame)));
    expect(outcomes.filter((outcome) => outcome === 'FRAME_KEY')).toHaveLength(1);
  });

  it('of another track, even under the same key', async () => {
    const key = newKey();
    expect(await opens(key, 2).open(await next(seals(key, 1)))).toBe('FRAME_SHAPE');
  });
});

describe('a key that is used twice against the rules', () => {
  it('still seals the two frames of counter 0 under different keys', async () => {
    const key = newKey();
    const [one, other] = [await next(seals(key)), await next(seals(key))];
    const body = (sealed: ArrayBuffer) => Buffer.from(sealed.slice(13, 13 + 200));
    // Under one key and nonce the two ciphertexts of one plaintext would be the same.
    expect(body(one).equals(body(other))).toBe(false);
    expect(Buffer.from(one.slice(9, 13))).toEqual(Buffer.from(other.slice(9, 13)));
  });

  it('never seals two frames under one counter, not even when they are asked for at once', async () => {
    const sealer = seals(newKey());
    const sealed = await Promise.all(Array.from({ length: 50 }, () => next(sealer)));
    const counters = sealed.map((frame) => new DataView(frame).getUint32(9));
    expect(counters).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });
});
