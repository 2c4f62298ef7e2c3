/** Databases as earlier versions of the extension left them: each arrives at today's, whatever happens on the way. */
import { addressOf } from '@mayfly/relay/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { uploadSource } from '../../extension/background/hold/uploaded-pages.ts';
import { openDatabase, UPGRADE_STEPS } from '../../extension/store/database.ts';
import { linkOfPage } from '../../extension/store/page-link.ts';
import { Pages } from '../../extension/store/pages.ts';
import { letWorkersDie, MortalWorker } from './mortal.ts';
import { bytesOf, ELSEWHERE, HOME, longPage, scene } from './scene.ts';

const MIB = 1024 * 1024;
const shared = longPage(MIB + 3);
const sealed = bytesOf('sealed');
const viewed = bytesOf('viewed');
const key = new Uint8Array(32).fill(7);

/** The record of a page in version 1. */
const RECORDS = [
  {
    address: await addressOf(shared),
    mediaType: 'text/html',
    name: 'minutes.html',
    title: 'Minutes',
    length: shared.length,
    origin: 'published',
    relays: [HOME, ELSEWHERE],
    addedAt: 30,
    servedBytes: 400,
  },
  {
    address: await addressOf(sealed),
    key,
    mediaType: 'text/plain',
    title: 'Packing list',
    length: sealed.length,
    origin: 'published',
    relays: [ELSEWHERE],
    addedAt: 20,
    servedBytes: 0,
  },
  {
    address: await addressOf(viewed),
    mediaType: 'text/plain',
    title: 'Train times',
    length: viewed.length,
    origin: 'viewed',
    relays: [HOME],
    addedAt: 10,
    servedBytes: 6,
  },
] as const;
const BYTES = [shared, sealed, viewed] as const;
/** The further facts of a page since version 2. */
const USE = { servedTimes: 0, lifetime: { until: 'stopped' } } as const;

/** Version 1: pages and their chunks, before there were expiry. */
function createVersion1(database: IDBDatabase, records: readonly object[] = RECORDS) {
  const pages = database.createObjectStore('pages', { keyPath: 'address' });
  pages.createIndex('addedAt', 'addedAt');
  pages.createIndex('relays', 'relays', { multiEntry: true });
  const chunks = database.createObjectStore('chunks');
  RECORDS.forEach((record, i) => {
    pages.add(records[i]);
    for (let at = 0; at < record.length; at += MIB) {
      chunks.add(BYTES[i]?.slice(at, at + MIB), [record.address, at / MIB]);
    }
  });
  return pages;
}

/** Version 2: with use and expiry, before pages were counted as they come. */
function createVersion2(database: IDBDatabase) {
  const pages = createVersion1(
    database,
    RECORDS.map((record) => ({ ...record, usedAt: record.addedAt, ...USE })),
  );
  pages.createIndex('endsAt', 'lifetime.at');
  pages.createIndex('session', 'lifetime.session');
  pages.createIndex('used', ['origin', 'usedAt']);
  return pages;
}

/** Version 3: pages are counted as they come, before there were bundles. */
function createVersion3(database: IDBDatabase): void {
  const pages = createVersion2(database);
  pages.createIndex('added', ['origin', 'addedAt']);
  const totals = database.createObjectStore('totals');
  const [first, second, third] = [shared.length, sealed.length, viewed.length];
  totals.add({ pages: 2, bytes: first + second }, ['published', '']);
  totals.add({ pages: 1, bytes: first }, ['published', HOME]);
  totals.add({ pages: 2, bytes: first + second }, ['published', ELSEWHERE]);
  totals.add({ pages: 1, bytes: third }, ['viewed', '']);
  totals.add({ pages: 1, bytes: third }, ['viewed', HOME]);
}

/** Version 4: with bundles, before there were once links. */
function createVersion4(database: IDBDatabase): void {
  createVersion3(database);
  const parts = database.createObjectStore('parts', { keyPath: ['bundle', 'index'] });
  parts.createIndex('address', 'address');
  parts.createIndex('ofBundle', ['bundle', 'index', 'address', 'bytes']);
  database.createObjectStore('unfinished', { keyPath: 'id' });
}

