import { addressOf } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { expect, test, vi } from 'vitest';
import { keepWithinQuota, storePage } from '../../extension/background/hold/eviction.ts';
import { settle, share } from '../../extension/background/share/publication.ts';
import { forgetEvictions, readEvictions } from '../../extension/store/evictions.ts';
import { DiskFullError } from '../../extension/store/disk-full.ts';
import type { Pages } from '../../extension/store/pages.ts';
import type { NewPage } from '../../extension/store/record-changes.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { bytesOf, HOME, keep, longPage, scene } from './scene.ts';

async function newPage(bytes: Uint8Array<ArrayBuffer>, addedAt: number): Promise<NewPage> {
  const hints = { mediaType: 'text/plain', title: 'a page', origin: 'viewed' as const };
  return { address: await addressOf(bytes), ...hints, relays: [HOME], addedAt };
}

/** Keeps pages of 100 bytes that were viewed one after the other. */
async function view(pages: Pages, count: number): Promise<readonly Address[]> {
  const addresses: Address[] = [];
  for (let i = 0; i < count; i++) {
    const bytes = longPage(100).fill(i, 0, 1);
    const page = await newPage(bytes, i + 1);
    await pages.put(page, bytes);
    addresses.push(page.address);
  }
  return addresses;
}

/** A disk that takes pages only while there are fewer than `count`. */
function fillDisk(pages: Pages, count: number): void {
  const put = pages.put.bind(pages);
  vi.spyOn(pages, 'put').mockImplementation(async (page, bytes) => {
    if ((await pages.count()) >= count) throw new DiskFullError('cannot store page');
    await put(page, bytes);
  });
}

test('past the quota the viewed pages that were used longest ago go, and the user can be told', async () => {
  const { deps, pages } = scene();
  await writeSettings({ viewedBytes: 250 });
  const mine = await keep(pages, longPage(1_000));
  const [first, second, third, fourth] = await view(pages, 4);
  await pages.noteOpened(first!, 9, undefined);
  await keepWithinQuota(deps);
  const held = await pages.getAll([mine, first!, second!, third!, fourth!]);
  expect(held.map(({ address }) => address)).toEqual([mine, first, fourth]);
  expect(await readEvictions()).toEqual({ count: 2, at: 1_000 });
  await forgetEvictions();
  expect(await readEvictions()).toBeUndefined();
});

test('the page opened last stays, whatever its size', async () => {
  const { deps, pages } = scene();
  await writeSettings({ viewedBytes: 50 });
  const [, second] = await view(pages, 2);
  await keepWithinQuota(deps);
  expect((await pages.viewed()).map(({ address }) => address)).toEqual([second]);
});

test.each([
  ['opened', (pages: Pages, address: Address) => pages.noteOpened(address, 9, undefined)],
  ['published', (pages: Pages) => keep(pages, longPage(100).fill(0, 0, 1))],
] as const)('a page that is %s while those to go are chosen stays', async (_, use) => {
  const { deps, pages } = scene();
  await writeSettings({ viewedBytes: 150 });
  const [first, , third] = await view(pages, 3);
  const viewed = pages.viewed.bind(pages);
  vi.spyOn(pages, 'viewed').mockImplementationOnce(async (now) => {
    const found = await viewed(now);
    await use(pages, first!);
    return found;
  });
  await keepWithinQuota(deps);
  const held = await pages.getAll([first!, third!]);
  expect(held.map(({ address }) => address)).toEqual([first, third]);
  expect(await readEvictions()).toMatchObject({ count: 1 });
});

test('within the quota nothing goes', async () => {
  const { deps, pages } = scene();
  await view(pages, 3);
  await keepWithinQuota(deps);
  expect(await pages.count()).toBe(3);
  expect(await readEvictions()).toBeUndefined();
});

test('where the disk is full, viewed pages make room for a new one', async () => {
  const { deps, pages } = scene();
  const mine = await keep(pages, bytesOf('mine'));
  const [first, second] = await view(pages, 2);
  fillDisk(pages, 3);
  const page = await newPage(bytesOf('new'), 9);
  await storePage(deps, page, bytesOf('new'));
  const held = await pages.getAll([mine, first!, second!, page.address]);
  expect(held.map(({ address }) => address)).toEqual([mine, second, page.address]);
});

test('where the disk is full of published pages, sharing is refused with words, and none of them is lost', async () => {
  const { deps, pages, seeding, clientOf } = scene();
  const mine = await keep(pages, bytesOf('mine'));
  await view(pages, 2);
  await seeding.refresh();
  clientOf().open();
  fillDisk(pages, 1);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const shared = { bytes: bytesOf('new'), mediaType: 'text/plain', isSealed: false };
  expect(await settle(share(deps, [HOME], shared))).toEqual({
    outcome: 'refused',
    message: expect.stringContaining('The disk is full'),
  });
  expect((await pages.recent(9)).map(({ address }) => address)).toEqual([mine]);
  expect((await pages.read(mine, 0, 9))?.bytes).toEqual(bytesOf('mine'));
});

test('a write that fails where there is no room left is one of a full disk, and elsewhere none', async () => {
  const { pages } = scene();
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('Failed to write blobs (IOError)', 'DataError');
  });
  const estimate = vi.fn<() => Promise<StorageEstimate>>();
  vi.stubGlobal('navigator', { storage: { estimate } });
  const page = await newPage(bytesOf('new'), 1);
  estimate.mockResolvedValue({ quota: 100, usage: 98 });
  await expect(pages.put(page, bytesOf('new'))).rejects.toBeInstanceOf(DiskFullError);
  estimate.mockResolvedValue({ quota: 1_000, usage: 98 });
  await expect(pages.put(page, bytesOf('new'))).rejects.not.toBeInstanceOf(DiskFullError);
  put.mockRestore();
  vi.unstubAllGlobals();
});

test('a store that says it is full is told from one that fails', async () => {
  const { pages } = scene();
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  put.mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const page = await newPage(bytesOf('new'), 1);
  await expect(pages.put(page, bytesOf('new'))).rejects.toBeInstanceOf(DiskFullError);
  put.mockRestore();
  expect(await pages.count()).toBe(0);
});
