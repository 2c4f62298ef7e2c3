/** Room for pages. Only those that were viewed ever make it, the one used longest ago first; none that was published. */
import type { PageRecord } from '../store/database.ts';
import { noteEvicted } from '../store/evictions.ts';
import { DiskFullError, type NewPage, type Pages } from '../store/pages.ts';
import { readSettings } from '../store/settings.ts';
import type { Seeding } from './seeding.ts';

export interface RoomDeps {
  readonly pages: Pages;
  readonly seeding: Seeding;
  readonly now: () => number;
}

/** Stores a page. Where the disk is full, viewed pages go until it fits; rejects when none is left. */
export async function storePage(deps: RoomDeps, page: NewPage, bytes: Uint8Array): Promise<void> {
  for (;;) {
    try {
      return await deps.pages.put(page, bytes);
    } catch (error) {
      if (!(error instanceof DiskFullError)) throw error;
      const viewed = await deps.pages.viewed();
      const others = viewed.filter(({ address }) => address !== page.address);
      if (others.length === 0) throw error;
      await evict(deps, leaving(others, bytes.length));
    }
  }
}

/** Lets go of viewed pages past what the user gives them. The one opened last stays, whatever its size. */
export async function keepWithinQuota(deps: RoomDeps): Promise<void> {
  const { viewedBytes } = await readSettings();
  const viewed = await deps.pages.viewed();
  const excess = viewed.reduce((sum, { length }) => sum + length, 0) - viewedBytes;
  if (excess > 0) await evict(deps, leaving(viewed.slice(0, -1), excess));
}

/** The first of `pages` that make `bytes` together. */
function leaving(pages: readonly PageRecord[], bytes: number): readonly PageRecord[] {
  let freed = 0;
  const end = pages.findIndex(({ length }) => (freed += length) >= bytes);
  return end < 0 ? pages : pages.slice(0, end + 1);
}

async function evict({ seeding, now }: RoomDeps, pages: readonly PageRecord[]): Promise<void> {
  if (pages.length === 0) return;
  await seeding.stop(...pages.map(({ address }) => address));
  await noteEvicted(pages.length, now());
}