/** Version 5: with once links, before there were keepers. */
function createVersion5(database: IDBDatabase): void {
  createVersion4(database);
  database.createObjectStore('locks', { keyPath: 'lock' }).createIndex('page', 'page');
  database.createObjectStore('onceReads', { keyPath: 'lock' });
}

/** A browser in which the extension was last used at that version. */
async function leaveBehind(
  version: number,
  create: (database: IDBDatabase) => unknown,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const opening = indexedDB.open('mayfly', version);
  opening.onupgradeneeded = () => create(opening.result);
  opening.onsuccess = () => {
    opening.result.close();
    resolve();
  };
  await promise;
}

/** Every page is whole, and is uploaded, listed and linked to as before. */
async function expectAll(): Promise<void> {
  const { pages, uploadPolicy } = scene();
  expect(await pages.all()).toEqual(
    RECORDS.map((page) => ({ ...page, usedAt: page.addedAt, ...USE })),
  );
  await expectCounted(pages);
  for (const [i, { address, relays, length }] of RECORDS.entries()) {
    const source = uploadSource({ pages, uploadPolicy, relay: relays[0] });
    const range = await source.read(address, 0, length);
    expect(Buffer.from(range?.bytes ?? []).equals(BYTES[i] ?? Buffer.of())).toBe(true);
    expect(await source.addresses()).toContain(address);
  }
  expect((await pages.viewed()).map(({ title }) => title)).toEqual(['Train times']);
  const [first] = await pages.recent(1);
  expect(first && linkOfPage(first)).toBe(
    `${HOME}/${RECORDS[0].address}#t=text/html&n=minutes.html&r=${ELSEWHERE}`,
  );
}

/** The counts of the pages equal their true sums. */
async function expectCounted(pages: Pages): Promise<void> {
  const all = await pages.all();
  expect(await pages.count()).toBe(all.length);
  for (const origin of ['published', 'viewed'] as const) {
    const lengths = all.filter((page) => page.origin === origin).map(({ length }) => length);
    const bytes = lengths.reduce((sum, length) => sum + length, 0);
    expect(await pages.total(origin)).toEqual({ pages: lengths.length, bytes });
    const relays = all.filter((page) => page.origin === origin).flatMap((page) => page.relays);
    expect((await pages.relays(origin)).toSorted()).toEqual([...new Set(relays)].toSorted());
  }
  for (const relay of [HOME, ELSEWHERE]) {
    expect(await pages.countOf(relay)).toBe((await pages.ofRelay(relay)).length);
  }
}

/** Each with what made its stores, as it did then. */
const VERSIONS = [
  [1, createVersion1],
  [2, createVersion2],
  [3, createVersion3],
  [4, createVersion4],
  [5, createVersion5],
] as const;

describe.each(VERSIONS)('a database of version %i', (version, create) => {
  beforeEach(letWorkersDie);
  afterEach(() => vi.restoreAllMocks());

  test('arrives at today’s with all that is in it', async () => {
    await leaveBehind(version, create);
    await expectAll();
    const database = await openDatabase();
    expect(database.version).toBe(UPGRADE_STEPS.length);
    database.close();
  });

  test('arrives there too when the worker is killed at any step of the way', async () => {
    let kills = 0;
    for (let nth = 1; ; nth++) {
      globalThis.indexedDB = new IDBFactory();
      await leaveBehind(version, create);
      const worker = new MortalWorker();
      worker.strikeAt(nth, 'killed');
      const opened = worker.run(() => new Pages().count());
      await Promise.race([opened, worker.died]);
      await expectAll();
      if (!worker.isStruck) break;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(1);
  });

  test('arrives there too when the disk was full at first', async () => {
    await leaveBehind(version, create);
    const making = vi.spyOn(IDBDatabase.prototype, 'createObjectStore');
    making.mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(new Pages().count()).rejects.toThrow('cannot open the store');
    await expectAll();
  });
});

test('every version before today’s is among those tried', () => {
  expect(VERSIONS.map(([version]) => version)).toEqual([...UPGRADE_STEPS.keys()].slice(1));
});
