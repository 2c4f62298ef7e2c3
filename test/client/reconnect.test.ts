import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOffMs, byeMs, Reconnect } from '../../relay/client/reconnect.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a back-off lies between the floor and a ceiling that doubles up to 30 s', () => {
  fc.assert(
    fc.property(fc.nat(5_000), random, (attempt, drawn) => {
      const ms = backOffMs(attempt, () => drawn);
      expect(ms).toBeGreaterThanOrEqual(100);
      expect(ms).toBeLessThanOrEqual(Math.min(30_000, 1_000 * 2 ** attempt));
    }),
  );
});

test('a back-off is uniform: it is the draw times the ceiling', () => {
  fc.assert(
    fc.property(fc.nat(40), random, (attempt, drawn) => {
      const ceilingMs = Math.min(30_000, 1_000 * 2 ** attempt);
      expect(backOffMs(attempt, () => drawn)).toBe(Math.max(100, drawn * ceilingMs));
    }),
  );
});

test('after bye a client stays away between half and one and a half of what was asked', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 3_600_000 }), random, (retryAfterMs, drawn) => {
      const ms = byeMs(retryAfterMs, () => drawn);
      expect(ms).toBeGreaterThanOrEqual(retryAfterMs / 2);
      expect(ms).toBeLessThanOrEqual(retryAfterMs * 1.5);
    }),
  );
});

test('no bye brings a client back in a rush or sends it away for days', () => {
  expect(byeMs(0, () => 0)).toBe(100);
  expect(byeMs(2 ** 32 - 1, () => 0.99)).toBeLessThan(2 * 3_600_000);
});

test('a bye counts for the next delay alone', () => {
  const reconnect = new Reconnect(() => 0.5);
  reconnect.bye(8_000);
  expect([reconnect.nextDelayMs(), reconnect.nextDelayMs()]).toEqual([8_000, 500]);
});
