import { expect, test } from 'vitest';
import {
  answerOpen,
  answerReceipt,
  countRefused,
  type LockRecord,
} from '../../../relay/client/once/lock-record.ts';
import { contentKey, lockFor } from './once-scene.ts';

const { record } = await lockFor({ total: 2 });

function after(...steps: readonly ((record: LockRecord) => { readonly record: LockRecord })[]) {
  return steps.reduce((before, step) => step(before).record, record);
}

const opens = (reader: string, now: number) => (before: LockRecord) =>
  answerOpen(before, reader, now);
const receives = (reader: string, now: number) => (before: LockRecord) =>
  answerReceipt(before, reader, now);

test('bob gets the key, and his release is recorded', () => {
  const { answer, change, record: changed } = answerOpen(record, 'bob', 5);
  expect(answer).toEqual({ kind: 'key', contentKey, at: 5 });
  expect(change).toEqual({ type: 'released', release: { reader: 'bob', at: 5 } });
  expect(changed.releases).toEqual([{ reader: 'bob', at: 5 }]);
});

test('bob gets the same key again, and nothing changes', () => {
  const before = after(opens('bob', 5));
  const again = answerOpen(before, 'bob', 9);
  expect(again).toEqual({ record: before, answer: { kind: 'key', contentKey, at: 5 } });
  expect(again.record).toBe(before);
});

test('after his receipt, bob gets the key no more', () => {
  const before = after(opens('bob', 5), receives('bob', 6));
  expect(answerOpen(before, 'bob', 9)).toEqual({
    record: before,
    answer: { kind: 'spent', at: 5, total: 2 },
  });
});

test('a third reader of two is told the time of the last release', () => {
  const before = after(opens('bob', 5), opens('carol', 7));
  expect(answerOpen(before, 'dave', 9)).toEqual({
    record: before,
    answer: { kind: 'spent', at: 7, total: 2 },
  });
});

test('a receipt is recorded once, and answered each time', () => {
  const received = answerReceipt(after(opens('bob', 5)), 'bob', 6);
  const release = { reader: 'bob', at: 5, receivedAt: 6 };
  expect(received).toMatchObject({
    answer: { kind: 'received', at: 6 },
    change: { type: 'received', release },
  });
  expect(answerReceipt(received.record, 'bob', 9)).toEqual({
    record: received.record,
    answer: { kind: 'received', at: 6 },
  });
});

test('a receipt without a release is not answered', () => {
  expect(answerReceipt(record, 'mallory', 6)).toEqual({ record });
});

test('the key is erased with the last receipt, and not before', () => {
  const opened = [opens('bob', 5), opens('carol', 7)];
  expect(after(opens('bob', 5), receives('bob', 6)).contentKey).toEqual(contentKey);
  expect(after(...opened, receives('bob', 8)).contentKey).toEqual(contentKey);
  const spent = after(...opened, receives('bob', 8), receives('carol', 9));
  expect(spent).not.toHaveProperty('contentKey');
  expect(answerOpen(spent, 'dave', 10).answer).toEqual({ kind: 'spent', at: 7, total: 2 });
});

test('other facts of a stored record stay in it', () => {
  const stored = { ...record, total: 1, lockPage: new Uint8Array(3) };
  const { record: opened } = answerOpen(stored, 'bob', 5);
  const { record: spent } = answerReceipt(opened, 'bob', 6);
  expect(countRefused(spent, 'spent', 2, 7)).toMatchObject({
    lockPage: stored.lockPage,
    refused: { wrongProof: { count: 0 }, spent: { count: 2, lastAt: 7 } },
  });
});
