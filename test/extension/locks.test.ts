/** The records of once links in the store: each is whole, and lives and goes with its page. */
import { addressOf } from '@mayfly/relay/client';
import { expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../extension/store/database.ts';
import type { StoredLock } from '../../extension/store/locks.ts';
import { onceLinkOf } from '../../extension/store/page-link.ts';
import { Pages } from '../../extension/store/pages.ts';
import { madeLock, newKeys } from './made-lock.ts';
import { bytesOf, HOME } from './scene.ts';

const BYTES = bytesOf('for anna');
const page = {
  address: await addressOf(BYTES),
  mediaType: 'text/plain',
  title: 'For Anna',
  origin: 'published' as const,
  relays: [HOME],
  addedAt: 1,
};

/** A page of alice's with so many once links. */
async function shared(links = 1) {
  const pages = new Pages();
  const making = Array.from({ length: links }, (_, order) => madeLock(page.address, { order }));
  const locks = await Promise.all(making);
  await pages.put(page, BYTES, { locks });
  return { pages, locks, lock: locks[0]! };
}

/** Notes one more release. */
function release(reader: string) {
  return (record: StoredLock) => ({
    record: { ...record, releases: [...record.releases, { reader, at: 2_000 }] },
  });
}

test('a once link is stored with its page, and its keys work in the next worker', async () => {
  const { lock } = await shared();
  const stored = await new Pages().locks.read(lock.lock);
  expect(stored).toMatchObject({ page: page.address, total: 1, lockPage: lock.lockPage });
  const { publicKey } = await newKeys();
  const bits = (of: CryptoKeyPair) =>
    crypto.subtle.deriveBits({ name: 'X25519', public: publicKey }, of.privateKey, 256);
  expect(await bits(stored!.keys)).toEqual(await bits(lock.keys));
  await expect(crypto.subtle.exportKey('pkcs8', stored!.keys.privateKey)).rejects.toThrow();
});

test('a page whose link does not fit on the disk is not stored either', async () => {
  const pages = new Pages();
  const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const locks = [await madeLock(page.address)];
  await expect(pages.put(page, BYTES, { locks })).rejects.toThrow('cannot store page');
  add.mockRestore();
  expect(await pages.get(page.address)).toBeUndefined();
  expect(await pages.locks.ofPages([page.address])).toEqual([]);
});

test('two changes at once follow one another, and neither is lost', async () => {
  const { lock } = await shared();
  const [one, two] = [new Pages(), new Pages()];
  const changes = await Promise.all([
    one.locks.change(lock.lock, release('bob')),
    two.locks.change(lock.lock, release('carol')),
  ]);
  expect(new Set(changes.map((change) => change?.record.releases.length))).toEqual(new Set([1, 2]));
  const stored = await one.locks.read(lock.lock);
  expect(stored?.releases.map(({ reader }) => reader).toSorted()).toEqual(['bob', 'carol']);
});

test('a change resolves only once it is on the disk, strictly', async () => {
  const { pages, lock } = await shared();
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await pages.locks.change(lock.lock, release('bob'));
  expect(transaction).toHaveBeenCalledWith('locks', 'readwrite', { durability: 'strict' });
  transaction.mockRestore();
});

test('a change that fails leaves the record as it was, and tells nobody', async () => {
  const { pages, lock } = await shared();
  const told = vi.fn();
  pages.subscribe(told);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(pages.locks.change(lock.lock, release('bob'))).rejects.toThrow();
  put.mockRestore();
  expect((await pages.locks.read(lock.lock))?.releases).toEqual([]);
  expect(told).not.toHaveBeenCalled();
});

test('a changed link counts as a change of its page', async () => {
  const { pages, lock } = await shared();
  const told = vi.fn();
  pages.subscribe(told);
  await pages.locks.change(lock.lock, release('bob'));
  expect(told).toHaveBeenCalledExactlyOnceWith({ type: 'locks', addresses: [page.address] });
});

test('a change that leaves the record as it is writes nothing', async () => {
  const { pages, lock } = await shared();
  const told = vi.fn();
  pages.subscribe(told);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  expect(await pages.locks.change(lock.lock, (record) => ({ record }))).toMatchObject({
    record: { total: 1 },
  });
  expect(put).not.toHaveBeenCalled();
  expect(told).not.toHaveBeenCalled();
  put.mockRestore();
});

test('links stand in the order of their making', async () => {
  const { pages, locks } = await shared(5);
  const stored = await pages.locks.ofPages([page.address]);
  expect(stored.map(({ lock }) => lock)).toEqual(locks.map(({ lock }) => lock));
});

test.each([
  ['a key', { keys: undefined }],
  ['a capability', { capability: new Uint8Array(3) }],
  ['a count', { total: Number.NaN }],
  ['its releases', { releases: undefined }],
  ['its refusals', { refused: {} }],
  ['its lock', { lockPage: new Uint8Array() }],
])('a record that has lost %s is shown as damaged, and never decided about', async (_, lost) => {
  const { pages, lock } = await shared();
  const database = await openDatabase();
  await database.put('locks', { ...lock, ...lost } as unknown as StoredLock);
  database.close();
  expect(await pages.locks.read(lock.lock)).toBeUndefined();
  const decide = vi.fn(release('bob'));
  expect(await pages.locks.change(lock.lock, decide)).toBeUndefined();
  expect(decide).not.toHaveBeenCalled();
  const [stored] = await pages.locks.ofPages([page.address]);
  expect(stored && onceLinkOf(page, stored)).toMatchObject({ isDamaged: true, link: '' });
});

test('once links are deleted with their page, and a change of them finds nothing', async () => {
  const { pages, locks, lock } = await shared(3);
  const [removed] = await pages.remove([page.address]);
  expect(removed?.locks?.toSorted()).toEqual(locks.map((one) => one.lock).toSorted());
  expect(await pages.locks.ofPages([page.address])).toEqual([]);
  expect(await pages.locks.change(lock.lock, release('bob'))).toBeUndefined();
});

test('a store of reader keys is there from the same version on', async () => {
  const database: Database = await openDatabase();
  const lock = page.address;
  await database.put('onceReads', { lock, keys: await newKeys(), asked: false, changedAt: 1 });
  expect(await database.get('onceReads', lock)).toMatchObject({ asked: false });
  database.close();
});
