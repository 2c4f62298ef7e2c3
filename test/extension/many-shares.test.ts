/** Shares of several files from the compose tab: where their parts go, and how an interrupted one goes on. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { OfferedFile } from '@mayfly/relay/words';
import { PART_BYTES } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { DiskFullError } from '../../extension/store/disk-full.ts';
import { Pages } from '../../extension/store/pages.ts';
import { composeUrlFor, takeHandedFiles } from '../../extension/ui/compose/handed-files.ts';
import { interruptedShares, isOf } from '../../extension/ui/compose/interrupted.ts';
import { StoreSink } from '../../extension/ui/compose/store-sink.ts';
import { handOver } from '../../extension/ui/popup/hand-over.ts';

const files = [
  { path: 'trip/a', bytes: PART_BYTES, modifiedAt: 1 },
  { path: 'trip/b', bytes: 5, modifiedAt: 2 },
];
const trip = { files, isSealed: true, name: 'trip' };
const page = new Blob(['a sealed part']);
const address = createHash('sha256').update('a sealed part').digest('hex') as Address;
const shared = { outcome: 'refused', message: 'a fake background' } as const;

let pages: Pages;
let asked: { id: string; name: string }[];

const sinkOfATab = () => {
  return new StoreSink(pages, async (bundle) => {
    asked.push(bundle);
    return shared;
  });
};

beforeEach(() => {
  pages = new Pages();
  asked = [];
});

test('a share begins with a key, and ends with its page in the store and a request', async () => {
  const sink = sinkOfATab();
  const { id, key, sealed } = await sink.begin(trip);
  expect([key?.length, sealed.size]).toEqual([32, 0]);
  await sink.put(id, 0, address, page);
  const manifest = new Uint8Array([1, 2, 3]);
  const about = { page: manifest, address, entries: 2, bytes: 9, parts: [address] };
  expect(await sink.finish(id, about)).toBe(shared);
  expect(asked).toEqual([{ id, name: 'trip' }]);
  expect(await pages.unfinished.get(id)).toMatchObject({ page: manifest, key });
  sink.release();
});

test('a public share has no key', async () => {
  const sink = sinkOfATab();
  expect(await sink.begin({ ...trip, isSealed: false })).not.toHaveProperty('key');
  sink.release();
});

test('the same files go on where their share was interrupted, under the same key', async () => {
  const killed = sinkOfATab();
  const before = await killed.begin(trip);
  await killed.put(before.id, 0, address, page);
  killed.release();
  const sink = sinkOfATab();
  const again = await sink.begin({ ...trip, name: 'Summer' });
  expect(again).toEqual({ id: before.id, key: before.key, sealed: new Map([[0, address]]) });
  sink.release();
});

test('files that another tab shares at this moment are shared anew', async () => {
  const [one, other] = [sinkOfATab(), sinkOfATab()];
  const first = await one.begin(trip);
  expect((await other.begin(trip)).id).not.toBe(first.id);
  one.release();
  other.release();
});

test('a full disk is said in words', async () => {
  const sink = new StoreSink({
    unfinished: pages.unfinished,
    parts: Object.assign(Object.create(pages.parts), {
      put: () => Promise.reject(new DiskFullError('full')),
    }) as Pages['parts'],
  });
  const { id } = await sink.begin(trip);
  await expect(sink.put(id, 0, address, page)).rejects.toThrow(/The disk is full/);
  sink.release();
});

describe('an interrupted share', () => {
  test('is offered with what is ready of it, once no tab works at it', async () => {
    const sink = sinkOfATab();
    const { id } = await sink.begin(trip);
    await sink.put(id, 0, address, page);
    expect(await interruptedShares(pages)).toEqual([]);
    sink.release();
    const total = PART_BYTES + 5;
    const facts = { id, name: 'trip', ready: PART_BYTES, total, isWhole: false };
    expect(await interruptedShares(pages)).toMatchObject([facts]);
    await pages.unfinished.setPage(id, new Uint8Array(3));
    expect(await interruptedShares(pages)).toMatchObject([{ isWhole: true }]);
    await sinkOfATab().discard(id);
    expect(await interruptedShares(pages)).toEqual([]);
    expect(await pages.parts.heldOf(id)).toEqual([]);
  });

  const offered = (path: string, bytes: number, lastModified: number): OfferedFile => {
    return { path, file: new File([new Uint8Array(bytes)], path, { lastModified }) };
  };

  test.each([
    ['the same, in any order', [offered('trip/b', 5, 2), offered('trip/a', PART_BYTES, 1)], true],
    ['changed', [offered('trip/b', 5, 3), offered('trip/a', PART_BYTES, 1)], false],
    ['fewer', [offered('trip/b', 5, 2)], false],
  ])('knows its files when they are %s', async (_, chosen, isTrue) => {
    const share = {
      id: 'x',
      name: 'trip',
      isSealed: true,
      files,
      ready: 0,
      total: 1,
      isWhole: false,
    };
    expect(isOf(chosen, share)).toBe(isTrue);
  });
});

test('the popup hands files to a new tab, and shows the tab once it has them', async () => {
  const chosen = [{ path: 'trip/a', file: new File(['hello'], 'a') }];
  const taken = new Promise<readonly OfferedFile[]>((resolve) => {
    fakeBrowser.tabs.onCreated.addListener(({ url = '' }) => {
      takeHandedFiles(new URL(url).search, resolve);
    });
  });
  await handOver(chosen);
  const [got] = await taken;
  expect(got?.path).toBe('trip/a');
  const [active] = await fakeBrowser.tabs.query({ active: true });
  expect(active?.url).toContain('/compose.html?from=');
});

test('a compose tab that no popup has opened waits for nothing', () => {
  takeHandedFiles('', () => expect.unreachable());
  expect(composeUrlFor('x')).toMatch(/compose\.html\?from=x$/);
});
