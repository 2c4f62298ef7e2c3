/** Bundles between browsers, each with a disk of its own, over real relays. */
import { randomBytes } from 'node:crypto';
import { PART_BYTES, publicBundle, sealBundle } from '@mayfly/relay/client';
import { type Address, DEFAULT_LIMITS, formatLink } from '@mayfly/relay/protocol';
import { IDBFactory } from 'fake-indexeddb';
import { pino } from 'pino';
import { afterEach, assert, beforeEach, expect, test, vi } from 'vitest';
import { createParts } from '../../extension/background/working-parts.ts';
import { viewBundle } from '../../extension/background/read/bundle-view.ts';
import { viewPage } from '../../extension/background/read/page-view.ts';
import { shareBundle } from '../../extension/background/share/share-bundle.ts';
import type { BundleView } from '../../extension/messages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { type Relay, serve } from '../../relay/server/serve.ts';
import { connectClient, connectSeeder, RawPeer, startRelay } from '../support/wire.ts';
import { keepBundle, makeBundle, type SharedBundle } from './bundle-scene.ts';
import { SEEN } from './scene.ts';

const ALL = { type: 'want', parts: 'all' } as const;
/** On a loaded machine. */
const PATIENCE = { timeout: 20_000 };

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let relay: Relay;
const browsers: { stop: () => void }[] = [];

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  relay = await startRelay();
  await writeSettings({ relays: [relay.url], uploads: 'all' });
});

afterEach(async () => {
  for (const { stop } of browsers.splice(0)) stop();
  await relay.stop();
  vi.restoreAllMocks();
});

/** The background of a browser with this disk. */
async function start(disk = new IDBFactory()) {
  globalThis.indexedDB = disk;
  const parts = createParts();
  await Promise.all([parts.pages.count(), parts.passing.clear()]); // both are open from here on
  await parts.seeding.refresh();
  const stop = () => {
    for (const one of parts.relays.inUse()) parts.relays.client(one)?.close();
  };
  browsers.push({ stop });
  return { ...parts, disk, stop };
}

type Browser = Awaited<ReturnType<typeof start>>;

/** A tab with the link, whose reader wants everything. */
function open({ bundles, ...deps }: Browser, link: string) {
  const seen: BundleView[] = [];
  const stopPage = viewPage(deps, link, () => {}, SEEN);
  const viewing = viewBundle(bundles, link, (view) => seen.push(view));
  viewing.take(ALL);
  const shows = (expected: object) =>
    vi.waitFor(() => expect(seen.at(-1)).toMatchObject(expected), PATIENCE);
  const close = () => {
    viewing.stop();
    stopPage();
  };
  return { seen, shows, close };
}

async function pagesOf({ pages }: Browser, address: Address): Promise<readonly Buffer[]> {
  const { id = '', parts = 0 } = (await pages.get(address))?.bundle ?? {};
  return await Promise.all(
    Array.from({ length: parts }, async (_, index) => {
      const page = await pages.parts.page(id, index);
      return Buffer.from((await page?.arrayBuffer()) ?? new ArrayBuffer(0));
    }),
  );
}

async function expectWhole(browser: Browser, bundle: SharedBundle): Promise<void> {
  const found = await pagesOf(browser, bundle.address);
  expect(found.map((page, i) => page.equals(bundle.parts[i]?.bytes ?? Buffer.of()))).toEqual(
    bundle.parts.map(() => true),
  );
}

/** A link to a bundle whose manifest somebody holds, who has none of its parts. */
async function linkAtHolder(bundle: SharedBundle) {
  const manifest = { address: bundle.address, bytes: Buffer.from(bundle.page) };
  const holder = await connectSeeder(relay, manifest);
  browsers.push({ stop: () => holder.close() });
  const { address, key } = bundle;
  return formatLink({ relay: relay.url, address, relays: [], ...(key && { key }) });
}

function partsOf({ parts }: SharedBundle, ...indexes: readonly number[]) {
  return indexes.map((index) => {
    const { address, bytes } = parts[index]!;
    return { address, bytes: Buffer.from(bytes) };
  });
}

test.each([true, false])(
  'three parts of full size are shared, read and read on, sealed: %s',
  async (isSealed) => {
    const alice = await start();
    const id = crypto.randomUUID();
    const content = new Blob(Array.from({ length: 3 }, () => randomBytes(PART_BYTES)));
    const files = [{ path: 'film.bin', type: 'video/mp4', content }];
    const share = { id, isSealed, name: 'film.bin', files: [], startedAt: Date.now() };
    await alice.pages.unfinished.begin(share);
    const onPart = (index: number, address: Address, page: Uint8Array<ArrayBuffer>) =>
      alice.pages.parts.put(id, index, address, new Blob([page]));
    const sealed = await (isSealed ? sealBundle : publicBundle)(files, { onPart });
    const key = 'key' in sealed ? { key: sealed.key as Uint8Array<ArrayBuffer> } : {};
    await alice.pages.unfinished.begin({ ...share, ...key, page: sealed.page });
    const shared = await shareBundle(alice, { id, name: 'film.bin' });
    assert(shared.outcome === 'shared');
    expect(shared).toMatchObject({ isAnnounced: true, unreached: [] });

    const bob = await start();
    const atBob = open(bob, shared.link);
    await atBob.shows({ held: [0, 1, 2], wanted: 0, failed: [], complete: 2 });
    alice.stop();
    const carol = await start();
    await open(carol, shared.link).shows({ held: [0, 1, 2], complete: 2 });
    const [first, second] = [
      await pagesOf(bob, shared.address),
      await pagesOf(carol, shared.address),
    ];
    expect(second.every((page, i) => page.equals(first[i]!))).toBe(true);
    atBob.close();
  },
);

