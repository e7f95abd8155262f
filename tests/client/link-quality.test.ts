import { describe, expect, test } from 'vitest';
import { LinkQuality } from '../../client/session/link-quality.ts';

const GOOD = { loss: 0, available: 3_000_000 };
const feed = (
  quality: LinkQuality,
  sample: Parameters<LinkQuality['measured']>[0],
  times: number,
) => Array.from({ length: times }, () => quality.measured(sample));

describe('a link that loses much', () => {
  test('gets a smaller picture at the second bad sample, and less still', () => {
    const quality = new LinkQuality();
    expect(feed(quality, { loss: 0.15, available: undefined }, 2)).toEqual([false, true]);
    expect(quality.poor).toBe(true);
    const { scale, maxBitrate } = quality.limit;
    feed(quality, { loss: 0.3, available: undefined }, 2);
    expect(quality.limit.scale).toBeGreaterThan(scale);
    expect(quality.limit.maxBitrate).toBeLessThan(maxBitrate);
  });

  test('has an end to it: some picture is always left', () => {
    const quality = new LinkQuality();
    feed(quality, { loss: 0.9, available: 0 }, 50);
    expect(quality.limit.maxBitrate).toBeGreaterThan(0);
    expect(quality.limit.maxFramerate).toBeGreaterThan(0);
  });

  test('comes back step by step, slower than it went', () => {
    const quality = new LinkQuality();
    feed(quality, { loss: 0.2, available: undefined }, 4);
    expect(feed(quality, GOOD, 4)).not.toContain(true);
    expect(feed(quality, GOOD, 1)).toEqual([true]);
    expect(quality.poor).toBe(true);
    feed(quality, GOOD, 5);
    expect(quality.poor).toBe(false);
  });

  test('does not come back on losses that sound can still hear', () => {
    const quality = new LinkQuality();
    feed(quality, { loss: 0.2, available: undefined }, 2);
    feed(quality, { loss: 0.05, available: undefined }, 50);
    expect(quality.poor).toBe(true);
  });
});

test('a narrow way out makes the picture smaller before anything is lost', () => {
  const quality = new LinkQuality();
  feed(quality, { loss: 0, available: 200_000 }, 2);
  expect(quality.poor).toBe(true);
});

test('one bad moment changes nothing', () => {
  const quality = new LinkQuality();
  for (let i = 0; i < 20; i += 1) {
    quality.measured({ loss: 0.5, available: undefined });
    quality.measured(GOOD);
  }
  expect(quality.poor).toBe(false);
});

test('looks between two reports, which bring no news, hide no losses and heal none', () => {
  const quality = new LinkQuality();
  const silence = { loss: undefined, available: undefined };
  quality.measured({ loss: 0.5, available: undefined });
  quality.measured(silence);
  quality.measured({ loss: 0.5, available: undefined });
  expect(quality.poor).toBe(true);
  feed(quality, silence, 50);
  expect(quality.poor).toBe(true);
});
