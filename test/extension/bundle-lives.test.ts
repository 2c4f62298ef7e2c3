/** A bundle makes room, ends and is deleted as one page of its whole size. */
import { addressOf, BUNDLE_TYPE } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { keepWithinQuota, storePart } from '../../extension/background/hold/eviction.ts';
import { EXPIRY_ALARM } from '../../extension/background/hold/expiry.ts';
import { DiskFullError } from '../../extension/store/disk-full.ts';
import type { Pages } from '../../extension/store/pages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { BundleGoneError } from '../../extension/store/store-error.ts';
import { UNFINISHED_MS } from '../../extension/store/unfinished.ts';
import { bytesOf, HOME, longPage, scene } from './scene.ts';

const PART_BYTES = 100;

afterEach(() => vi.restoreAllMocks());

/** A part of 100 bytes, another for each index and id. */
async function part(bundle: string, index: number) {
  const bytes = longPage(PART_BYTES);
  bytes.set(bytesOf(`${bundle} ${index}`));
  return { bundle, index, address: await addressOf(bytes), page: new Blob([bytes]) };
}

/** A viewed bundle with so many parts, opened at `at`. */
async function view(pages: Pages, id: string, parts: number, at: number): Promise<Address> {
  const bytes = bytesOf(id);
  const address = await addressOf(bytes);
  const hints = { mediaType: BUNDLE_TYPE, title: id, origin: 'viewed' as const, relays: [HOME] };
  const facts = { id, entries: 1, bytes: 1_000, parts: 10 };
  await pages.putBundle({ address, ...hints, addedAt: at }, bytes, facts);
  for (let i = 0; i < parts; i++) {
    const { index, address: of, page } = await part(id, i);
    await pages.parts.put(id, index, of, page);
  }
  return address;
}

async function titles(pages: Pages): Promise<readonly string[]> {
  return (await pages.all()).map(({ title }) => title).toSorted();
}

test('past the quota a bundle goes whole, and its whole size counts', async () => {
  const { deps, pages } = scene();
  await writeSettings({ viewedBytes: 450 });
  await view(pages, 'old', 3, 1);
  await view(pages, 'new', 2, 2);
  await view(pages, 'newer', 1, 3);
  await keepWithinQuota(deps);
  expect(await titles(pages)).toEqual(['new', 'newer']);
  expect(await pages.parts.heldOf('old')).toEqual([]);
});

test('a part that does not fit makes others go, and never its own bundle', async () => {
  const { deps, pages } = scene();
  await view(pages, 'mine', 2, 1);
  await view(pages, 'other', 2, 2);
  vi.spyOn(pages.parts, 'put').mockRejectedValueOnce(new DiskFullError('cannot store part'));
  await storePart(deps, await part('mine', 2));
  expect(await titles(pages)).toEqual(['mine']);
  expect(await pages.parts.heldOf('mine')).toEqual([0, 1, 2]);
});

test('a part is refused where nothing but its own bundle could make room', async () => {
  const { deps, pages } = scene();
  await view(pages, 'mine', 2, 1);
  vi.spyOn(pages.parts, 'put').mockRejectedValue(new DiskFullError('cannot store part'));
  await expect(storePart(deps, await part('mine', 2))).rejects.toBeInstanceOf(DiskFullError);
  expect(await pages.parts.heldOf('mine')).toEqual([0, 1]);
});

test('a bundle on its way makes others go, but not the one opened last, and stays for a day', async () => {
  const { deps, pages, now } = scene();
  await writeSettings({ viewedBytes: 150 });
  await pages.want(await view(pages, 'coming', 1, 1), true);
  await view(pages, 'other', 1, 2);
  await view(pages, 'last', 1, 3);
  await storePart(deps, await part('coming', 1));
  expect(await titles(pages)).toEqual(['coming', 'last']);
  now.mockReturnValue(1 + 24 * 3_600_000);
  await keepWithinQuota(deps);
  expect(await titles(pages)).toEqual(['last']);
});

test('a part of a bundle that was deleted meanwhile is not stored', async () => {
  const { deps, pages, seeding } = scene();
  await seeding.deletePages(await view(pages, 'gone', 1, 1));
  await expect(storePart(deps, await part('gone', 1))).rejects.toBeInstanceOf(BundleGoneError);
});

test('a bundle whose time has come goes with its parts', async () => {
  const { deps, pages, expiry } = scene();
  const address = await view(pages, 'brief', 3, 1);
  await expiry.keepFor([address], 'hour');
  deps.now.mockReturnValue(1_000 + 3_600_000);
  await expiry.sweep();
  expect(await pages.get(address)).toBeUndefined();
  expect(await pages.parts.heldOf('brief')).toEqual([]);
});

test('an unfinished share ends after a week; an alarm stands for it', async () => {
  const { deps, pages, expiry } = scene();
  const share = { id: 'one', isSealed: false, name: 'Trip', files: [], startedAt: 1_000 };
  await pages.unfinished.begin(share);
  const { index, address, page } = await part('one', 0);
  await pages.parts.put('one', index, address, page);
  await expiry.sweep();
  const alarm = await browser.alarms.get(EXPIRY_ALARM);
  expect(alarm?.scheduledTime).toBe(1_000 + UNFINISHED_MS);
  deps.now.mockReturnValue(1_000 + UNFINISHED_MS);
  await expiry.sweep();
  expect(await pages.unfinished.all()).toEqual([]);
  expect(await pages.parts.heldOf('one')).toEqual([]);
});
