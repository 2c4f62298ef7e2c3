/** A bundle is announced, uploaded and taken back with all of its parts that are here. */
import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { uploadSource } from '../../extension/background/hold/uploaded-pages.ts';
import { openDatabase } from '../../extension/store/database.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { keepBundle, makeBundle, type SharedBundle } from './bundle-scene.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function addressesOf({ parts }: SharedBundle) {
  return parts.map(({ address }) => address);
}

/** A browser that holds a bundle of three parts, without the second if so said. */
async function holder({ held = [0, 1, 2], uploads = 'all' as const } = {}) {
  const background = scene({ uploads });
  const bundle = await makeBundle(3);
  const id = await keepBundle(background.pages, bundle, { relays: [HOME, ELSEWHERE], held });
  const { pages, uploadPolicy, seeding } = background;
  const onLost = vi.fn(
    (...[part, relays]: Parameters<typeof seeding.dropPart>) => void seeding.dropPart(part, relays),
  );
  const source = uploadSource({ pages, uploadPolicy, relay: HOME, onLost });
  await seeding.refresh();
  return { ...background, bundle, id, source, onLost };
}

async function damage(id: string, index: number, page: Blob): Promise<void> {
  const database = await openDatabase();
  const part = await database.get('parts', [id, index]);
  if (part) await database.put('parts', { ...part, page });
  database.close();
}

test('pages come first, then the parts of bundles, the latest bundle first', async () => {
  const { pages, source, bundle } = await holder({ held: [0, 2] });
  const page = await keep(pages, bytesOf('hello'), [HOME], 5);
  const newer = await makeBundle(1);
  await keepBundle(pages, newer, { addedAt: 9 });
  const [first, , third] = addressesOf(bundle);
  expect(await source.addresses()).toEqual([
    ...[newer.address, page, bundle.address],
    ...[...addressesOf(newer), first, third],
  ]);
});

test('a part is read in ranges, and only at the relays of its bundle', async () => {
  const { pages, uploadPolicy, source, bundle } = await holder();
  const [{ address, bytes }] = bundle.parts as [SharedBundle['parts'][0]];
  const range = await source.read(address, 3, 10);
  expect(range).toEqual({ total: bytes.length, bytes: bytes.slice(3, 13) });
  const other = uploadSource({ pages, uploadPolicy, relay: 'https://third.example' });
  expect(await other.read(address, 0, 10)).toBeUndefined();
});

test('while uploads rest, no part is announced or leaves', async () => {
  const { source, bundle } = await holder();
  await writeSettings({ pause: { until: 'resumed' } });
  await vi.waitFor(async () => expect(await source.addresses()).toEqual([]));
  expect(await source.read(addressesOf(bundle)[0]!, 0, 10)).toBeUndefined();
});

test('what a part uploads counts for its bundle, and for the limit of the day', async () => {
  const { pages, source, bundle, uploadPolicy, clientOf } = await holder();
  const noteServed = vi.spyOn(uploadPolicy, 'noteServed');
  const [address = bundle.address] = addressesOf(bundle);
  await source.read(address, 0, 50);
  clientOf(HOME).emit({ type: 'served', address, from: 0, length: 50 });
  await vi.waitFor(
    async () =>
      expect(await pages.get(bundle.address)).toMatchObject({ servedBytes: 50, servedTimes: 0 }),
    3_000,
  );
  expect(noteServed).toHaveBeenCalledExactlyOnceWith(50);
});

test('past the limit of the day no part leaves', async () => {
  const { source, bundle } = await holder();
  const [address = bundle.address] = addressesOf(bundle);
  await writeSettings({ dailyBytes: 40 });
  expect(await source.read(address, 0, 50)).toBeDefined();
  await vi.waitFor(async () => expect(await source.read(address, 50, 50)).toBeUndefined());
  expect(await source.addresses()).toEqual([]);
});

