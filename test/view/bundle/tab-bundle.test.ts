// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { Blob as NodeBlob } from 'node:buffer';
import { IDBFactory } from 'fake-indexeddb';
import { assert, beforeEach, expect, test, vi } from 'vitest';
import { type Manifest, sealPart } from '../../../relay/client/bundle/index.ts';
import { CorruptError, RefusedError } from '../../../relay/client/errors.ts';
import { newKey } from '../../../relay/client/seal.ts';
import { addressOf } from '../../../relay/client/verify.ts';
import type { Address } from '../../../relay/protocol/address.ts';
import { HeldParts } from '../../../relay/web/bundle/held-parts.ts';
import { TabBundle } from '../../../relay/web/bundle/tab-bundle.ts';
import { FakeClient, OPEN } from '../fake-client.ts';
import { FakeLocks } from './fake-locks.ts';

const address = 'aa'.repeat(32) as Address;
const PART_BYTES = 100;
const COUNT = 5;

let key: Uint8Array<ArrayBuffer>;
let pages: Uint8Array<ArrayBuffer>[];
let manifest: Manifest;
let client: FakeClient;
let holds: number;

beforeEach(async () => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('Blob', NodeBlob);
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
  key = newKey();
  const contents = Array.from({ length: COUNT }, (_, n) => new Uint8Array(PART_BYTES).fill(n));
  pages = await Promise.all(contents.map((content, n) => sealPart(content, key, n)));
  const entry = { path: 'a', bytes: COUNT * PART_BYTES, type: 'text/plain', at: 0 };
  const parts = await Promise.all(pages.map(addressOf));
  manifest = { partBytes: PART_BYTES, parts, entries: [entry] };
  client = new FakeClient();
  client.connect(OPEN);
  holds = 0;
});

async function open(seen = Promise.resolve(), parts?: HeldParts) {
  const held = parts ?? (await HeldParts.restore(() => 0));
  const hold = () => void (holds += 1);
  const bundle = new TabBundle({ client, parts: held, address, manifest, key, seen, hold });
  await Promise.resolve();
  return { bundle, parts: held };
}

/** The parts that are asked for and not answered, in the order in which they were asked for. */
function asked(): readonly number[] {
  const open = client.fetches.filter(({ options }) => options.signal?.aborted === false);
  return open.map(({ address: part }) => manifest.parts.indexOf(part));
}

async function askedFor(expected: readonly number[]): Promise<void> {
  await vi.waitFor(() => expect(asked()).toEqual(expected));
}

/** What was asked for a part, which from now on is no longer among those asked for. */
async function taken(index: number) {
  await vi.waitFor(() => expect(asked()).toContain(index));
  const at = client.fetches.findIndex(
    ({ address: part, options }) => part === manifest.parts[index] && !options.signal?.aborted,
  );
  const [fetch] = client.fetches.splice(at, 1);
  assert(fetch);
  return fetch;
}

async function answer(index: number, page = pages[index]): Promise<void> {
  assert(page);
  (await taken(index)).resolve(page);
}

async function refuse(index: number, error: Error): Promise<void> {
  (await taken(index)).reject(error);
}

const heldIn = ({ state }: TabBundle) => [...state.value.held].toSorted((a, b) => a - b);

test('wanted parts are fetched three at a time, stored, announced, and then there', async () => {
  const { bundle, parts } = await open();
  const all = bundle.want('all');
  await askedFor([0, 1, 2]);
  expect(bundle.state.value.wanted).toBe(5);
  for (let index = 0; index < COUNT; index += 1) {
    await answer(index);
  }
  await all;
  expect(heldIn(bundle)).toEqual([0, 1, 2, 3, 4]);
  expect(client.haves.toSorted()).toEqual(manifest.parts.toSorted());
  expect((await parts.addresses()).toSorted()).toEqual(manifest.parts.toSorted());
  expect(await (await bundle.page(3))?.bytes()).toEqual(pages[3]);
  expect(bundle.state.value).toMatchObject({ wanted: 0, failed: [] });
});

test('nothing is wanted, and nothing fetched, before somebody wants it and has seen the tab', async () => {
  const seen = Promise.withResolvers<void>();
  const { bundle } = await open(seen.promise);
  expect(bundle.state.value).toEqual({ held: new Set(), wanted: 0, failed: [] });
  const wanting = bundle.want([1]);
  expect([asked(), holds]).toEqual([[], 0]);
  seen.resolve();
  await askedFor([1]);
  expect(holds).toBeGreaterThan(0);
  await answer(1);
  await wanting;
});

test('a part that is opened comes before all the others', async () => {
  const { bundle } = await open();
  void bundle.want('all').catch(() => {});
  const opened = bundle.want([4]);
  await answer(0);
  await askedFor([1, 2, 4]);
  await answer(4);
  await opened;
  expect(heldIn(bundle)).toEqual([0, 4]);
  bundle.close();
});

