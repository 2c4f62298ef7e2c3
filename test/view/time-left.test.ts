import { expect, test } from 'vitest';
import { RecentProgress, timeLeftText } from '../../relay/words/time-left.ts';

const total = 10_000;

/** The last estimate for one sample a second, of bytes received so far. */
function estimate(...received: number[]): number | undefined {
  const progress = new RecentProgress();
  const estimates = received.map((bytes, second) =>
    progress.secondsLeft({ received: bytes, total }, second * 1000),
  );
  return estimates.at(-1);
}

test('nothing is said before three seconds have passed', () => {
  expect(estimate(0)).toBeUndefined();
  expect(estimate(0, 1000, 2000)).toBeUndefined();
  expect(estimate(0, 1000, 2000, 3000)).toBe(7);
});

test('what was there before this transfer does not count as fast', () => {
  expect(estimate(8000, 8100, 8200, 8300)).toBe(17);
});

test('only the last seconds count', () => {
  const slowThenFast = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000,
  ];
  expect(estimate(...slowThenFast)).toBe(12);
});

test('a transfer that stands still has no end in sight', () => {
  expect(estimate(10, 10, 10, 10)).toBe(Infinity);
});

test('a transfer that began again is judged anew', () => {
  expect(estimate(0, 4000, 8000, 0)).toBeUndefined();
  expect(estimate(0, 4000, 8000, 0, 1000, 2000, 3000)).toBe(7);
});

test.each([
  [undefined, ''],
  [0.2, 'a few seconds left'],
  [5, 'about 5 s left'],
  [11, 'about 15 s left'],
  [55.5, 'about 1 min left'],
  [61, 'about 1 min left'],
  [125, 'about 2 min left'],
  [3_541, 'about 1 h left'],
  [90_000, 'about 25 h left'],
  [Infinity, 'nothing comes at the moment'],
])('%s seconds are put as %j', (seconds, text) => {
  expect(timeLeftText(seconds)).toBe(text);
});