test.each([
  ['of another byte', (bytes: Uint8Array<ArrayBuffer>) => bytes.with(7, (bytes[7] ?? 0) ^ 1)],
  ['that is cut', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, 9)],
])('a part %s does not leave; it is deleted, and taken back everywhere', async (_, change) => {
  const { id, pages, source, bundle, onLost, clientOf } = await holder();
  const { address, bytes } = bundle.parts[1]!;
  await damage(id, 1, new Blob([change(bytes)]));
  expect(await source.read(address, 0, 10)).toBeUndefined();
  expect(await pages.parts.heldOf(id)).toEqual([0, 2]);
  expect(onLost).toHaveBeenCalledWith(address, [HOME, ELSEWHERE]);
  await vi.waitFor(() => expect(clientOf(ELSEWHERE).said).toContain(`drop ${address}`));
  expect(clientOf(HOME).said).toContain(`drop ${address}`);
  expect(await source.addresses()).not.toContain(address);
});

test('a part is read from the disk once, not for each range, while it is asked for', async () => {
  const { pages, source, bundle } = await holder();
  const [readWhole, read] = [vi.spyOn(pages.parts, 'readWhole'), vi.spyOn(pages.parts, 'read')];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { address, bytes } = bundle.parts[0]!;
  const ranges = [0, 10, 20].map((from) => source.read(address, from, 10));
  const joined = (await Promise.all(ranges)).flatMap((range) => [...(range?.bytes ?? [])]);
  expect(joined).toEqual([...bytes.slice(0, 30)]);
  expect(read).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect((await source.read(address, 30, 5))?.bytes).toEqual(bytes.slice(30, 35));
  expect(read).toHaveBeenCalledOnce();
  expect(readWhole).toHaveBeenCalledOnce();
});

test('a bundle that was deleted uploads nothing more of a part that was just read', async () => {
  const { seeding, source, bundle } = await holder();
  const [address = bundle.address] = addressesOf(bundle);
  expect(await source.read(address, 0, 10)).toBeDefined();
  await seeding.deletePages(bundle.address);
  expect(await source.read(address, 10, 10)).toBeUndefined();
});

test('a bundle is announced with the parts that are here, the manifest last, so that it stays longest', async () => {
  const { seeding, bundle, clientOf } = await holder({ held: [0, 2] });
  await seeding.announce(bundle.address, [HOME]);
  const [first, , third] = addressesOf(bundle);
  expect(clientOf(HOME).said).toEqual([`have ${third}`, `have ${first}`, `have ${bundle.address}`]);
});

test('a bundle that is deleted is taken back with its parts, but for one that another bundle has', async () => {
  const { pages, seeding, bundle, clientOf } = await holder();
  const shared = { ...(await makeBundle(1)), parts: bundle.parts.slice(0, 1) };
  await keepBundle(pages, shared);
  await seeding.deletePages(bundle.address);
  const [, second, third] = addressesOf(bundle);
  expect(clientOf(HOME).said).toEqual([bundle.address, second, third].map((one) => `drop ${one}`));
});

test('another choice of what is uploaded is told of the parts too', async () => {
  const { relays, bundle, clientOf } = await holder();
  relays.use(HOME);
  const all = [bundle.address, ...addressesOf(bundle)];
  await writeSettings({ uploads: 'published' });
  await vi.waitFor(() => expect(clientOf().said).toEqual(all.map((one) => `drop ${one}`)));
  await writeSettings({ uploads: 'all' });
  const again = all.toReversed().map((one) => `have ${one}`);
  await vi.waitFor(() => expect(clientOf().said.slice(all.length)).toEqual(again));
});

test('no part takes the room of a page: beyond the limit of a relay, the last parts are not announced', async () => {
  const { pages, relays, seeding, bundle, clientOf } = await holder();
  await keep(pages, bytesOf('hello'), [HOME], 5);
  relays.use(HOME);
  clientOf(HOME).open({ ...DEFAULT_LIMITS, haves: 4 });
  await seeding.announce(bundle.address, [HOME]);
  const [first, second] = addressesOf(bundle);
  expect(clientOf(HOME).said).toEqual([
    `have ${second}`,
    `have ${first}`,
    `have ${bundle.address}`,
  ]);
});
