/** One page more costs the same, however many are held. */
import { addressOf } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { afterEach, beforeEach, expect, type Mock, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { keepBadge } from '../../extension/background/tell/badge.ts';
import { importPages } from '../../extension/background/hold/archive-import.ts';
import { viewOverview } from '../../extension/background/watch/overview.ts';
import { viewRelays } from '../../extension/background/watch/relay-list.ts';
import { openDatabase, type PageRecord } from '../../extension/store/database.ts';
import { Pages } from '../../extension/store/pages.ts';
import { TotalsChange } from '../../extension/store/page-totals.ts';
import { writeArchive } from '../../extension/store/write-archive.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { countReads } from './record-reads.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene, type SceneOptions, obtain } from './scene.ts';

/** More than the popup lists, and than the button counts holders of. */
const FEW = 500;
const MANY = 5_000;
const VIEWED_BYTES = 2;

/** A browser that has shared as many pages as it has viewed, as they would be there after years. */
async function holding(count: number): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction(['pages', 'totals'], 'readwrite');
  const totals = new TotalsChange();
  for (let i = 0; i < count; i++) {
    const page: PageRecord = {
      address: i.toString(16).padStart(64, '0') as Address,
      mediaType: 'text/plain',
      title: `page ${i}`,
      length: VIEWED_BYTES,
      origin: i % 2 === 0 ? 'published' : 'viewed',
      relays: i % 3 === 0 ? [HOME, ELSEWHERE] : [HOME],
      addedAt: i / MANY,
      servedBytes: 0,
      servedTimes: 0,
      usedAt: i / MANY,
      lifetime: { until: 'stopped' },
    };
    totals.note(undefined, page);
    void transaction.objectStore('pages').put(page);
  }
  await totals.write(transaction.objectStore('totals'));
  await transaction.done;
  database.close();
}

/** All parts that depend on held pages, including the button, the popup and the options. */
async function background(options?: SceneOptions) {
  const all = scene(options);
  await all.uploadPolicy.refresh();
  await all.seeding.refresh();
  const stops = [
    keepBadge(all.deps),
    viewOverview(all.deps, () => undefined),
    viewRelays(all.deps, () => undefined),
  ];
  return { ...all, stop: () => stops.forEach((stop) => stop()) };
}

type Act = (all: Awaited<ReturnType<typeof background>>) => Promise<unknown>;

const viewedLink = async (text: string) => ({
  relay: HOME,
  address: await addressOf(bytesOf(text)),
  relays: [],
});

const ACTS: [string, SceneOptions['uploads'], Act][] = [
  ['sharing', 'published', ({ pages }) => keep(pages, bytesOf('shared'))],
  ['announcing', 'published', ({ seeding }) => seeding.refresh()],
  ['announcing where nothing is one’s own', 'all', ({ seeding }) => seeding.refresh()],
  [
    'opening',
    'all',
    async ({ deps }) => {
      const find = async () => ({ relay: HOME, bytes: bytesOf('opened') });
      return obtain(deps, await viewedLink('opened'), find);
    },
  ],
  [
    'opening what makes another go',
    'all',
    async ({ deps, pages }) => {
      const { bytes } = await pages.total('viewed');
      await writeSettings({ viewedBytes: bytes });
      const find = async () => ({ relay: HOME, bytes: bytesOf('opened') });
      return obtain(deps, await viewedLink('opened'), find);
    },
  ],
  ['stopping', 'all', ({ seeding }) => seeding.deletePages('0'.repeat(64) as Address)],
  ['sweeping', 'all', ({ expiry }) => expiry.sweep()],
  ['importing', 'published', async ({ deps }) => importPages(deps, await exported())],
];

/** A file of one page, behind an address. */
async function exported(): Promise<string> {
  const others = new Pages();
  const address = await keep(others, bytesOf('imported'));
  const { file } = await writeArchive(others, [address], { hasKeys: true, isChecked: true });
  await others.remove([address]);
  return URL.createObjectURL(file);
}

async function readsOf(act: Act, count: number, uploads: SceneOptions['uploads']) {
  globalThis.indexedDB = new IDBFactory();
  await holding(count);
  const all = await background({ uploads: uploads ?? 'all' });
  await settle();
  const reads = countReads();
  await act(all);
  await settle();
  all.stop();
  return reads();
}

/** The background collects changes for a moment, reads them in many turns, and collects again. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await vi.advanceTimersByTimeAsync(100);
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  (vi.spyOn(browser.permissions, 'contains') as Mock).mockResolvedValue(true);
  for (const event of [browser.permissions.onAdded, browser.permissions.onRemoved]) {
    vi.spyOn(event, 'addListener').mockImplementation(() => {});
    vi.spyOn(event, 'removeListener').mockImplementation(() => {});
  }
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test.each(ACTS)(
  '%s reads as little among 5,000 pages as among 500',
  { timeout: 60_000 },
  async (_, uploads, act) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const few = await readsOf(act, FEW, uploads);
    const many = await readsOf(act, MANY, uploads);
    expect(few).toBeGreaterThan(0);
    expect(many).toBe(few);
  },
);
