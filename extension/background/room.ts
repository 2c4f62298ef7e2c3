/** Room for pages. Only those that were viewed ever make it, the one used longest ago first; none that was published. */
import type { PageRecord } from '../store/database.ts';
import { DiskFullError, freeBytes } from '../store/disk-full.ts';
import { noteEvicted } from '../store/evictions.ts';
import type { Pages } from '../store/pages.ts';
import type { NewPage } from '../store/record-changes.ts';
import { readSettings } from '../store/settings.ts';
import type { Seeding } from './seeding.ts';

export interface RoomDeps {
  readonly pages: Pages;
  readonly seeding: Seeding;
  readonly now: () => number;
}

/**
 * Stores a page. Where the disk is full, viewed pages go until it fits; rejects when none is left, or when all of them
 * would not be enough.
 */
export async function storePage(deps: RoomDeps, page: NewPage, bytes: Uint8Array): Promise<void> {
  for (;;) {
    try {
      return await deps.pages.put(page, bytes);
    } catch (error) {
      if (!(error instanceof DiskFullError)) throw error;
      const viewed = await deps.pages.viewed(deps.now());
      const others = viewed.filter(({ address }) => address !== page.address);
      if (others.length === 0 || (await roomWithout(others)) < bytes.length) throw error;
      await evict(deps, leaving(others, bytes.length));
    }
  }
}

/** Lets go of viewed pages past what the user gives them. The one opened last stays, whatever its size. */
export async function keepWithinQuota(deps: RoomDeps): Promise<void> {
  const { viewedBytes } = await readSettings();
  const viewed = await deps.pages.viewed(deps.now());
  const excess = bytesOf(viewed) - viewedBytes;
  if (excess > 0) await evict(deps, leaving(viewed.slice(0, -1), excess));
}

/** What there is room for once these pages are gone, as far as the browser says. */
async function roomWithout(pages: readonly PageRecord[]): Promise<number> {
  return bytesOf(pages) + Math.max(0, await freeBytes());
}

function bytesOf(pages: readonly PageRecord[]): number {
  return pages.reduce((sum, { length }) => sum + length, 0);
}

/** The first of `pages` that make `bytes` together. */
function leaving(pages: readonly PageRecord[], bytes: number): readonly PageRecord[] {
  let freed = 0;
  const end = pages.findIndex(({ length }) => (freed += length) >= bytes);
  return end < 0 ? pages : pages.slice(0, end + 1);
}

/** Lets go of pages, but for one that was opened, handed on or published since it was chosen to go. */
async function evict({ seeding, now }: RoomDeps, pages: readonly PageRecord[]): Promise<void> {
  if (pages.length === 0) return;
  const usedAt = new Map(pages.map((page) => [page.address, page.usedAt]));
  const isUnused = (page: PageRecord) =>
    page.origin === 'viewed' && page.usedAt === usedAt.get(page.address);
  const gone = await seeding.stopIf([...usedAt.keys()], isUnused);
  if (gone.length === 0) return;
  // A note that a full disk does not take is not worth refusing a page for.
  await noteEvicted(gone.length, now()).catch((error: unknown) => console.error(error));
}
