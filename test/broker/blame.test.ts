import { expect, test } from 'vitest';
import { Blame } from '../../relay/broker/blame.ts';

test('[T6] failures of a client add up to four, and are forgotten a minute after the last', () => {
  const blame = new Blame();
  for (let now = 0; now < 6; now++) blame.put('one client', now);
  expect(blame.of('one client', 60_004)).toBe(4);
  expect(blame.of('one client', 60_005)).toBe(0);
  expect(blame.of('another', 6)).toBe(0);
});

test('who is not known is not blamed', () => {
  const blame = new Blame();
  blame.put(undefined, 0);
  expect(blame.of(undefined, 0)).toBe(0);
});

test('of very many clients those blamed longest ago are forgotten', () => {
  const blame = new Blame();
  for (let n = 0; n <= 10_000; n++) blame.put(`client ${n}`, 0);
  expect(blame.of('client 0', 0)).toBe(0);
  expect(blame.of('client 1', 0)).toBe(1);
});
