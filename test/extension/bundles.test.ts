/** The store of bundles: parts and the record that they belong to come, change and go together. */
import { addressOf, BUNDLE_TYPE } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../extension/store/database.ts';
import { DiskFullError } from '../../extension/store/disk-full.ts';
import type { NewPage } from '../../extension/store/record-changes.ts';
import { Pages } from '../../extension/store/pages.ts';
import { BundleGoneError, DamagedPageError } from '../../extension/store/store-error.ts';
import { UNFINISHED_MS, type UnfinishedShare } from '../../extension/store/unfinished.ts';
import { bytesOf, ELSEWHERE, HOME } from './scene.ts';

const MANIFEST = bytesOf('a manifest');
const CONTENTS = ['first part', 'second', 'third'];
const PARTS = await Promise.all(CONTENTS.map((text) => addressOf(bytesOf(text))));
const BYTES = CONTENTS.join('').length;
const FACTS = { entries: 2, bytes: 24, parts: CONTENTS.length };

afterEach(() => vi.restoreAllMocks());

function blob(text: string): Blob {
  return new Blob([text]);
}

function part(index: number): [index: number, address: Address, page: Blob] {
  return [index, PARTS[index]!, blob(CONTENTS[index]!)];
}

async function manifest(origin: NewPage['origin'] = 'viewed', bytes = MANIFEST): Promise<NewPage> {
  const hints = { mediaType: BUNDLE_TYPE, name: 'Trip', title: 'Trip', addedAt: 1 };
  return { address: await addressOf(bytes), ...hints, origin, relays: [HOME] };
}

function share(changes: Partial<UnfinishedShare> = {}): UnfinishedShare {
  const files = [
    { path: 'a.txt', bytes: 10, modifiedAt: 5 },
    { path: 'b/c.txt', bytes: 14, modifiedAt: 6 },
  ];
  return { id: 'one', isSealed: true, name: 'Trip', files, startedAt: 1, ...changes };
}

/** A reader's browser with the manifest and these parts of a bundle. */
async function reader(...indexes: readonly number[]) {
  const pages = new Pages();
  const page = await manifest();
  await pages.putBundle(page, MANIFEST, { id: 'one', ...FACTS });
  for (const index of indexes) await pages.parts.put('one', ...part(index));
  return { pages, parts: pages.parts, address: page.address };
}

async function partKeys() {
  const database = await openDatabase();
  const keys = await database.getAllKeys('parts');
  database.close();
  return keys;
}

