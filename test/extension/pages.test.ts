import { addressOf } from '@mayfly/relay/client';
import { describe, expect, test } from 'vitest';
import { CHUNK_BYTES, Pages } from '../../extension/store/pages.ts';
import { type Database, openDatabase, UPGRADE_STEPS } from '../../extension/store/database.ts';
import { bytesOf, ELSEWHERE, HOME, keep, longPage } from './scene.ts';

describe('ranges', () => {
  const length = 2 * CHUNK_BYTES + 1_000;
  const bytes = longPage(length);

  test.each([
    ['the start', 0, 10],
    ['inside the first chunk', 100, 64 * 1024],
    ['up to the end of a chunk', CHUNK_BYTES - 10, 10],
    ['from the start of a chunk', CHUNK_BYTES, 10],
    ['across two chunks', CHUNK_BYTES - 5, 10],
    ['across all chunks', 7, 2 * CHUNK_BYTES + 500],
    ['past the end', length - 3, 100],
    ['the whole', 0, length],
  ])('%s', async (_, from, count) => {
    const pages = new Pages();
    const address = await keep(pages, bytes);
    const range = await pages.read(address, from, count);
    expect(range?.total).toBe(length);
    expect(range?.bytes).toEqual(bytes.slice(from, from + count));
  });

  test('a range that starts at the end is empty', async () => {
    const pages = new Pages();
    const address = await keep(pages, bytesOf('hello'));
    expect(await pages.read(address, 5, 10)).toEqual({ total: 5, bytes: new Uint8Array() });
  });

  test('a page that is not held has no range', async () => {
    const pages = new Pages();
    const address = await keep(pages, bytesOf('hello'));
    await pages.remove(address);
    expect(await pages.read(address, 0, 5)).toBeUndefined();
  });

  test('a view of a larger buffer is kept as the page alone', async () => {
    const pages = new Pages();
    const address = await keep(pages, bytesOf('xxhelloxx').subarray(2, 7));
    expect((await pages.read(address, 0, 99))?.bytes).toEqual(bytesOf('hello'));
  });
});

describe('writing', () => {
  test('what was put is there for whoever opens the store next', async () => {
    const address = await keep(new Pages(), bytesOf('hello'));
    expect(await new Pages().get(address)).toMatchObject({ length: 5, servedBytes: 0 });
  });

  test('a page whose record cannot be stored leaves no bytes behind', async () => {
    const pages = new Pages();
    const address = await addressOf(bytesOf('hello'));
    const title = (() => 'no disk takes a function') as unknown as string;
    const page = { address, mediaType: 'text/plain', title, origin: 'viewed' as const };
    const putting = pages.put({ ...page, relays: [HOME], addedAt: 1 }, bytesOf('hello'));
    await expect(putting).rejects.toThrow('cannot store page');
    expect(await (await openDatabase(() => undefined)).count('chunks')).toBe(0);
  });

  test('a page that is let go of leaves no bytes behind', async () => {
    const pages = new Pages();
    const kept = await keep(pages, bytesOf('kept'));
    await pages.remove(await keep(pages, longPage(CHUNK_BYTES + 1)));
    expect(await (await openDatabase(() => undefined)).getAllKeys('chunks')).toEqual([[kept, 0]]);
  });

  test('a viewed page that is published becomes a published one at both relays', async () => {
    const pages = new Pages();
    const address = await keep(pages, bytesOf('hello'), [HOME]);
    await keep(pages, bytesOf('hello'), [ELSEWHERE], 2);
    expect(await pages.get(address)).toMatchObject({ relays: [ELSEWHERE, HOME], addedAt: 2 });
  });

  test('publishing a page again mends what was damaged on the disk', async () => {
    const pages = new Pages();
    const bytes = longPage(CHUNK_BYTES + 1);
    const address = await keep(pages, bytes);
    const database = await openDatabase(() => undefined);
    await database.put('chunks', bytesOf('damaged'), [address, 0]);
    await database.delete('chunks', [address, 1]);
    database.close();
    await keep(pages, bytes);
    expect((await pages.read(address, 0, bytes.length))?.bytes).toEqual(bytes);
  });

  test('viewing a published page leaves it a published one', async () => {
    const pages = new Pages();
    const address = await keep(pages, bytesOf('hello'));
    const viewed = { address, mediaType: 'text/html', title: 'other', origin: 'viewed' as const };
    await pages.put({ ...viewed, relays: [HOME], addedAt: 2 }, bytesOf('hello'));
    expect(await pages.get(address)).toMatchObject({
      origin: 'published',
      mediaType: 'text/plain',
    });
  });
});

describe('lists', () => {
  test('a relay learns only of the pages announced there, the latest first', async () => {
    const pages = new Pages();
    const first = await keep(pages, bytesOf('1'), [HOME], 1);
    await keep(pages, bytesOf('2'), [ELSEWHERE], 2);
    const third = await keep(pages, bytesOf('3'), [HOME, ELSEWHERE], 3);
    expect(await pages.source(HOME).addresses()).toEqual([third, first]);
  });

  test('each relay in use is named once', async () => {
    const pages = new Pages();
    await keep(pages, bytesOf('1'), [HOME]);
    await keep(pages, bytesOf('2'), [HOME, ELSEWHERE]);
    expect(await pages.relays()).toEqual([HOME, ELSEWHERE]);
  });

  test('the recent pages are the last ones added', async () => {
    const pages = new Pages();
    await keep(pages, bytesOf('1'), [HOME], 1);
    const second = await keep(pages, bytesOf('2'), [HOME], 2);
    expect((await pages.recent(1)).map((page) => page.address)).toEqual([second]);
  });
});

describe('upgrades', () => {
  test('a later step finds the pages of the steps before', async () => {
    const address = await keep(new Pages(), bytesOf('hello'));
    const addNotes = (database: Database) => void database.createObjectStore('notes' as 'pages');
    const database = await openDatabase(() => undefined, [...UPGRADE_STEPS, addNotes]);
    expect(database.version).toBe(UPGRADE_STEPS.length + 1);
    expect([...database.objectStoreNames]).toContain('notes');
    expect(await database.get('pages', address)).toMatchObject({ length: 5 });
  });

  test('a database that is up to date goes through no step again', async () => {
    (await openDatabase(() => undefined)).close();
    const again = await openDatabase(() => undefined);
    expect(again.version).toBe(UPGRADE_STEPS.length);
  });
});
