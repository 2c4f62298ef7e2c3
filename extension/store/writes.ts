/** Changes to the pages, each in one transaction with the totals that follow from it. */
import type { Address } from '@mayfly/relay/protocol';
import { inOneChange } from './change.ts';
import { chunkRange, split } from './chunks.ts';
import type { Change, Database, PageRecord } from './database.ts';
import type { NewBundle } from './held-bundle.ts';
import { askToKeep, askToRelease } from './keeper-writes.ts';
import type { Lifetime } from './lifetime.ts';
import type { StoredLock } from './locks.ts';
import { asBundle, heldParts, partsRange } from './part-writes.ts';
import {
  added,
  heldFor,
  mended,
  merged,
  type NewPage,
  partsUploaded,
  type Served,
  uploaded,
} from './record-changes.ts';
import { TotalsChange } from './page-totals.ts';

/** A deleted page. */
export interface RemovedPage extends PageRecord {
  /** Of a bundle: the addresses of its parts of which no copy is left here. */
  readonly parts?: readonly Address[];
  /** The addresses of its once links' locks. */
  readonly locks?: readonly Address[];
}

/** Stored and deleted with a page. */
export interface Belongings {
  /** The page is the manifest of this bundle. */
  readonly bundle?: NewBundle;
  /** The page's once links. */
  readonly locks?: readonly StoredLock[];
  /** The keepers that keep it too from now on. */
  readonly keepers?: readonly Address[] | undefined;
}

/** Keeps a page. If the page is held already, writes its bytes and adds the new facts about it. */
export function writePage(
  database: Database,
  page: NewPage,
  bytes: Uint8Array,
  { bundle, locks = [], keepers }: Belongings = {},
): Promise<void> {
  return inOneChange(database, async (change, writes) => {
    const pages = change.objectStore('pages');
    const chunks = change.objectStore('chunks');
    const held = await pages.get(page.address);
    const pieces = split(bytes);
    for (const [i, piece] of pieces.entries()) writes.push(chunks.put(piece, [page.address, i]));
    // Chunks of a damaged copy that do not belong to this page.
    if (held) writes.push(chunks.delete(chunkRange(page.address, pieces.length, Infinity)));
    const kept = held ? mended(merged(held, page), bytes.length) : added(page, bytes.length);
    const whole = bundle ? await asBundle(change, kept, bundle) : kept;
    const record = await askToKeep(change, whole, keepers);
    writes.push(pages.put(record));
    for (const lock of locks) writes.push(change.objectStore('locks').add(lock));
    const totals = new TotalsChange();
    totals.note(held, record);
    writes.push(totals.write(change.objectStore('totals')));
  });
}

/** Deletes those of the pages that still qualify at that moment. Resolves with the deleted ones. */
export function removePages(
  database: Database,
  addresses: readonly Address[],
  isToGo: (page: PageRecord) => boolean,
): Promise<readonly RemovedPage[]> {
  return inOneChange(database, async (change) => {
    const totals = new TotalsChange();
    const removed: RemovedPage[] = [];
    const letGo = async (address: Address): Promise<void> => {
      const page = await change.objectStore('pages').get(address);
      if (!page || !isToGo(page)) return;
      totals.note(page, undefined);
      removed.push(await deletePage(change, page));
    };
    await Promise.all([...new Set(addresses)].map(letGo));
    await totals.write(change.objectStore('totals'));
    return removed;
  });
}

/** Deletes a page with its bytes and parts. */
async function deletePage(change: Change, page: PageRecord): Promise<RemovedPage> {
  const { address, bundle } = page;
  await Promise.all([
    change.objectStore('pages').delete(address),
    change.objectStore('chunks').delete(chunkRange(address, 0, Infinity)),
  ]);
  const locks = await deleteLocks(change, address);
  await askToRelease(change, page);
  const removed = { ...page, ...(locks.length > 0 && { locks }) };
  return bundle ? { ...removed, parts: await deleteParts(change, bundle.id) } : removed;
}

/** Deletes the once links of a page. */
async function deleteLocks(change: Change, page: Address): Promise<readonly Address[]> {
  const locks = change.objectStore('locks');
  const ofPage = await locks.index('page').getAllKeys(page);
  await Promise.all(ofPage.map((lock) => locks.delete(lock)));
  return ofPage;
}

/** Resolves with the addresses of which no other bundle has a part. */
async function deleteParts(change: Change, bundle: string): Promise<readonly Address[]> {
  const parts = change.objectStore('parts');
  const held = await heldParts(parts, bundle);
  await parts.delete(partsRange(bundle));
  const addresses = [...new Set(held.map(({ address }) => address))];
  const left = await Promise.all(
    addresses.map((address) => parts.index('address').getKey(address)),
  );
  return addresses.filter((_, i) => left[i] === undefined);
}

/** Keeps pages for that long, here and at their keepers. */
export function holdPages(
  database: Database,
  addresses: readonly Address[],
  lifetime: Lifetime,
): Promise<void> {
  return inOneChange(database, async (change) => {
    const pages = change.objectStore('pages');
    for (const address of addresses) {
      const page = await pages.get(address);
      if (page) await pages.put(await askToKeep(change, heldFor(page, lifetime)));
    }
  });
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

/** Notes uploads, those of parts for their bundles. Resolves with the pages that it changed. */
export async function noteServed(
  database: Database,
  served: ReadonlyMap<Address, Served>,
): Promise<readonly Address[]> {
  const change = database.transaction(['pages', 'parts'], 'readwrite', { durability: 'relaxed' });
  const pages = change.objectStore('pages');
  const noted = new Set<Address>();
  const note = async (page: PageRecord) => {
    noted.add(page.address);
    await pages.put(page);
  };
  for (const [address, uploads] of served) {
    const page = await pages.get(address);
    if (page) await note(uploaded(page, uploads));
    const owner = page
      ? undefined
      : await change.objectStore('parts').index('address').getKey(address);
    const bundle = owner && (await pages.index('bundle').get(owner[0]));
    if (bundle) await note(partsUploaded(bundle, uploads));
  }
  await change.done;
  return [...noted];
}
