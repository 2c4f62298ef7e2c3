/**
 * What a tab holds, for when it is loaded again or its reader comes back to it from another site. The bytes lie encrypted
 * in the browser's database, because a session has room for small ones alone. Their keys lie in the session of the tab:
 * without the tab nobody can read them. Nothing is taken off when the tab comes back, since its duplicate may need it.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { openSealed, seal } from '../client/index.ts';
import type { Address } from '../protocol/address.ts';
import { decodeBase64url, encodeBase64url } from '../protocol/base64url.ts';
import { KEPT } from './kept-name.ts';

/** What tabs left behind is deleted after so long. */
export const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/** So much is kept of all tabs together; the oldest makes room. */
const KEPT_BYTES = 256 * 1024 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;
/** All that is needed to make room, so that no bytes are read for it. */
type Place = [keptAt: number, length: number, id: string];

interface KeptDatabase extends DBSchema {
  pages: { key: Place; value: Bytes };
}

/** Of a page, in the session of its tab. */
interface Kept {
  readonly place: Place;
  readonly key: string;
}

/** Stores a page for its tab. Resolves to whether the browser did: else the page goes with the document. */
export async function keepPage(address: Address, page: Bytes, now: number): Promise<boolean> {
  try {
    const { bytes, key } = await seal(page);
    const place: Place = [now, bytes.length, crypto.randomUUID()];
    await inDatabase((database) => database.put('pages', bytes, place));
    const kept: Kept = { place, key: encodeBase64url(key) };
    sessionStorage.setItem(KEPT + address, JSON.stringify(kept));
    return true;
  } catch (error) {
    console.warn(error);
    return false;
  }
}

/** The pages that this tab held before, the most recent last. */
export async function takeBack(): Promise<readonly (readonly [Address, Bytes])[]> {
  try {
    const kept = keptHere().sort(([, one], [, other]) => one.place[0] - other.place[0]);
    if (kept.length === 0) return [];
    return await inDatabase(async (database) => {
      const taken = kept.map(
        async ([address, one]) => [address, await open(database, one)] as const,
      );
      return (await Promise.all(taken)).flatMap(([address, page]) => forgetLost(address, page));
    });
  } catch (error) {
    console.warn(error);
    return [];
  }
}

/** Deletes what is too old, and the oldest of what is more than `most` bytes. */
export async function makeRoom(now: number, most = KEPT_BYTES): Promise<void> {
  try {
    await inDatabase(async (database) => {
      let total = 0;
      for (const place of (await database.getAllKeys('pages')).reverse()) {
        total += place[1];
        if (total > most || place[0] < now - KEPT_MS) await database.delete('pages', place);
      }
    });
  } catch (error) {
    console.warn(error);
  }
}

async function inDatabase<T>(
  use: (database: IDBPDatabase<KeptDatabase>) => Promise<T>,
): Promise<T> {
  const database = await openDB<KeptDatabase>('tabs', 1, {
    upgrade: (made) => void made.createObjectStore('pages'),
  });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

function keptHere(): [Address, Kept][] {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(KEPT));
  // Only this file writes under these names.
  return names.map((name) => [
    name.slice(KEPT.length) as Address,
    JSON.parse(sessionStorage.getItem(name) ?? '') as Kept,
  ]);
}

async function open(
  database: IDBPDatabase<KeptDatabase>,
  { place, key }: Kept,
): Promise<Bytes | undefined> {
  const bytes = await database.get('pages', place);
  const page = bytes && (await openSealed(bytes, decodeBase64url(key) ?? new Uint8Array()));
  return typeof page === 'string' ? undefined : page;
}

/** A page that had to make room is asked for like any other from now on. */
function forgetLost(address: Address, page: Bytes | undefined): [Address, Bytes][] {
  if (page) return [[address, page]];
  sessionStorage.removeItem(KEPT + address);
  return [];
}
