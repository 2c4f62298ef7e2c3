/** The room that the parts of all tabs may take on the disk, and what makes room there. */
import { deleteBundle } from './disk-place.ts';
import { heldNames, holdName } from '../held-names.ts';
import { STORED_MS } from '../stored-pages.ts';
import { type Database, inDatabase } from '../tab-database.ts';
import { PARTS_BYTES } from '../tab-limits.ts';

const MIB = 1024 * 1024;

/** This much of what the browser allows the relay's site stays free. */
const SPARE_BYTES = 64 * MIB;

interface Row {
  readonly id: string;
  readonly storedAt: number;
  readonly bytes: number;
  /** True if an open tab has it. */
  readonly isHeld: boolean;
}

/** The bytes that a new bundle may take, where those that no open tab has make room for it. */
export async function roomForParts(): Promise<number> {
  return await inDatabase(async (database) => {
    const rows = await rowsByAge(database);
    const left = rows.filter(({ isHeld }) => !isHeld);
    return Math.max(0, (await freeBeside(bytesOf(rows))) + bytesOf(left));
  });
}

/**
 * Deletes the parts of bundles that are too old, and the oldest ones while less than `needed` bytes are free. Parts of
 * open tabs stay. `now` is in Unix milliseconds. Resolves with the number of bytes that are free then.
 */
export async function makeRoomForParts(now: number, needed = 0): Promise<number> {
  return await inDatabase(async (database) => {
    const rows = await rowsByAge(database);
    let free = await freeBeside(bytesOf(rows));
    for (const { id, storedAt, bytes, isHeld } of rows) {
      if (isHeld || (storedAt >= now - STORED_MS && free >= needed)) continue;
      await deleteBundle(database, id);
      free += bytes;
    }
    return Math.max(0, free);
  });
}

/** Says to all tabs, until the returned function is called, that this one needs the parts of a bundle. */
export function holdParts(id: string): () => void {
  return holdName(lockOf(id));
}

function lockOf(id: string): string {
  return `bundle ${id}`;
}

/** The oldest first. */
async function rowsByAge(database: Database): Promise<readonly Row[]> {
  const locks = await heldNames();
  const rows: Row[] = [];
  for await (const { key: id, value } of database.transaction('bundles').store) {
    const { storedAt, bytes } = value;
    rows.push({ id, storedAt, bytes, isHeld: locks.has(lockOf(id)) });
  }
  return rows.toSorted((one, other) => one.storedAt - other.storedAt);
}

function bytesOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function freeBeside(taken: number): Promise<number> {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
  return Math.min(PARTS_BYTES - taken, quota - usage - SPARE_BYTES);
}
