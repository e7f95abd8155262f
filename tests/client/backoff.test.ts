import { expect, test } from 'vitest';
import { backoff } from '../../client/session/backoff.ts';

test('the wait doubles from a quarter of a second to ten, each drawn from its upper half', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 40].map((failures) => backoff(failures, 1));
  expect(longest).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  expect([0, 6].map((failures) => backoff(failures, 0))).toEqual([125, 5000]);
});
