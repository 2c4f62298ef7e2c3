/** A copy that the disk has damaged: it is not uploaded, and comes anew when somebody opens it. */
import type { Address } from '@mayfly/relay/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { uploadSource } from '../../extension/background/hold/uploaded-pages.ts';
import { CHUNK_BYTES } from '../../extension/store/chunks.ts';
import { type Database, openDatabase } from '../../extension/store/database.ts';
import { DamagedPageError } from '../../extension/store/store-error.ts';
import { ELSEWHERE, HOME, keep, longPage, scene, obtain } from './scene.ts';

const BYTES = longPage(2 * CHUNK_BYTES + 5);
const LENGTH = BYTES.length;
const KEY = new Uint8Array(32).fill(7);
const HOUR: { until: 'time'; at: number } = { until: 'time', at: 9e15 };

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

type Damage = (database: Database, address: Address) => Promise<unknown>;

const DAMAGES: [string, Damage][] = [
  ['without its first chunk', (db, address) => db.delete('chunks', [address, 0])],
  ['without a chunk in the middle', (db, address) => db.delete('chunks', [address, 1])],
  ['without its last chunk', (db, address) => db.delete('chunks', [address, 2])],
  [
    'without any chunk',
    (db, address) => db.delete('chunks', IDBKeyRange.bound([address, 0], [address, 9])),
  ],
  ['with a short chunk', (db, address) => db.put('chunks', BYTES.slice(0, 7), [address, 1])],
  ['with a long chunk', (db, address) => db.put('chunks', BYTES.slice(0, 9), [address, 2])],
  [
    'with another byte',
    (db, address) => db.put('chunks', BYTES.slice(0, CHUNK_BYTES).fill(1, 9, 10), [address, 0]),
  ],
];

/** A browser that holds a page whose copy was damaged since. */
async function holder(damage: Damage) {
  const background = scene();
  const address = await keep(background.pages, BYTES, [HOME, ELSEWHERE]);
  await background.pages.describe(address, {
    key: KEY,
    mediaType: 'text/html',
    name: 'minutes.html',
    title: 'Minutes',
  });
  await background.pages.holdFor([address], HOUR);
  const database = await openDatabase();
  await damage(database, address);
  database.close();
  const { pages, uploadPolicy } = background;
  return { ...background, address, source: uploadSource({ pages, uploadPolicy, relay: HOME }) };
}

describe.each(DAMAGES)('a copy %s', (_, damage) => {
  test('is never uploaded, whichever part of it is asked for', async () => {
    const { source, address } = await holder(damage);
    for (const from of [LENGTH - 5, 0, CHUNK_BYTES]) {
      expect(await source.read(address, from, 100)).toBeUndefined();
    }
    expect(await source.addresses()).not.toContain(address);
  });

  test('is found out before it is read whole', async () => {
    const { pages, address } = await holder(damage);
    await expect(pages.readWhole(address)).rejects.toBeInstanceOf(DamagedPageError);
    expect(await pages.get(address)).toMatchObject({ isDamaged: true });
  });

  test('is fetched again when it is opened; what is known of it stays, and it is uploaded again', async () => {
    const { deps, pages, source, address, clientOf } = await holder(damage);
    const before = await pages.get(address);
    const find = vi.fn<() => Promise<{ relay: string; bytes: typeof BYTES }>>();
    find.mockResolvedValue({ relay: ELSEWHERE, bytes: BYTES });
    const page = await obtain(deps, { relay: ELSEWHERE, address, relays: [] }, find);
    expect(find).toHaveBeenCalledOnce();
    expect(page).toEqual({ ...before, usedAt: expect.any(Number) });
    expect(Buffer.from((await pages.readWhole(address)) ?? []).equals(BYTES)).toBe(true);
    expect((await source.read(address, 0, 3))?.bytes).toEqual(BYTES.slice(0, 3));
    expect(await source.addresses()).toContain(address);
    await vi.waitFor(() => expect(clientOf(HOME).said).toContain(`have ${address}`));
  });

  test('stays as it is, and known, where nobody else has the page', async () => {
    const { deps, pages, address } = await holder(damage);
    const find = () => Promise.reject(new Error('nobody'));
    await expect(obtain(deps, { relay: HOME, address, relays: [] }, find)).rejects.toThrow(
      'nobody',
    );
    expect(await pages.get(address)).toMatchObject({ key: KEY, title: 'Minutes', lifetime: HOUR });
  });
});

test('a copy that is whole is not fetched, and is compared with its address once', async () => {
  const { deps, pages, source, address } = await holder(async () => undefined);
  const whole = vi.spyOn(pages, 'readWhole');
  for (let i = 0; i < 3; i++) await source.read(address, 0, 9);
  expect(whole).toHaveBeenCalledOnce();
  const find = () => Promise.reject(new Error('not looked for'));
  expect(await obtain(deps, { relay: HOME, address, relays: [] }, find)).toMatchObject({ address });
});

test('a copy that is damaged once it was compared is found out by the length of its chunks', async () => {
  const { source, address } = await holder(async () => undefined);
  expect(await source.read(address, 0, 9)).toBeDefined();
  const database = await openDatabase();
  await database.delete('chunks', [address, 1]);
  database.close();
  expect(await source.read(address, CHUNK_BYTES, 9)).toBeUndefined();
  expect(await source.addresses()).toEqual([]);
});

test('a copy that could not be read for a while is uploaded again once it was read whole', async () => {
  const { pages, source, address } = await holder(async () => undefined);
  const failing = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(() => {
    throw new DOMException('Failed to read large IndexedDB value', 'DataError');
  });
  await expect(pages.readWhole(address)).rejects.toBeInstanceOf(DamagedPageError);
  expect(await source.addresses()).toEqual([]);
  failing.mockRestore();
  expect(await pages.readWhole(address)).toBeDefined();
  expect(await source.addresses()).toEqual([address]);
});
