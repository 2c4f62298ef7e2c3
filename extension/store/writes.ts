/** Changes to the pages, each in one transaction with the totals that follow from it. */
import type { Address } from '@mayfly/relay/protocol';
import { chunkRange, split } from './chunks.ts';
import type { Database, PageRecord } from './database.ts';
import { added, mended, merged, type NewPage } from './record-changes.ts';
import { TotalsChange } from './page-totals.ts';

const STORES = ['pages', 'chunks', 'totals'] as const;
/** An acknowledged write is on the disk. */
const STRICT = { durability: 'strict' } as const;

/** Keeps a page. If the page is held already, writes its bytes and adds the new facts about it. */
export async function writePage(
  database: Database,
  page: NewPage,
  bytes: Uint8Array,
): Promise<void> {
  const transaction = database.transaction(STORES, 'readwrite', STRICT);
  const pages = transaction.objectStore('pages');
  const chunks = transaction.objectStore('chunks');
  const writes: Promise<unknown>[] = [transaction.done];
  try {
    const held = await pages.get(page.address);
    const pieces = split(bytes);
    for (const [i, piece] of pieces.entries()) writes.push(chunks.put(piece, [page.address, i]));
    // Chunks of a damaged copy that do not belong to this page.
    if (held) writes.push(chunks.delete(chunkRange(page.address, pieces.length, Infinity)));
    const record = held ? mended(merged(held, page), bytes.length) : added(page, bytes.length);
    writes.push(pages.put(record));
    const change = new TotalsChange();
    change.note(held, record);
    writes.push(change.write(transaction.objectStore('totals')));
    await Promise.all(writes);
  } catch (error) {
    const cause = transaction.error ?? error; // the error of a single write may say only that all was taken back
    abandon(transaction, writes);
    throw cause;
  }
}

/** Deletes those of the pages that still qualify at that moment. Resolves with the deleted ones. */
export async function removePages(
  database: Database,
  addresses: readonly Address[],
  isToGo: (page: PageRecord) => boolean,
): Promise<readonly PageRecord[]> {
  const transaction = database.transaction(STORES, 'readwrite', STRICT);
  const pages = transaction.objectStore('pages');
  const chunks = transaction.objectStore('chunks');
  const change = new TotalsChange();
  const removed: PageRecord[] = [];
  const letGo = async (address: Address): Promise<void> => {
    const page = await pages.get(address);
    if (!page || !isToGo(page)) return;
    removed.push(page);
    change.note(page, undefined);
    await Promise.all([pages.delete(address), chunks.delete(chunkRange(address, 0, Infinity))]);
  };
  const letAllGo = async (): Promise<void> => {
    await Promise.all([...new Set(addresses)].map(letGo));
    await change.write(transaction.objectStore('totals'));
  };
  await Promise.all([letAllGo(), transaction.done]);
  return removed;
}

/** Changes facts about pages that totals do not depend on. */
export async function updatePages(
  database: Database,
  addresses: readonly Address[],
  durability: IDBTransactionDurability,
  change: (page: PageRecord) => PageRecord,
): Promise<void> {
  const transaction = database.transaction('pages', 'readwrite', { durability });
  for (const address of addresses) {
    const page = await transaction.store.get(address);
    if (page !== undefined) await transaction.store.put(change(page));
  }
  await transaction.done;
}

/** Takes back all changes of a transaction so far: not every failure inside it makes the browser do so. */
function abandon(transaction: { abort: () => void }, writes: readonly Promise<unknown>[]): void {
  void Promise.allSettled(writes); // the caller that gives up reports the reason
  try {
    transaction.abort();
  } catch {
    // it has aborted already
  }
}
