// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { Blob as NodeBlob } from 'node:buffer';
import { IDBFactory } from 'fake-indexeddb';
import { assert, beforeEach, expect, test, vi } from 'vitest';
import { addressOf } from '../../../relay/client/verify.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import { HeldPages } from '../../../relay/web/held-pages.ts';
import { HeldParts } from '../../../relay/web/bundle/held-parts.ts';
import { MEMORY_BYTES } from '../../../relay/web/bundle/memory-place.ts';
import { makeRoomForParts } from '../../../relay/web/bundle/parts-room.ts';
import { PARTS_BYTES } from '../../../relay/web/tab-limits.ts';
import { STORED_MS } from '../../../relay/web/stored-pages.ts';
import { TabParts } from '../../../relay/web/tab-parts.ts';
import { TabStore } from '../../../relay/web/tab-store.ts';
import { FakeLocks } from './fake-locks.ts';

const NOW = 1_000_000;
const manifest = 'aa'.repeat(32) as Address;
const share = new TextEncoder().encode('{"name":"Holiday"}');
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
let locks: FakeLocks;

beforeEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  locks = new FakeLocks();
  vi.stubGlobal('indexedDB', new IDBFactory());
  // The one of the simulated page cannot be stored.
  vi.stubGlobal('Blob', NodeBlob);
  vi.stubGlobal('navigator', { locks });
});

/** The tab as it is once it is opened, or loaded again. */
async function openTab(now = NOW): Promise<HeldParts> {
  locks.end();
  return await HeldParts.restore(() => now);
}

async function put(parts: HeldParts, id: string, index: number, content: string): Promise<Address> {
  const page = new TextEncoder().encode(content);
  const address = await addressOf(page);
  await parts.put(id, index, address, new Blob([page]));
  return address;
}

/** Everything in the database, as bytes of text. */
async function stored(): Promise<string> {
  const opening = indexedDB.open('tabs');
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const stores = ['bundles', 'parts'];
  const reading = opening.result.transaction(stores);
  const all = await Promise.all(
    stores.map(async (name) => {
      const asking = reading.objectStore(name).getAll();
      await new Promise((resolve) => asking.addEventListener('success', resolve));
      return asking.result as { address?: Uint8Array; page?: Blob; share?: Uint8Array }[];
    }),
  );
  opening.result.close();
  const texts = all.flat().map(async ({ address, page, share: facts }) => {
    const bytes = [address, new Uint8Array((await page?.arrayBuffer()) ?? []), facts];
    return bytes.map((one) => Buffer.from(one ?? []).toString('latin1')).join('');
  });
  return (await Promise.all(texts)).join('');
}

test('parts are there, held under their addresses, and read by range', async () => {
  const parts = await openTab();
  const id = await parts.begin({ of: manifest });
  const one = await put(parts, id, 1, 'a part that is longer than two blocks of the cipher');
  expect(parts.idOf(manifest)).toBe(id);
  expect([...parts.heldOf(id)]).toEqual([[1, one]]);
  expect(await parts.addresses()).toEqual([one]);
  expect(await (await parts.page(id, 1))?.text()).toContain('two blocks');
  for (const [from, length] of [
    [0, 6],
    [15, 3],
    [20, 100],
    [51, 9],
  ] as const) {
    const range = await parts.read(one, from, length);
    expect(range?.total).toBe(51);
    expect(text(range?.bytes)).toBe(
      'a part that is longer than two blocks of the cipher'.slice(from, from + length),
    );
  }
});

test('what is not held is not read', async () => {
  const parts = await openTab();
  expect(await parts.read(manifest, 0, 1)).toBeUndefined();
  expect(parts.idOf(manifest)).toBeUndefined();
  expect(await parts.page('none', 0)).toBeUndefined();
  expect(await parts.addresses()).toEqual([]);
});

test('a tab that is loaded again finds its parts', async () => {
  const before = await openTab();
  const id = await before.begin({ of: manifest });
  const addresses = [await put(before, id, 0, 'zero'), await put(before, id, 2, 'two')];
  const parts = await openTab();
  expect(parts.idOf(manifest)).toBe(id);
  expect([...parts.heldOf(id)]).toEqual([
    [0, addresses[0]],
    [2, addresses[1]],
  ]);
  expect(text((await parts.read(addresses[1] ?? manifest, 0, 9))?.bytes)).toBe('two');
});

test('nobody reads a part or its address without the session of the tab', async () => {
  const parts = await openTab();
  const address = await put(parts, await parts.begin({ of: manifest, share }), 0, 'a secret');
  const all = await stored();
  expect(all.length).toBeGreaterThan(8);
  for (const known of ['secret', address, manifest, 'Holiday']) expect(all).not.toContain(known);
  sessionStorage.clear();
  expect(await (await openTab()).addresses()).toEqual([]);
});

test('a share that was interrupted is found again, with its parts, which nobody is told of', async () => {
  const before = await openTab();
  const id = await before.begin({ share });
  await put(before, id, 0, 'zero');
  const parts = await openTab();
  const [found] = await parts.interrupted();
  expect([found?.id, text(found?.share)]).toEqual([id, '{"name":"Holiday"}']);
  expect(parts.heldOf(id).size).toBe(1);
  expect(await parts.addresses()).toEqual([]);
});

test('a finished share is a bundle like any other', async () => {
  const before = await openTab();
  const id = await before.begin({ share });
  const address = await put(before, id, 0, 'zero');
  await before.finish(id, manifest);
  for (const parts of [before, await openTab()]) {
    expect(await parts.interrupted()).toEqual([]);
    expect(parts.idOf(manifest)).toBe(id);
    expect(await parts.addresses()).toEqual([address]);
  }
});

