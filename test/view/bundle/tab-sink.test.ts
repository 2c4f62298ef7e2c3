// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { Blob as NodeBlob } from 'node:buffer';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Address } from '../../../relay/protocol/address.ts';
import { type FinishedBundle, SharingProblem } from '../../../relay/view/bundle/part-sink.ts';
import { HeldParts } from '../../../relay/web/bundle/held-parts.ts';
import { TabSink } from '../../../relay/web/bundle/tab-sink.ts';
import { FakeLocks } from './fake-locks.ts';

const part = 'bb'.repeat(32) as Address;
const manifest = 'aa'.repeat(32) as Address;
const page = new Uint8Array([1, 2, 3]);
const files = [
  { path: 'a.txt', bytes: 3, modifiedAt: 5 },
  { path: 'b/c.txt', bytes: 4, modifiedAt: 6 },
];
const share = { name: 'Holiday', files, isSealed: true };
const bundle: FinishedBundle = { page, address: manifest, entries: 2, bytes: 7, parts: [part] };

let kept: Address[];
let quota: number;

beforeEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  kept = [];
  quota = Infinity;
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('Blob', NodeBlob);
  const storage = { estimate: async () => ({ quota, usage: 0 }) };
  vi.stubGlobal('navigator', { locks: new FakeLocks(), storage });
});

/** The tab as it is once it is opened, or loaded again. */
async function openTab() {
  const parts = await HeldParts.restore(() => 0);
  const sink = new TabSink(parts, async (address) => void kept.push(address));
  return { parts, sink };
}

test('a share goes from its parts to its list, and is a bundle of the tab then', async () => {
  const { parts, sink } = await openTab();
  const { id, key, sealed } = await sink.begin(share);
  expect([key?.length, sealed.size]).toEqual([32, 0]);
  await sink.put(id, 0, part, new Blob([page]));
  expect(await sink.finish(id, bundle)).toBe(bundle);
  expect(kept).toEqual([manifest]);
  expect(parts.idOf(manifest)).toBe(id);
  expect(await parts.addresses()).toEqual([part]);
  expect(await sink.interrupted()).toEqual([]);
});

test('a tab that is loaded again takes up the share of the same files, under its key', async () => {
  const before = await openTab();
  const begun = await before.sink.begin(share);
  await before.sink.put(begun.id, 0, part, new Blob([page]));
  const { sink } = await openTab();
  const known = { ...share, id: begun.id, ready: 7, total: 7, isWhole: false };
  expect(await sink.interrupted()).toEqual([known]);
  const again = await sink.begin({ ...share, name: 'Another name' });
  expect(again).toEqual({ ...begun, sealed: new Map([[0, part]]) });
});

test.each([
  ['another time', { ...share, files: [files[0], { ...files[1], modifiedAt: 7 }] }],
  ['another size', { ...share, files: [files[0], { ...files[1], bytes: 5 }] }],
  ['one file less', { ...share, files: [files[0]] }],
  ['a public one', { ...share, isSealed: false }],
])('a share with %s is a new one', async (_, other) => {
  const { sink } = await openTab();
  const begun = await sink.begin(share);
  const another = await sink.begin(other as typeof share);
  expect(another.id).not.toBe(begun.id);
  expect(await sink.interrupted()).toHaveLength(2);
});

test('a public share has no key, the second time neither', async () => {
  const { sink } = await openTab();
  const open = { ...share, isSealed: false };
  expect(await sink.begin(open)).not.toHaveProperty('key');
  expect(await (await openTab()).sink.begin(open)).not.toHaveProperty('key');
});

test('a discarded share leaves nothing behind', async () => {
  const { parts, sink } = await openTab();
  const { id } = await sink.begin(share);
  await sink.put(id, 0, part, new Blob([page]));
  await sink.discard(id);
  expect(await sink.interrupted()).toEqual([]);
  expect(sessionStorage).toHaveLength(0);
  expect(await parts.room()).toBe(await (await openTab()).parts.room());
});

test('files without room are refused before anything is stored, and so is a part', async () => {
  quota = 64 * 1024 * 1024 + 6;
  const { sink } = await openTab();
  const refused = expect(sink.begin(share)).rejects;
  await refused.toBeInstanceOf(SharingProblem);
  await expect(sink.begin(share)).rejects.toThrow('The Mayfly extension has more room');
  expect(sessionStorage).toHaveLength(0);
  quota += 1;
  const { id } = await sink.begin(share);
  const large = new Blob([new Uint8Array(9)]);
  await expect(sink.put(id, 0, part, large)).rejects.toBeInstanceOf(SharingProblem);
});
