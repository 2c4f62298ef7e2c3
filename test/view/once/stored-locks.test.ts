// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { assert, beforeEach, expect, test, vi } from 'vitest';
import { makeLock } from '../../../relay/client/once/index.ts';
import { answerOpen } from '../../../relay/client/once/lock-record.ts';
import { newKey } from '../../../relay/client/seal.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import { StoredLocks } from '../../../relay/web/once/stored-locks.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

async function lockFor(person: string) {
  const page = 'cc'.repeat(32) as Address;
  const facts = { page, bytes: 1, mediaType: 'text/plain', total: 1, createdAt: 1_000 };
  return await makeLock({ ...facts, contentKey: newKey(), person });
}

/** A share of two links, and the same share as a duplicate of its tab sees it. */
async function share() {
  const deps = { id: 'share', key: newKey(), now: () => 1_000 };
  const locks = await Promise.all([lockFor('Anna'), lockFor('Ben')]);
  const tab = new StoredLocks(deps);
  await tab.add(locks);
  const duplicate = new StoredLocks(deps);
  await duplicate.all();
  const [anna, ben] = locks.map(({ record }) => record.lock);
  assert(anna && ben);
  return { locks, tab, duplicate, anna, ben };
}

async function ask(tab: StoredLocks, lock: Address, reader: string) {
  return (await tab.change(lock, (record) => answerOpen(record, reader, 2_000)))?.answer?.kind;
}

test('a link is there again with all its facts, and its private key still cannot be read', async () => {
  const { locks, duplicate } = await share();
  const stored = await duplicate.all();
  expect(stored).toEqual(locks);
  expect(stored[0]?.record.keys.privateKey.extractable).toBe(false);
});

test('nobody reads the rows without the key of the tab', async () => {
  await share();
  const other = new StoredLocks({ id: 'share', key: newKey(), now: () => 1_000 });
  await expect(other.all()).rejects.toThrow('expected a once link of this tab');
});

test('a tab and its duplicate release one link once', async () => {
  const { tab, duplicate, anna } = await share();
  const asked = [tab, duplicate, tab, duplicate].map((one, i) => ask(one, anna, `reader ${i}`));
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer === 'key')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'spent')).toHaveLength(3);
  expect((await duplicate.read(anna))?.releases).toHaveLength(1);
});

test('one link changes, and the others stay as they are', async () => {
  const { locks, tab, duplicate, ben } = await share();
  await ask(tab, ben, 'bob');
  const stored = await duplicate.all();
  expect(stored[0]).toEqual(locks[0]);
  expect(stored[1]?.record.releases).toEqual([{ reader: 'bob', at: 2_000 }]);
});

test('a link that is deleted answers nobody, in the duplicate of its tab neither', async () => {
  const { tab, duplicate, anna } = await share();
  await tab.delete();
  for (const one of [tab, duplicate]) expect(await ask(one, anna, 'bob')).toBeUndefined();
  expect(await duplicate.all()).toEqual([]);
});

test('a link whose row cannot be written is not released', async () => {
  const { tab, duplicate, anna } = await share();
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(ask(tab, anna, 'alice')).rejects.toThrow('full');
  put.mockRestore();
  expect(await ask(duplicate, anna, 'bob')).toBe('key');
});