test('a deleted bundle leaves nothing behind, and takes no part that was on its way', async () => {
  const parts = await openTab();
  const id = await parts.begin({ of: manifest, share });
  const address = await put(parts, id, 0, 'zero');
  const late = expect(put(parts, id, 1, 'one')).rejects.toHaveProperty('name', 'AbortError');
  await Promise.resolve();
  const gone = await parts.delete(id);
  await late;
  expect(gone).toContain(address);
  expect(await stored()).toBe('');
  expect(sessionStorage).toHaveLength(0);
  expect(await parts.read(address, 0, 1)).toBeUndefined();
  expect(await locks.query()).toEqual({ held: [] });
});

test('a part of two bundles stays with the other one', async () => {
  const parts = await openTab();
  const ids = [await parts.begin({ of: manifest }), await parts.begin({ of: manifest })];
  const address = await put(parts, ids[0] ?? '', 0, 'same');
  await put(parts, ids[1] ?? '', 5, 'same');
  expect(await parts.delete(ids[0] ?? '')).toEqual([]);
  expect(text((await parts.read(address, 0, 9))?.bytes)).toBe('same');
});

test('a damaged part is removed alone', async () => {
  const parts = await openTab();
  const id = await parts.begin({ of: manifest });
  await put(parts, id, 0, 'zero');
  const one = await put(parts, id, 1, 'one');
  await parts.remove(id, 0);
  for (const same of [parts, await openTab()]) expect([...same.heldOf(id)]).toEqual([[1, one]]);
});

test('bundles that no tab came back for are deleted after a week; those of open tabs stay', async () => {
  const parts = await openTab();
  const open = await parts.begin({ of: manifest });
  await put(parts, open, 0, 'open');
  await makeRoomForParts(NOW + STORED_MS + 1);
  expect(await parts.page(open, 0)).toBeDefined();
  locks.end();
  await makeRoomForParts(NOW + STORED_MS);
  expect(await stored()).not.toBe('');
  await makeRoomForParts(NOW + STORED_MS + 1);
  expect(await stored()).toBe('');
  expect((await openTab()).idOf(manifest)).toBeUndefined();
  expect(sessionStorage).toHaveLength(0);
});

test('the oldest bundle that no tab has makes room, once the room is needed', async () => {
  const parts = await openTab();
  await put(parts, await parts.begin({ of: manifest }), 0, 'oldest');
  locks.end();
  await put(parts, await parts.begin({ of: manifest }), 0, 'newer');
  expect(await parts.room()).toBe(PARTS_BYTES - 5);
  expect(await makeRoomForParts(NOW, 1)).toBe(PARTS_BYTES - 11);
  expect(await makeRoomForParts(NOW, PARTS_BYTES - 5)).toBe(PARTS_BYTES - 5);
  expect(await makeRoomForParts(NOW, PARTS_BYTES)).toBe(PARTS_BYTES - 5);
});

test('parts take no more than the browser allows', async () => {
  const storage = { estimate: async () => ({ quota: 80 * 1024 * 1024, usage: 0 }) };
  vi.stubGlobal('navigator', { locks, storage });
  const parts = await openTab();
  expect(await parts.room()).toBe(16 * 1024 * 1024);
  const id = await parts.begin({ of: manifest });
  const large = new Blob([new Uint8Array(17 * 1024 * 1024)]);
  await expect(parts.put(id, 0, manifest, large)).rejects.toHaveProperty('name', 'DiskFullError');
});

test('a browser that stores nothing has the parts in memory, and a most', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  vi.stubGlobal('indexedDB', undefined);
  const parts = await openTab();
  expect(await parts.room()).toBe(MEMORY_BYTES);
  const id = await parts.begin({ of: manifest });
  const address = await put(parts, id, 0, 'zero');
  expect(text((await parts.read(address, 1, 2))?.bytes)).toBe('er');
  const large = new Blob([new Uint8Array(MEMORY_BYTES)]);
  await expect(parts.put(id, 1, manifest, large)).rejects.toHaveProperty('name', 'DiskFullError');
  expect(await parts.room()).toBe(MEMORY_BYTES - 4);
  await parts.delete(id);
  expect(await parts.room()).toBe(MEMORY_BYTES);
  expect(sessionStorage).toHaveLength(0);
});

test('a disk without room is named as such', async () => {
  const parts = await openTab();
  const id = await parts.begin({ of: manifest });
  const full = new DOMException('no room', 'QuotaExceededError');
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw full;
  });
  const page = new Blob([new Uint8Array(1)]);
  const trying = parts.put(id, 0, manifest, page);
  await expect(trying).rejects.toMatchObject({ name: 'DiskFullError', cause: full });
  put.mockRestore();
  expect(parts.heldOf(id).size).toBe(0);
  assert((await parts.interrupted()).length === 0);
});

test('a tab holds its pages and its parts, and loads no code for parts while it has none', async () => {
  const source = new TabParts(() => NOW);
  const pages = new HeldPages([[manifest, share]], () => {}, source);
  expect(await pages.addresses()).toEqual([manifest]);
  const parts = await source.open();
  const address = await put(parts, await parts.begin({ of: manifest }), 0, 'zero');
  for (const same of [source, new TabParts(() => NOW)]) {
    const held = new HeldPages([[manifest, share]], () => {}, same);
    expect(await held.addresses()).toEqual([manifest, address]);
    expect(text((await held.read(address, 1, 2))?.bytes)).toBe('er');
    expect((await held.read(manifest, 0, 1))?.total).toBe(share.length);
  }
});

test('a tab that is opened later deletes what others left behind', async () => {
  const parts = await openTab();
  await put(parts, await parts.begin({ of: manifest }), 0, 'left');
  locks.end();
  await new TabStore(() => NOW + STORED_MS + 1).makeRoom();
  expect(await stored()).toBe('');
});