test('the rarest comes first, and what nobody holds is not asked for', async () => {
  const { bundle } = await open();
  client.count(3);
  const counts = [4, 0, 2, 1, 3];
  for (const [n, count] of counts.entries()) client.count(count, manifest.parts[n]);
  void bundle.want('all').catch(() => {});
  await askedFor([3, 2, 4]);
  expect(bundle.state.value.failed).toEqual([{ index: 1, why: 'nobody' }]);
  expect(bundle.state.value.complete).toBe(0);
  client.count(5, manifest.parts[1]);
  await vi.waitFor(() => expect(bundle.state.value.failed).toEqual([]));
  expect(bundle.state.value.complete).toBe(1);
  bundle.close();
});

test('a part whose last holder has gone makes way for another one', async () => {
  const { bundle } = await open();
  void bundle.want('all').catch(() => {});
  await askedFor([0, 1, 2]);
  client.count(0, manifest.parts[0]);
  await askedFor([1, 2, 3]);
  client.count(1, manifest.parts[0]);
  await answer(1);
  await askedFor([2, 3, 0]);
  bundle.close();
});

test.each([
  ['bad', async () => answer(1, pages[0])],
  ['bad', async () => refuse(1, new CorruptError(address))],
  ['refused', async () => refuse(1, new RefusedError('busy', 'later'))],
])('a part that is %s is told, and the others come', async (why, act) => {
  const { bundle } = await open();
  const waiting = expect(bundle.want([1])).rejects.toMatchObject({ name: 'PartError', why });
  const other = bundle.want([2]);
  await act();
  await waiting;
  expect(bundle.state.value.failed).toEqual([{ index: 1, why }]);
  await answer(2);
  await other;
});

test('a refused part is asked for again where somebody wants it again', async () => {
  const { bundle } = await open();
  const first = expect(bundle.want([1])).rejects.toThrow('refused');
  await refuse(1, new RefusedError('busy', 'later'));
  await first;
  const second = bundle.want([1]);
  await answer(1);
  await second;
  expect(bundle.state.value.failed).toEqual([]);
});

test('a disk without room ends the fetching, and says so', async () => {
  const { bundle, parts } = await open();
  const full = Object.assign(new Error('full'), { name: 'DiskFullError' });
  const put = vi.spyOn(parts, 'put').mockRejectedValueOnce(full);
  const waiting = expect(bundle.want('all')).rejects.toMatchObject({ why: 'disk-full' });
  await answer(0);
  await waiting;
  await askedFor([1, 2]);
  expect(bundle.state.value.failed).toEqual([{ index: 0, why: 'disk-full' }]);
  put.mockRestore();
  bundle.close();
});

test('what is no longer wanted is no longer asked for', async () => {
  const { bundle } = await open();
  const waiting = expect(bundle.want('all')).rejects.toHaveProperty('name', 'AbortError');
  bundle.stop();
  await waiting;
  expect(asked()).toEqual([]);
  expect(bundle.state.value.wanted).toBe(0);
});

test('a signal ends the waiting, and nothing else', async () => {
  const { bundle } = await open();
  const leaving = new AbortController();
  const waiting = expect(bundle.want([0], leaving.signal)).rejects.toBe('enough');
  leaving.abort('enough');
  await waiting;
  await askedFor([0]);
});

test('a tab that is loaded again fetches only what is missing, and goes on by itself where all was wanted', async () => {
  const before = await open();
  void before.bundle.want('all').catch(() => {});
  await answer(1);
  await vi.waitFor(() => expect(heldIn(before.bundle)).toEqual([1]));
  before.bundle.close();
  client = new FakeClient();
  const { bundle } = await open();
  expect(heldIn(bundle)).toEqual([1]);
  expect(bundle.state.value.wanted).toBe(4);
  await askedFor([0, 2, 3]);
  bundle.stop();
  bundle.close();
  expect((await open()).bundle.state.value.wanted).toBe(0);
});

test('a deleted bundle comes back for who wants it again', async () => {
  const { bundle, parts } = await open();
  const first = bundle.want([0]);
  await answer(0);
  await first;
  bundle.stop();
  const gone = await parts.delete(parts.idOf(address) ?? '');
  bundle.onStored();
  expect(gone).toEqual([manifest.parts[0]]);
  expect([bundle.state.value.held.size, await bundle.page(0)]).toEqual([0, undefined]);
  holds = 0;
  const again = bundle.want([0]);
  expect(holds).toBe(1);
  await answer(0);
  await again;
  expect(parts.idOf(address)).toBeDefined();
});

test('a part that the disk has spoiled is discarded, and comes again', async () => {
  const { bundle } = await open();
  const first = bundle.want([0]);
  await answer(0);
  await first;
  await bundle.discard(0);
  expect([heldIn(bundle), client.drops]).toEqual([[], [manifest.parts[0]]]);
  const again = bundle.want([0]);
  await answer(0);
  await again;
  expect(heldIn(bundle)).toEqual([0]);
});

test('a reader who leaves ends everything', async () => {
  const { bundle } = await open();
  const waiting = expect(bundle.want('all')).rejects.toHaveProperty('name', 'AbortError');
  bundle.close();
  await waiting;
  expect(asked()).toEqual([]);
  expect([client.isWatched, client.isHeard]).toEqual([false, false]);
});
