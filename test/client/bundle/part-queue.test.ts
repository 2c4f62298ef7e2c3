import { expect, test } from 'vitest';
import { PartQueue } from '../../../relay/client/bundle/part-queue.ts';

const nobodyKnows = () => undefined;
const holders = (counts: Record<number, number>) => (index: number) => counts[index];

function take(queue: PartQueue, times: number, counts = nobodyKnows as ReturnType<typeof holders>) {
  return Array.from({ length: times }, () => queue.take(counts));
}

test('nothing is fetched before somebody wants it', () => {
  const queue = new PartQueue(5);
  expect(queue.take(nobodyKnows)).toBeUndefined();
  expect(queue.missing()).toEqual([]);
});

test('parts that are asked for one by one come in that order, before all others', () => {
  const queue = new PartQueue(6);
  queue.want([4, 2, 4, 9, -1], true);
  expect(take(queue, 7)).toEqual([4, 2, 0, 1, 3, 5, undefined]);
});

test('of the others the rarest comes first, and one of which nobody said how many hold it comes last', () => {
  const queue = new PartQueue(5);
  queue.want([], true);
  expect(take(queue, 5, holders({ 0: 3, 1: 2, 3: 1, 4: 2 }))).toEqual([3, 1, 4, 0, 2]);
});

test('a part that nobody holds waits, and is told of; it comes once somebody holds it', () => {
  const queue = new PartQueue(2);
  queue.want([], true);
  expect(take(queue, 2, holders({ 0: 0, 1: 1 }))).toEqual([1, undefined]);
  expect(queue.problemOf(0, holders({ 0: 0 }))).toBe('nobody');
  expect(queue.problemOf(0, holders({ 0: 1 }))).toBeUndefined();
  expect(queue.take(holders({ 0: 1 }))).toBe(0);
});

test('parts that are here or in flight are not taken again', () => {
  const queue = new PartQueue(3);
  queue.want([], true);
  queue.hold([0]);
  expect(queue.take(nobodyKnows)).toBe(1);
  queue.onStored(1);
  queue.leave(1);
  expect(take(queue, 2)).toEqual([2, undefined]);
  queue.leave(2);
  expect(queue.take(nobodyKnows)).toBe(2);
  expect(queue.isWhole).toBe(false);
  queue.onStored(2);
  expect(queue.isWhole).toBe(true);
});

test('a part of which nothing came lets others go first, until one more holds it or time has passed', () => {
  const queue = new PartQueue(1);
  queue.want([0], false);
  queue.take(nobodyKnows);
  queue.leave(0);
  queue.rest(0, 1);
  expect(queue.take(holders({ 0: 1 }))).toBeUndefined();
  expect(queue.problemOf(0, holders({ 0: 1 }))).toBe('nobody');
  expect(queue.take(holders({ 0: 2 }))).toBe(0);
  queue.leave(0);
  queue.wake();
  expect(queue.take(holders({ 0: 1 }))).toBe(0);
});

test('a part that failed is tried with the next wish, unless its author sealed it wrongly', () => {
  const queue = new PartQueue(2);
  queue.want([0, 1], false);
  queue.fail(0, 'bad', true);
  queue.fail(1, 'refused');
  expect(queue.take(nobodyKnows)).toBeUndefined();
  queue.forgive();
  expect(take(queue, 2)).toEqual([1, undefined]);
  expect(queue.problemOf(0, nobodyKnows)).toBe('bad');
});

test('a full disk stops all parts, until somebody asks again', () => {
  const queue = new PartQueue(2);
  queue.want([], true);
  queue.fail(0, 'disk-full');
  expect(queue.take(nobodyKnows)).toBeUndefined();
  queue.forgive();
  expect(queue.take(nobodyKnows)).toBe(0);
});

test('what is missing is what is wanted and not here, in the order of the content', () => {
  const queue = new PartQueue(4);
  queue.want([3, 0], false);
  queue.hold([0]);
  expect(queue.missing()).toEqual([3]);
  queue.want([3, 0], true);
  expect(queue.missing()).toEqual([1, 2, 3]);
  expect(queue.isWanted(1)).toBe(true);
});
