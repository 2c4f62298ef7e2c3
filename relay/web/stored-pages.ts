/**
 * Stores the pages of a tab on disk, so that a reload, or a reader who comes back from another site, finds them again. The
 * bytes lie encrypted in the browser's database, because a session has room for small pages only. The keys lie in the
 * session of the tab: nobody can read the pages without the tab. A restored page stays stored: a duplicate of the tab may
 * need it.
 */
import { openSealed, seal } from '../client/index.ts';
import type { Address } from '../protocol/address.ts';
import { decodeBase64url, encodeBase64url } from '../protocol/base64url.ts';
import { heldNames, holdName } from './held-names.ts';
import type { HeldPage } from './held-pages.ts';
import { namedPages, PAGE_PREFIX } from './stored-names.ts';
import { type Database, inDatabase, type Place } from './tab-database.ts';

/** A page that no tab came back for is deleted after this time. */
export const STORED_MS = 7 * 24 * 60 * 60 * 1000;
/** The pages of all tabs together take at most this; the oldest makes room. */
const STORED_BYTES = 256 * 1024 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;
/** The entry of a page in the session of its tab. */
interface Entry {
  readonly place: Place;
  readonly key: string;
}

/** Stores a page for its tab. Resolves with false where the browser refused: then the page goes with the document. */
export async function storePage(address: Address, page: Bytes, now: number): Promise<boolean> {
  try {
    const { bytes, key } = await seal(page);
    const place: Place = [now, bytes.length, crypto.randomUUID()];
    await inDatabase((database) => database.put('pages', bytes, place));
    const entry: Entry = { place, key: encodeBase64url(key) };
    sessionStorage.setItem(PAGE_PREFIX + address, JSON.stringify(entry));
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}

/** The pages that this tab held before, the most recent last. */
export async function restorePages(): Promise<readonly HeldPage[]> {
  try {
    const entries = entriesHere().sort(([, one], [, other]) => one.place[0] - other.place[0]);
    if (entries.length === 0) return [];
    return await inDatabase(async (database) => {
      const restored = entries.map(
        async ([address, entry]) => [address, await open(database, entry)] as const,
      );
      return (await Promise.all(restored)).flatMap(([address, page]) => forgetLost(address, page));
    });
  } catch (error) {
    console.warn(error);
    return [];
  }
}

/** Deletes a page of this tab: its key first, without which nobody can read it. */
export async function deletePage(address: Address): Promise<void> {
  const entry = entriesHere().find(([named]) => named === address)?.[1];
  sessionStorage.removeItem(PAGE_PREFIX + address);
  if (entry) await inDatabase((database) => database.delete('pages', entry.place));
}

/** Deletes pages that are too old, and the oldest while all take more than `most` bytes. Pages that a tab holds stay. */
export async function makeRoom(now: number, most = STORED_BYTES): Promise<void> {
  try {
    const held = await heldNames();
    await inDatabase(async (database) => {
      let total = 0;
      for (const place of (await database.getAllKeys('pages')).reverse()) {
        total += place[1];
        if (held.has(nameOf(place))) continue;
        if (total > most || place[0] < now - STORED_MS) await database.delete('pages', place);
      }
    });
  } catch (error) {
    console.warn(error);
  }
}

/** Keeps a page of this tab from making room for others until the returned function is called. */
export function holdPage(address: Address): () => void {
  const entry = entriesHere().find(([named]) => named === address)?.[1];
  return entry ? holdName(nameOf(entry.place)) : () => {};
}

function nameOf([, , id]: Place): string {
  return `page ${id}`;
}

function entriesHere(): [Address, Entry][] {
  return namedPages().map((address) => [
    address,
    // Only this file writes under these names.
    JSON.parse(sessionStorage.getItem(PAGE_PREFIX + address) ?? '') as Entry,
  ]);
}

async function open(database: Database, { place, key }: Entry): Promise<Bytes | undefined> {
  const bytes = await database.get('pages', place);
  const page = bytes && (await openSealed(bytes, decodeBase64url(key) ?? new Uint8Array()));
  return typeof page === 'string' ? undefined : page;
}

/** Forgets a page that had to make room: from now on it is fetched like any other. */
function forgetLost(address: Address, page: Bytes | undefined): HeldPage[] {
  if (page) return [[address, page]];
  sessionStorage.removeItem(PAGE_PREFIX + address);
  return [];
}
