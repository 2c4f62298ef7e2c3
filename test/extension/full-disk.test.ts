/** A full disk: held pages stay readable and can be deleted, and a user who shares learns of the problem. */
import { addressOf } from '@mayfly/relay/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { visit } from '../../extension/background/read/page-fetch.ts';
import { storePage } from '../../extension/background/hold/eviction.ts';
import { DiskFullError } from '../../extension/store/disk-full.ts';
import { Pages } from '../../extension/store/pages.ts';
import type { NewPage } from '../../extension/store/record-changes.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

const full = () => {
  throw new DOMException('full', 'QuotaExceededError');
};

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function viewed(text: string): Promise<NewPage> {
  const hints = { mediaType: 'text/plain', title: text, origin: 'viewed' as const };
  return { address: await addressOf(bytesOf(text)), ...hints, relays: [HOME], addedAt: 1 };
}

test('a page that is held opens, though nothing can be noted of it', async () => {
  const { deps, pages } = scene();
  const address = await keep(pages, bytesOf('hello'));
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full);
  await visit(deps, { relay: ELSEWHERE, address, relays: [] });
  expect(await pages.get(address)).toMatchObject({ address, relays: [HOME] });
});

test('a store that cannot be opened for want of room is a full disk', async () => {
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(full);
  const storing = new Pages().put(await viewed('new'), bytesOf('new'));
  await expect(storing).rejects.toBeInstanceOf(DiskFullError);
});

test('a page that would not fit if all viewed ones went makes none of them go', async () => {
  const { deps, pages } = scene();
  const page = await viewed('viewed');
  await pages.put(page, bytesOf('viewed'));
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full);
  const estimate = async () => ({ quota: 100, usage: 98 });
  vi.stubGlobal('navigator', { storage: { estimate } });
  const large = 'larger than all that was viewed';
  const storing = storePage(deps, await viewed(large), bytesOf(large));
  await expect(storing).rejects.toBeInstanceOf(DiskFullError);
  expect(await pages.get(page.address)).toBeDefined();
});

test('a page is stored, though it cannot be noted that others made room for it', async () => {
  const { deps, pages } = scene();
  await pages.put(await viewed('viewed'), bytesOf('viewed'));
  vi.spyOn(pages, 'put').mockRejectedValueOnce(new DiskFullError('cannot store page'));
  vi.spyOn(browser.storage.local, 'set').mockRejectedValue(new Error('full'));
  const page = await viewed('new');
  await storePage(deps, page, bytesOf('new'));
  expect((await pages.all()).map(({ address }) => address)).toEqual([page.address]);
});
