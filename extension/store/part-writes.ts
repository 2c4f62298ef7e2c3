/**
 * Changes to the parts of bundles. A part has one owner at each moment: the record of its bundle, whose counts and totals
 * change with it, or an unfinished share.
 */
import type { Address } from '@mayfly/relay/protocol';
import { inOneChange } from './change.ts';
import type { Change, Database, PageRecord, StoredPart } from './database.ts';
import { counted, type HeldPart, holding, type NewBundle } from './held-bundle.ts';
import { TotalsChange } from './page-totals.ts';
import { BundleGoneError, TakenIdError } from './store-error.ts';
import type { UnfinishedShare } from './unfinished.ts';

/** All parts of a bundle. */
export function partsRange(bundle: string): IDBKeyRange {
  return IDBKeyRange.bound([bundle], [bundle, []], false, true);
}

/** The store of parts within a transaction of any kind, as far as it is asked for facts about parts. */
interface PartFacts {
  index(name: 'ofBundle'): { openKeyCursor(range: IDBKeyRange): Promise<FactCursor | null> };
}

interface FactCursor {
  readonly key: readonly [bundle: string, index: number, address: Address, bytes: number];
  continue(): Promise<FactCursor | null>;
}

/** The parts of a bundle that are here, in order. Reads no page. */
export async function heldParts(parts: PartFacts, bundle: string): Promise<readonly HeldPart[]> {
  const found: HeldPart[] = [];
  const open = async () => parts.index('ofBundle').openKeyCursor(partsRange(bundle));
  for (let at = await open(); at; at = await at.continue()) {
    const [, index, address, bytes] = at.key;
    found.push({ index, address, bytes });
  }
  return found;
}

/** Stores a part, or stores it again. Resolves with the bundle's record, if there is one by now. */
export function writePart(database: Database, part: StoredPart): Promise<PageRecord | undefined> {
  return inOneChange(database, async (change, writes) => {
    const parts = change.objectStore('parts');
    const [owner, before] = await Promise.all([
      ownerOf(change, part.bundle),
      parts.get([part.bundle, part.index]),
    ]);
    if (!owner) throw new BundleGoneError(part.bundle);
    writes.push(parts.put(part));
    if (owner === 'unfinished') return undefined;
    const less = before ? counted(owner, before.bytes, -1) : owner;
    return rewrite(change, owner, counted(less, part.bytes, 1));
  });
}

/** Deletes a part. Resolves with the bundle's record, if there is one. */
export function removePart(
  database: Database,
  bundle: string,
  index: number,
): Promise<PageRecord | undefined> {
  return inOneChange(database, async (change, writes) => {
    const parts = change.objectStore('parts');
    const [owner, part] = await Promise.all([ownerOf(change, bundle), parts.get([bundle, index])]);
    if (!part) return undefined;
    writes.push(parts.delete([bundle, index]));
    const hasRecord = owner && owner !== 'unfinished';
    return hasRecord ? rewrite(change, owner, counted(owner, part.bytes, -1)) : undefined;
  });
}

/**
 * The record of a page that is the manifest of `bundle` from now on. An unfinished share of that id has become this page.
 * A page that is a bundle already, under another id, keeps the parts of the one that has more of them.
 */
export async function asBundle(
  change: Change,
  page: PageRecord,
  bundle: NewBundle,
): Promise<PageRecord> {
  const parts = change.objectStore('parts');
  const owner = await change.objectStore('pages').index('bundle').getKey(bundle.id);
  if (owner !== undefined && owner !== page.address) throw new TakenIdError(bundle.id);
  await change.objectStore('unfinished').delete(bundle.id);
  const held = await heldParts(parts, bundle.id);
  const other = page.bundle?.id === bundle.id ? undefined : page.bundle;
  if (other && other.heldParts > held.length) {
    await parts.delete(partsRange(bundle.id));
    return page;
  }
  if (other) await parts.delete(partsRange(other.id));
  return holding(page, { ...page.bundle, ...bundle }, held);
}

/** Begins an unfinished share, whose parts may come from now on. */
export function beginShare(database: Database, share: UnfinishedShare): Promise<void> {
  return inOneChange(database, async (change) => {
    const owner = await change.objectStore('pages').index('bundle').getKey(share.id);
    if (owner !== undefined) throw new TakenIdError(share.id);
    await change.objectStore('unfinished').put(share);
  });
}

/** Deletes unfinished shares that still qualify at that moment, with their parts. */
export function discardShares(
  database: Database,
  ids: readonly string[],
  isToGo: (share: UnfinishedShare) => boolean,
): Promise<void> {
  return inOneChange(database, async (change) => {
    for (const id of ids) {
      const share = await change.objectStore('unfinished').get(id);
      if (!share || !isToGo(share)) continue;
      await change.objectStore('unfinished').delete(id);
      await change.objectStore('parts').delete(partsRange(id));
    }
  });
}

async function ownerOf(
  change: Change,
  bundle: string,
): Promise<PageRecord | 'unfinished' | undefined> {
  const record = await change.objectStore('pages').index('bundle').get(bundle);
  if (record) return record;
  const isUnfinished = (await change.objectStore('unfinished').getKey(bundle)) !== undefined;
  return isUnfinished ? 'unfinished' : undefined;
}

async function rewrite(change: Change, before: PageRecord, after: PageRecord): Promise<PageRecord> {
  const totals = new TotalsChange();
  totals.note(before, after);
  await change.objectStore('pages').put(after);
  await totals.write(change.objectStore('totals'));
  return after;
}
