import { addressOf } from '@mayfly/relay/client';
import { describe, expect, test } from 'vitest';
import { CHUNK_BYTES } from '../../extension/store/chunks.ts';
import {
  type Database,
  openDatabase,
  type PageRecord,
  UPGRADE_STEPS,
} from '../../extension/store/database.ts';
import { linkOfPage } from '../../extension/store/page-link.ts';
import { Pages } from '../../extension/store/pages.ts';
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
    await pages.remove([address]);
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
    expect(await (await openDatabase()).count('chunks')).toBe(0);
  });

  test('a page that is let go of leaves no bytes behind', async () => {
    const pages = new Pages();
    const kept = await keep(pages, bytesOf('kept'));
    await pages.remove([await keep(pages, longPage(CHUNK_BYTES + 1))]);
    expect(await (await openDatabase()).getAllKeys('chunks')).toEqual([[kept, 0]]);
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
    const database = await openDatabase();
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
    const there = await pages.ofRelay(HOME);
    expect(there.map(({ address }) => address)).toEqual([third, first]);
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

describe('lifetimes', () => {
  const viewed = { mediaType: 'text/plain', title: 'a page', origin: 'viewed' as const };

  async function view(pages: Pages, text: string, expires?: number, addedAt = 1) {
    const address = await addressOf(bytesOf(text));
    const page = { address, ...viewed, relays: [HOME], addedAt, ...(expires && { expires }) };
    await pages.put(page, bytesOf(text));
    return address;
  }

  test('a page ends with its time or with its session, and the next to end is known', async () => {
    const pages = new Pages();
    const [ends, goes, stays] = [
      await keep(pages, bytesOf('1')),
      await keep(pages, bytesOf('2')),
      await keep(pages, bytesOf('3')),
    ];
    expect(await pages.nextEnd()).toBeUndefined();
    await pages.holdFor([ends], { until: 'time', at: 5_000 });
    await pages.holdFor([goes, stays], { until: 'session', session: 'this' });
    expect(await pages.nextEnd()).toBe(5_000);
    expect(await pages.over(4_999, 'this')).toEqual([]);
    expect(await pages.over(5_000, 'this')).toEqual([ends]);
    expect((await pages.over(4_999, 'that')).toSorted()).toEqual([goes, stays].toSorted());
    expect((await pages.over(4_999, 'zzz')).toSorted()).toEqual([goes, stays].toSorted());
  });

  test.each([
    [{ until: 'stopped' }, { until: 'time', at: 9_000 }],
    [
      { until: 'time', at: 10_000 },
      { until: 'time', at: 9_000 },
    ],
    [
      { until: 'time', at: 8_000 },
      { until: 'time', at: 8_000 },
    ],
    [
      { until: 'session', session: 'this' },
      { until: 'session', session: 'this', at: 9_000 },
    ],
  ] as const)('a viewed page to hold %j ends when its link says', async (wished, held) => {
    const pages = new Pages();
    const address = await view(pages, 'hello', 9);
    await pages.holdFor([address], wished);
    expect((await pages.get(address))?.lifetime).toEqual(held);
  });

  test('of two links the one that lets a page live longest counts', async () => {
    const pages = new Pages();
    const address = await view(pages, 'hello', 9);
    await pages.noteOpened(address, 5, 8);
    expect(await pages.get(address)).toMatchObject({ expires: 9, usedAt: 5 });
    await pages.noteOpened(address, 6, 10);
    expect(await pages.get(address)).toMatchObject({ expires: 10, lifetime: { at: 10_000 } });
    await pages.noteOpened(address, 7, undefined);
    const page = await pages.get(address);
    expect(page).toMatchObject({ lifetime: { until: 'stopped' }, usedAt: 7 });
    expect(page).not.toHaveProperty('expires');
  });

  test('a link never shortens the life of a page that is published here', async () => {
    const pages = new Pages();
    const address = await keep(pages, bytesOf('hello'));
    await pages.noteOpened(address, 5, 1);
    expect(await pages.get(address)).toMatchObject({ lifetime: { until: 'stopped' } });
    await view(pages, 'hello', 1);
    expect(await pages.get(address)).toMatchObject({ lifetime: { until: 'stopped' } });
  });

  test('publishing a page again never shortens its life', async () => {
    const pages = new Pages();
    const address = await keep(pages, bytesOf('hello'));
    const again = { ...viewed, origin: 'published' as const, relays: [HOME], addedAt: 2 };
    const lifetime = { until: 'time', at: 9_000 } as const;
    await pages.put({ address, ...again, lifetime }, bytesOf('hello'));
    expect(await pages.get(address)).toMatchObject({ lifetime: { until: 'stopped' }, addedAt: 2 });
  });

  test.each([
    [undefined, { until: 'stopped' }],
    [9, { until: 'time', at: 9_000 }],
  ] as const)(
    'a page viewed by a link that ends at %j is held as long as is said where it is published',
    async (expires, before) => {
      const pages = new Pages();
      const address = await view(pages, 'hello', expires);
      expect(await pages.get(address)).toMatchObject({ lifetime: before });
      const published = { ...viewed, origin: 'published' as const, relays: [HOME], addedAt: 2 };
      const lifetime = { until: 'time', at: 8_000 } as const;
      await pages.put({ address, ...published, lifetime }, bytesOf('hello'));
      expect(await pages.get(address)).toMatchObject({ lifetime });
    },
  );

  test.each([
    ['for a time', { until: 'time', at: 7_000 }, 10, { until: 'time', at: 7_000 }],
    ['for a time', { until: 'time', at: 7_000 }, undefined, { until: 'time', at: 7_000 }],
    [
      'for a session',
      { until: 'session', session: 'this' },
      10,
      { until: 'session', session: 'this', at: 10_000 },
    ],
    [
      'for a session',
      { until: 'session', session: 'this' },
      undefined,
      { until: 'session', session: 'this' },
    ],
  ] as const)(
    'a page that its reader chose to hold %s is so whatever later links say',
    async (_, wished, expires, held) => {
      const pages = new Pages();
      const address = await view(pages, 'hello', 9);
      await pages.holdFor([address], wished);
      await pages.noteOpened(address, 5, expires);
      expect((await pages.get(address))?.lifetime).toEqual(held);
    },
  );

  test('a link hands on when its holders let go', async () => {
    const pages = new Pages();
    const mine = await keep(pages, bytesOf('mine'));
    await pages.holdFor([mine], { until: 'time', at: 9_001 });
    const read = await view(pages, 'read', 12);
    await pages.holdFor([read], { until: 'time', at: 5_000 });
    const links = (await pages.getAll([mine, read])).map(linkOfPage);
    expect(links).toEqual([`${HOME}/${mine}#x=10`, `${HOME}/${read}#x=12`]);
  });

  test('viewed pages come with the one used longest ago first; published ones are not among them', async () => {
    const pages = new Pages();
    await keep(pages, bytesOf('mine'));
    const [first, second, third] = [
      await view(pages, '1', undefined, 1),
      await view(pages, '2', undefined, 2),
      await view(pages, '3', undefined, 3),
    ];
    await pages.noteOpened(first, 9, undefined);
    await pages.addServed(new Map([[second, { bytes: 1, times: 1, at: 8 }]]));
    expect((await pages.viewed()).map((page) => page.address)).toEqual([third, second, first]);
  });
});

describe('upgrades', () => {
  test('a later step finds the pages of the steps before', async () => {
    const address = await keep(new Pages(), bytesOf('hello'));
    const addNotes = (database: Database) => void database.createObjectStore('notes' as 'pages');
    const database = await openDatabase(undefined, [...UPGRADE_STEPS, addNotes]);
    expect(database.version).toBe(UPGRADE_STEPS.length + 1);
    expect([...database.objectStoreNames]).toContain('notes');
    expect(await database.get('pages', address)).toMatchObject({ length: 5 });
  });

  test('what was held before there were lifetimes is held until its user stops, and none of its bytes are lost', async () => {
    const bytes = longPage(CHUNK_BYTES + 1);
    const address = await addressOf(bytes);
    const before = await openDatabase(undefined, UPGRADE_STEPS.slice(0, 1));
    const old = { address, mediaType: 'text/plain', title: 'old', length: bytes.length };
    const more = { origin: 'viewed', relays: [HOME], addedAt: 7, servedBytes: 3 };
    await before.put('pages', { ...old, ...more } as unknown as PageRecord);
    await before.put('chunks', bytes.slice(0, CHUNK_BYTES), [address, 0]);
    await before.put('chunks', bytes.slice(CHUNK_BYTES), [address, 1]);
    before.close();
    const pages = new Pages();
    expect(await pages.get(address)).toEqual({
      ...old,
      ...more,
      servedTimes: 0,
      usedAt: 7,
      lifetime: { until: 'stopped' },
    });
    expect((await pages.read(address, 0, bytes.length))?.bytes).toEqual(bytes);
    expect((await pages.viewed()).map((page) => page.address)).toEqual([address]);
  });

  test('an upgrade that fails leaves everything as it was', async () => {
    const address = await keep(new Pages(), bytesOf('hello'));
    const fail = (database: Database) => {
      database.deleteObjectStore('pages');
      throw new Error('a step that fails');
    };
    await expect(openDatabase(undefined, [...UPGRADE_STEPS, fail])).rejects.toThrow();
    expect(await new Pages().get(address)).toMatchObject({ length: 5 });
  });

  test('a database that is up to date goes through no step again', async () => {
    (await openDatabase()).close();
    const again = await openDatabase();
    expect(again.version).toBe(UPGRADE_STEPS.length);
  });
});