describe('the parts of a held bundle', () => {
  test('count in its record and in the totals, each once', async () => {
    const { pages, parts, address } = await reader(0, 2);
    await parts.put('one', ...part(2));
    const heldBytes = CONTENTS[0]!.length + CONTENTS[2]!.length;
    expect(await pages.get(address)).toMatchObject({
      length: MANIFEST.length,
      bundle: { id: 'one', ...FACTS, heldParts: 2, heldBytes },
    });
    expect(await pages.total('viewed')).toEqual({ pages: 1, bytes: MANIFEST.length + heldBytes });
  });

  test('are known by number and address, without their pages', async () => {
    const { parts } = await reader(2, 0);
    expect(await parts.heldOf('one')).toEqual([0, 2]);
    expect(await parts.listOf('one')).toEqual([
      { index: 0, address: PARTS[0], bytes: CONTENTS[0]!.length },
      { index: 2, address: PARTS[2], bytes: CONTENTS[2]!.length },
    ]);
    expect(await parts.addressesOf(['one', 'another'])).toEqual([PARTS[0], PARTS[2]]);
    expect(await parts.heldOf('on')).toEqual([]);
  });

  test('are read in ranges, as pages are', async () => {
    const { parts } = await reader(1);
    expect(await parts.read(PARTS[1]!, 2, 3)).toEqual({ total: 6, bytes: bytesOf('con') });
    expect(await parts.read(PARTS[1]!, 4, 100)).toEqual({ total: 6, bytes: bytesOf('nd') });
    expect(await parts.read(PARTS[0]!, 0, 9)).toBeUndefined();
    expect(await (await parts.page('one', 1))?.text()).toBe('second');
    expect(await parts.page('one', 0)).toBeUndefined();
  });

  test('are owned by the record of their bundle', async () => {
    const { parts, address } = await reader(1);
    expect(await parts.ownerOf(PARTS[1]!)).toMatchObject({ address });
    expect(await parts.ownerOf(PARTS[0]!)).toBeUndefined();
    expect(
      await parts.ownerOf(PARTS[1]!, ({ relays }) => relays.includes(ELSEWHERE)),
    ).toBeUndefined();
  });

  test('are told of as they come and go', async () => {
    const { pages, parts, address } = await reader();
    const heard = vi.fn<(change: object) => void>();
    pages.subscribe(heard);
    await parts.put('one', ...part(0));
    await parts.remove('one', 0);
    expect(heard.mock.calls).toEqual(Array(2).fill([{ type: 'parts', addresses: [address] }]));
  });

  test('go with it, in one transaction', async () => {
    const { pages, address } = await reader(0, 1);
    const [removed] = await pages.remove([address]);
    expect(removed).toMatchObject({ address, parts: [PARTS[0], PARTS[1]] });
    expect(await partKeys()).toEqual([]);
    expect(await pages.total('viewed')).toEqual({ pages: 0, bytes: 0 });
  });

  test('stay where its deletion fails', async () => {
    const { pages, parts, address } = await reader(0, 1);
    const remove = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (
      this: IDBObjectStore,
    ) {
      if (this.name === 'parts') throw new DOMException('broken', 'UnknownError');
      return this.get('nothing');
    });
    await expect(pages.remove([address])).rejects.toThrow('broken');
    remove.mockRestore();
    expect(await pages.get(address)).toMatchObject({ bundle: { heldParts: 2 } });
    expect(await parts.heldOf('one')).toEqual([0, 1]);
  });

  test('stay whole when the manifest comes once more, and when it is shared', async () => {
    const { pages, address } = await reader(0);
    await pages.put(await manifest('published'), MANIFEST);
    await pages.putBundle(await manifest('published'), MANIFEST, { id: 'one', ...FACTS });
    expect(await pages.get(address)).toMatchObject({
      origin: 'published',
      bundle: { id: 'one', heldParts: 1, heldBytes: CONTENTS[0]!.length },
    });
    expect((await pages.total('published')).bytes).toBe(MANIFEST.length + CONTENTS[0]!.length);
    expect((await pages.total('viewed')).bytes).toBe(0);
  });

  test('are refused once it is deleted', async () => {
    const { pages, parts, address } = await reader(0);
    await pages.remove([address]);
    await expect(parts.put('one', ...part(1))).rejects.toBeInstanceOf(BundleGoneError);
    expect(await partKeys()).toEqual([]);
  });

  test('that do not fit leave everything as it was', async () => {
    const { pages, parts, address } = await reader(0);
    const before = await pages.get(address);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(parts.put('one', ...part(1))).rejects.toBeInstanceOf(DiskFullError);
    expect(await pages.get(address)).toEqual(before);
    expect(await parts.heldOf('one')).toEqual([0]);
  });

  test('make it used when they are uploaded, and their bytes count', async () => {
    const { pages, address } = await reader(0);
    await pages.addServed(
      new Map([
        [PARTS[0]!, { bytes: 7, times: 1, at: 9 }],
        [address, { bytes: 3, times: 1, at: 8 }],
        [PARTS[1]!, { bytes: 99, times: 1, at: 99 }],
      ]),
    );
    expect(await pages.get(address)).toMatchObject({ servedBytes: 10, servedTimes: 1 });
  });
});

describe('a bundle under two ids', () => {
  test('keeps the parts of the one that has more, whichever came last', async () => {
    const { pages, parts, address } = await reader(0);
    await pages.unfinished.begin(share({ id: 'two', isSealed: false }));
    for (const index of [0, 1, 2]) await parts.put('two', ...part(index));
    await pages.putBundle(await manifest('published'), MANIFEST, { id: 'two', ...FACTS });
    expect(await pages.get(address)).toMatchObject({
      bundle: { id: 'two', heldParts: 3, heldBytes: BYTES },
    });
    await pages.putBundle(await manifest(), MANIFEST, { id: 'three', ...FACTS });
    expect(await pages.get(address)).toMatchObject({ bundle: { id: 'two', heldParts: 3 } });
    expect((await partKeys()).map(([id]) => id)).toEqual(['two', 'two', 'two']);
    expect((await pages.total('published')).bytes).toBe(MANIFEST.length + BYTES);
  });

  test('does not count as gone where another bundle has its part', async () => {
    const { pages, parts, address } = await reader(0, 1);
    const other = bytesOf('another manifest');
    await pages.putBundle(await manifest('viewed', other), other, { id: 'two', ...FACTS });
    await parts.put('two', 5, PARTS[0]!, blob(CONTENTS[0]!));
    const [removed] = await pages.remove([address]);
    expect(removed?.parts).toEqual([PARTS[1]]);
    expect((await parts.read(PARTS[0]!, 0, 5))?.bytes).toEqual(bytesOf('first'));
  });
});

