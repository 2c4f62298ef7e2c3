/** Several files are shared once their parts and their manifest lie in the store. */
import { BUNDLE_TYPE } from '@mayfly/relay/client';
import { DEFAULT_LIMITS, parseLink } from '@mayfly/relay/protocol';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, assert, beforeEach, expect, test, vi } from 'vitest';
import { settle } from '../../extension/background/share/publication.ts';
import { shareBundle } from '../../extension/background/share/share-bundle.ts';
import type { Pages } from '../../extension/store/pages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { letWorkersDie, MortalWorker } from './mortal.ts';
import { makeBundle, type SharedBundle } from './bundle-scene.ts';
import { ELSEWHERE, HOME, scene } from './scene.ts';

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

const ID = '0b5f6f0e-7a44-4c0f-9f0a-0a2a7c3f1d11';
const TRIP = { id: ID, name: 'Trip' };

/** The compose tab has sealed everything, or all but some parts. */
async function seal(pages: Pages, { page, key, parts }: SharedBundle, isWhole = true) {
  const files = [{ path: 'film.bin', bytes: 300, modifiedAt: 5 }];
  const isSealed = key !== undefined;
  await pages.unfinished.begin({
    ...{ id: ID, isSealed, name: 'a name of before', files, startedAt: 1 },
    ...(key && { key }),
  });
  for (const [index, { address, bytes }] of parts.slice(0, isWhole ? 3 : 2).entries()) {
    await pages.parts.put(ID, index, address, new Blob([bytes]));
  }
  await pages.unfinished.setPage(ID, page);
}

/** A browser whose files are sealed. */
async function sharer({ isSealed = true, isWhole = true } = {}) {
  const background = scene();
  const bundle = await makeBundle(3, { isSealed });
  await seal(background.pages, bundle, isWhole);
  background.relays.use(HOME);
  return { ...background, bundle };
}

test('the manifest becomes a page that has the parts, and everything is announced before the answer', async () => {
  const { deps, pages, bundle, clientOf } = await sharer();
  clientOf().open();
  const shared = await shareBundle(deps, TRIP);
  const { address } = bundle;
  expect(shared).toMatchObject({ outcome: 'shared', address, isNew: true, isAnnounced: true });
  assert(shared.outcome === 'shared');
  expect(parseLink(shared.link)).toMatchObject({
    ...{ relay: HOME, address, name: 'Trip', mediaType: BUNDLE_TYPE },
    key: bundle.key,
  });
  expect(await pages.get(address)).toMatchObject({
    ...{ origin: 'published', name: 'Trip', title: 'Trip', relays: [HOME] },
    bundle: { id: ID, entries: 1, bytes: 300, parts: 3, heldParts: 3 },
  });
  expect(await pages.unfinished.all()).toEqual([]);
  const told = [...bundle.parts.map((part) => part.address).toReversed(), address];
  expect(clientOf().said).toEqual(told.map((one) => `have ${one}`));
});

test('a public bundle has no key in its link', async () => {
  const { deps, clientOf } = await sharer({ isSealed: false });
  clientOf().open();
  const shared = await shareBundle(deps, TRIP);
  assert(shared.outcome === 'shared');
  expect(parseLink(shared.link)).not.toHaveProperty('key');
});

test('a relay that is too small for a part is refused in plain words, and the share stays unfinished', async () => {
  const { deps, pages, clientOf, bundle } = await sharer();
  clientOf().open({ ...DEFAULT_LIMITS, pageBytes: 100 });
  const shared = await shareBundle(deps, TRIP);
  expect(shared).toMatchObject({ outcome: 'refused' });
  assert(shared.outcome === 'refused');
  expect(shared.message).toMatch(/^http:\/\/localhost:4000 takes pages of at most 100 bytes, and/);
  expect(await pages.unfinished.all()).toHaveLength(1);
  expect(await pages.get(bundle.address)).toBeUndefined();
});

test('another relay that is too small is left out', async () => {
  const { deps, relays, pages, clientOf, bundle } = await sharer();
  await writeSettings({ relays: [HOME, ELSEWHERE], announceAt: 'all' });
  relays.use(ELSEWHERE);
  clientOf(HOME).open();
  clientOf(ELSEWHERE).open({ ...DEFAULT_LIMITS, pageBytes: 100 });
  expect(await shareBundle(deps, TRIP)).toMatchObject({ outcome: 'shared', unreached: [] });
  expect(await pages.get(bundle.address)).toMatchObject({ relays: [HOME] });
});

test('a bundle that lacks a part is not shared', async () => {
  const { deps, pages, bundle, clientOf } = await sharer({ isWhole: false });
  clientOf().open();
  const shared = await settle(shareBundle(deps, TRIP));
  expect(shared).toMatchObject({ outcome: 'refused' });
  expect(await pages.get(bundle.address)).toBeUndefined();
});

test('a share that is not here is refused', async () => {
  const { deps } = scene();
  expect(await settle(shareBundle(deps, TRIP))).toMatchObject({ outcome: 'refused' });
});

test('asked again, it gives the same link', async () => {
  const { deps, clientOf } = await sharer();
  clientOf().open();
  const first = await shareBundle(deps, TRIP);
  assert(first.outcome === 'shared');
  expect(await shareBundle(deps, TRIP)).toMatchObject({ outcome: 'shared', link: first.link });
});

test('a worker that is killed at any moment leaves a share that goes on, and loses no part', async () => {
  letWorkersDie();
  for (let nth = 1, isStruck = true; isStruck; nth += 1) {
    globalThis.indexedDB = new IDBFactory();
    const bundle = await makeBundle(3);
    await seal(scene().pages, bundle);
    const worker = new MortalWorker();
    await worker.run(async () => {
      const { deps, relays, clientOf } = scene();
      relays.use(HOME);
      clientOf().open();
      worker.strikeAt(nth, 'killed');
      await Promise.race([shareBundle(deps, TRIP), worker.died]);
    });
    isStruck = worker.isStruck;
    const next = scene();
    next.relays.use(HOME);
    next.clientOf().open();
    expect(await shareBundle(next.deps, TRIP)).toMatchObject({ outcome: 'shared' });
    expect(await next.pages.parts.heldOf(ID)).toEqual([0, 1, 2]);
  }
});
