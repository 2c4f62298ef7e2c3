/** Questions about the pages that need not read all of them. The cost of each grows with its answer. */
import type { PageRange } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { CHUNK_BYTES, chunkRange, cut, damageIn } from './chunks.ts';
import type { Database, PageRecord } from './database.ts';
import { DamagedPageError } from './store-error.ts';
import { NO_PAGES, type Total } from './page-totals.ts';

type Origin = PageRecord['origin'];

/**
 * The pages added last, the latest first. Pages dated after `now` (in Unix milliseconds) come last: they were added
 * before the clock was put back.
 */
export function recentPages(
  database: Database,
  limit: number,
  now: number,
): Promise<readonly PageRecord[]> {
  const index = database.transaction('pages').store.index('addedAt');
  const ranges = [IDBKeyRange.upperBound(now), IDBKeyRange.lowerBound(now, true)];
  return lastIn(ranges, limit, async (range) => index.openCursor(range, 'prev'));
}

/** The same for the pages of one origin. */
export function recentPagesOf(
  database: Database,
  origin: Origin,
  limit: number,
  now: number,
): Promise<readonly PageRecord[]> {
  const index = database.transaction('pages').store.index('added');
  const ranges = [
    IDBKeyRange.bound([origin, -Infinity], [origin, now]),
    IDBKeyRange.bound([origin, now], [origin, Infinity], true),
  ];
  return lastIn(ranges, limit, async (range) => index.openCursor(range, 'prev'));
}

interface Cursor {
  readonly value: PageRecord;
  continue(): Promise<Cursor | null>;
}

/** The first `limit` pages of the ranges, each range from its end. */
async function lastIn(
  ranges: readonly IDBKeyRange[],
  limit: number,
  open: (range: IDBKeyRange) => Promise<Cursor | null>,
): Promise<readonly PageRecord[]> {
  const found: PageRecord[] = [];
  for (const range of ranges) {
    if (found.length === limit) break;
    let at = await open(range);
    for (; at; at = found.length < limit ? await at.continue() : null) found.push(at.value);
  }
  return found;
}

/**
 * The viewed pages, oldest use first, up to the first for which `isEnough` is true. Pages used after `now` (in Unix
 * milliseconds) come first: they were used before the clock was put back.
 */
export async function leastUsed(
  database: Database,
  now: number,
  isEnough: (page: PageRecord) => boolean,
): Promise<readonly PageRecord[]> {
  const index = database.transaction('pages').store.index('used');
  const found: PageRecord[] = [];
  const ranges = [
    IDBKeyRange.bound(['viewed', now], ['viewed', Infinity], true),
    IDBKeyRange.bound(['viewed', -Infinity], ['viewed', now]),
  ];
  for (const range of ranges) {
    for (let at = await index.openCursor(range); at; at = await at.continue()) {
      found.push(at.value);
      if (isEnough(at.value)) return found;
    }
  }
  return found;
}

/** The pages that are over at `now`, in Unix milliseconds, or whose session is another than `session`. */
export async function pagesOver(database: Database, now: number, session: string) {
  const pages = database.transaction('pages').store;
  const [expired, before, after] = await Promise.all([
    pages.index('endsAt').getAllKeys(IDBKeyRange.upperBound(now)),
    pages.index('session').getAllKeys(IDBKeyRange.upperBound(session, true)),
    pages.index('session').getAllKeys(IDBKeyRange.lowerBound(session, true)),
  ]);
  return [...expired, ...before, ...after];
}

/** The relays where at least one page is announced, of these origins. */
export async function relaysOf(database: Database, ...origins: readonly Origin[]) {
  const totals = database.transaction('totals').store;
  const ranges = origins.map((origin) => IDBKeyRange.bound([origin, ''], [origin, []], true));
  const keys = await Promise.all(ranges.map((range) => totals.getAllKeys(range)));
  return [...new Set(keys.flat().map(([, relay]) => relay))];
}

/** The number of pages announced at `relay`; with '', of all held pages. */
export async function totalOf(
  database: Database,
  relay: string,
  ...origins: readonly Origin[]
): Promise<Total> {
  const totals = database.transaction('totals').store;
  const found = await Promise.all(origins.map((origin) => totals.get([origin, relay])));
  return found.reduce<Total>(
    (sum, total = NO_PAGES) => ({
      pages: sum.pages + total.pages,
      bytes: sum.bytes + total.bytes,
    }),
    NO_PAGES,
  );
}

/** Bytes `[from, from + length)` of a page, up to its end. Reads only chunks that the range touches. */
export async function readRange(
  database: Database,
  address: Address,
  from: number,
  length: number,
): Promise<PageRange | undefined> {
  const transaction = database.transaction(['pages', 'chunks']);
  const page = await transaction.objectStore('pages').get(address);
  if (page === undefined) return undefined;
  const end = Math.min(from + length, page.length);
  if (from >= end) return { total: page.length, bytes: new Uint8Array() };
  const first = Math.floor(from / CHUNK_BYTES);
  const last = Math.floor((end - 1) / CHUNK_BYTES);
  const store = transaction.objectStore('chunks');
  const read = async () => store.getAll(chunkRange(address, first, last));
  const chunks = await read().catch((error: unknown) => {
    throw isOfChunk(error) ? new DamagedPageError(address, 'chunks to be read', error) : error;
  });
  const damage = damageIn(chunks, first, last, page.length);
  if (damage !== undefined) throw new DamagedPageError(address, damage);
  return { total: page.length, bytes: cut(chunks, from - first * CHUNK_BYTES, end - from) };
}

/** The page's record was read in the same transaction, so the browser cannot read the file of the chunk. */
function isOfChunk(error: unknown): boolean {
  const names = ['DataError', 'NotReadableError', 'UnknownError'];
  return error instanceof DOMException && names.includes(error.name);
}