describe('a damaged part', () => {
  test('of other bytes is deleted when it is read whole, and no longer counts', async () => {
    const { pages, parts, address } = await reader(1);
    await parts.put('one', 0, PARTS[0]!, blob('first pert'));
    await expect(parts.readWhole(PARTS[0]!)).rejects.toBeInstanceOf(DamagedPageError);
    expect(await parts.heldOf('one')).toEqual([1]);
    expect(await pages.get(address)).toMatchObject({ bundle: { heldParts: 1, heldBytes: 6 } });
    expect((await pages.total('viewed')).bytes).toBe(MANIFEST.length + 6);
  });

  test('of another length is found out by any range', async () => {
    const { parts } = await reader(0);
    const database = await openDatabase();
    const held = await database.get('parts', ['one', 0]);
    await database.put('parts', { ...held!, page: blob('first') });
    database.close();
    await expect(parts.read(PARTS[0]!, 0, 2)).rejects.toBeInstanceOf(DamagedPageError);
    expect(await parts.heldOf('one')).toEqual([]);
  });

  test.each([
    ['viewed', []],
    ['published', [0]],
  ] as const)(
    'that cannot be read stays where only this browser has it: %s',
    async (origin, held) => {
      const { pages, parts } = await reader(0);
      await pages.put(await manifest(origin), MANIFEST);
      vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(
        new DOMException('', 'NotReadableError'),
      );
      await expect(parts.read(PARTS[0]!, 0, 2)).rejects.toBeInstanceOf(DamagedPageError);
      expect(await parts.heldOf('one')).toEqual(held);
    },
  );

  test('that is whole is read whole', async () => {
    const { parts } = await reader(0);
    expect(await parts.readWhole(PARTS[0]!)).toEqual(bytesOf('first part'));
    expect(await parts.readWhole(PARTS[1]!)).toBeUndefined();
  });
});

describe('an unfinished share', () => {
  test('keeps its parts, and counts nowhere', async () => {
    const pages = new Pages();
    await pages.unfinished.begin(share());
    await pages.parts.put('one', ...part(1));
    expect(await pages.parts.listOf('one')).toMatchObject([{ index: 1, address: PARTS[1] }]);
    expect(await pages.parts.ownerOf(PARTS[1]!)).toBeUndefined();
    expect(await pages.total('published')).toEqual({ pages: 0, bytes: 0 });
  });

  test('is found by the same files, in whatever order, and by no others', async () => {
    const { unfinished } = new Pages();
    await unfinished.begin(share());
    const { files } = share();
    expect(await unfinished.find(files.toReversed())).toEqual(share());
    expect(await unfinished.find(files, true)).toEqual(share());
    expect(await unfinished.find(files, false)).toBeUndefined();
    expect(await unfinished.find(files.slice(1))).toBeUndefined();
    const later = files.map((file) => ({ ...file, modifiedAt: file.modifiedAt + 1 }));
    expect(await unfinished.find(later)).toBeUndefined();
  });

  test('becomes a bundle with its parts where they are', async () => {
    const pages = new Pages();
    await pages.unfinished.begin(share());
    for (const index of [0, 1, 2]) await pages.parts.put('one', ...part(index));
    await pages.unfinished.setPage('one', MANIFEST);
    expect(await pages.unfinished.get('one')).toEqual(share({ page: MANIFEST }));
    const page = await manifest('published');
    await pages.putBundle(page, MANIFEST, { id: 'one', ...FACTS });
    expect(await pages.unfinished.all()).toEqual([]);
    expect(await pages.get(page.address)).toMatchObject({
      bundle: { heldParts: 3, heldBytes: BYTES },
    });
    await pages.unfinished.discard('one');
    expect(await pages.parts.heldOf('one')).toEqual([0, 1, 2]);
  });

  test('is discarded with its parts', async () => {
    const pages = new Pages();
    await pages.unfinished.begin(share());
    await pages.unfinished.begin(share({ id: 'two' }));
    for (const id of ['one', 'two']) await pages.parts.put(id, ...part(0));
    await pages.unfinished.discard('one');
    expect((await pages.unfinished.all()).map(({ id }) => id)).toEqual(['two']);
    expect(await partKeys()).toEqual([['two', 0]]);
    await expect(pages.parts.put('one', ...part(1))).rejects.toBeInstanceOf(BundleGoneError);
  });

  test('goes when nobody took it up for a week', async () => {
    const { unfinished } = new Pages();
    await unfinished.begin(share());
    await unfinished.begin(share({ id: 'two' }));
    await unfinished.takeUp('two', 50);
    expect(await unfinished.sweep(UNFINISHED_MS)).toBe(UNFINISHED_MS + 1);
    expect(await unfinished.sweep(UNFINISHED_MS + 1)).toBe(UNFINISHED_MS + 50);
    expect((await unfinished.all()).map(({ id }) => id)).toEqual(['two']);
  });
});

test('a bundle whose reader asked for all of it is known as such, until it is not wanted', async () => {
  const { pages, address } = await reader(0);
  await pages.want(address, true);
  await pages.parts.put('one', ...part(1));
  expect(await pages.get(address)).toMatchObject({ bundle: { isWanted: true, heldParts: 2 } });
  await pages.want(address, false);
  expect((await pages.get(address))?.bundle).not.toHaveProperty('isWanted');
});