test('two holders with disjoint halves suffice', async () => {
  const bundle = await makeBundle(6, { partBytes: 60_000 });
  const link = await linkAtHolder(bundle);
  for (const half of [
    [0, 2, 4],
    [1, 3, 5],
  ]) {
    const holder = await connectSeeder(relay, ...partsOf(bundle, ...half));
    browsers.push({ stop: () => holder.close() });
  }
  const bob = await start();
  await open(bob, link).shows({ held: [0, 1, 2, 3, 4, 5], failed: [] });
  await expectWhole(bob, bundle);
});

test('half a bundle is announced part by part, and helps others', async () => {
  const bundle = await makeBundle(4, { partBytes: 60_000 });
  const link = await linkAtHolder(bundle);
  const alice = await connectSeeder(relay, ...partsOf(bundle, 0, 1));
  const bob = await start();
  const atBob = open(bob, link);
  await atBob.shows({ held: [0, 1], wanted: 2, complete: 0 });
  await atBob.shows({ failed: [2, 3].map((index) => ({ index, why: 'nobody' })) });
  alice.close();
  const carol = await start();
  await open(carol, link).shows({ held: [0, 1], wanted: 2 });
  // Whoever has the rest may come later.
  const dave = await connectSeeder(relay, ...partsOf(bundle, 2, 3));
  browsers.push({ stop: () => dave.close() });
  await atBob.shows({ held: [0, 1, 2, 3], wanted: 0, complete: 2 });
  await expectWhole(bob, bundle);
});

test('a holder who lies loses its part to the next holder, and nothing else', async () => {
  const bundle = await makeBundle(3, { partBytes: 60_000 });
  const link = await linkAtHolder(bundle);
  const [lied, ...others] = partsOf(bundle, 1, 0, 2);
  assert(lied);
  const liar = await RawPeer.connect(relay);
  liar.say({ type: 'have', addresses: [lied.address] });
  await liar.settled();
  const bob = await start();
  const atBob = open(bob, link);
  const { address, from, length } = await liar.next('request');
  expect(address).toBe(lied.address);
  liar.serve({ address, bytes: Buffer.alloc(lied.bytes.length, 7) }, from, length);
  const honest = await connectSeeder(relay, lied, ...others);
  browsers.push({ stop: () => honest.close() }, { stop: () => liar.close() });
  await atBob.shows({ held: [0, 1, 2], wanted: 0, failed: [] });
  await expectWhole(bob, bundle);
});

test('a relay that goes and comes back ends nothing', async () => {
  const bundle = await makeBundle(4, { partBytes: 60_000 });
  const link = await linkAtHolder(bundle);
  const alice = connectClient(relay, ...partsOf(bundle, 0, 1));
  const bob = await start();
  const atBob = open(bob, link);
  await atBob.shows({ held: [0, 1] });
  await relay.stop();
  await atBob.shows({ wanted: 2, failed: [2, 3].map((index) => ({ index, why: 'nobody' })) });
  alice.close();
  relay = await serve({
    ...{ host: '127.0.0.1', port: Number(new URL(relay.url).port) },
    log: pino({ level: 'silent' }),
  });
  const carol = await connectSeeder(relay, ...partsOf(bundle, 2, 3));
  browsers.push({ stop: () => carol.close() });
  bob.relays.hurry();
  await atBob.shows({ held: [0, 1, 2, 3], failed: [] });
  await expectWhole(bob, bundle);
});

test('a browser that was killed goes on with the missing parts, without a tab', async () => {
  const bundle = await makeBundle(5, { partBytes: 60_000 });
  const link = await linkAtHolder(bundle);
  const alice = await connectSeeder(relay, ...partsOf(bundle, 0, 1, 2));
  const bob = await start();
  await open(bob, link).shows({ held: [0, 1, 2], wanted: 2 });
  bob.stop();
  alice.close();
  const carol = await connectSeeder(relay, ...partsOf(bundle, 0, 1, 2, 3, 4));
  browsers.push({ stop: () => carol.close() });
  const served: Address[] = [];
  carol.subscribe((event) => event.type === 'served' && served.push(event.address));
  const again = await start(bob.disk);
  await again.bundles.resume();
  await vi.waitFor(
    async () => expect((await again.pages.get(bundle.address))?.bundle?.heldParts).toBe(5),
    PATIENCE,
  );
  await expectWhole(again, bundle);
  expect(new Set(served)).toEqual(new Set(partsOf(bundle, 3, 4).map(({ address }) => address)));
});

test('where a relay takes fewer addresses than a bundle has, its first parts are announced, also after a new start', async () => {
  const small = await startRelay({ ...DEFAULT_LIMITS, haves: 4 });
  browsers.push({ stop: () => void small.stop() });
  const bundle = await makeBundle(6);
  const alice = await start();
  await keepBundle(alice.pages, bundle, { relays: [small.url] });
  const counter = connectClient(small);
  browsers.push({ stop: () => counter.close() });
  const counts = new Map<Address, number>();
  for (const address of [bundle.address, ...bundle.manifest.parts]) {
    counter.watch(address, (count) => counts.set(address, count));
  }
  const told = () => bundle.manifest.parts.map((address) => counts.get(address));
  await alice.seeding.announce(bundle.address, [small.url]);
  await vi.waitFor(() => expect(told()).toEqual([1, 1, 1, 0, 0, 0]), PATIENCE);
  alice.stop();
  await vi.waitFor(() => expect(counts.get(bundle.address)).toBe(0), PATIENCE);
  await start(alice.disk);
  await vi.waitFor(() => expect(told()).toEqual([1, 1, 1, 0, 0, 0]), PATIENCE);
  expect(counts.get(bundle.address)).toBe(1);
});
