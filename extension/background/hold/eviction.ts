/** Makes room for pages: deletes viewed ones, the least recently used first, and never a published one. A bundle goes whole. */
import type { Address } from '@mayfly/relay/protocol';
import type { PageRecord, StoredPart } from '../../store/database.ts';
import { DiskFullError, freeBytes } from '../../store/disk-full.ts';
import { noteEvicted } from '../../store/evictions.ts';
import { diskBytes } from '../../store/held-bundle.ts';
import type { Pages } from '../../store/pages.ts';
import type { NewPage } from '../../store/record-changes.ts';
import { onSettings, readSettings } from '../../store/settings.ts';
import type { Belongings } from '../../store/writes.ts';
import type { Readings } from './readings.ts';
import type { Seeding } from './seeding.ts';

/** A bundle that does not get on is no longer spared after this time. */
const DAY_MS = 24 * 3_600_000;

export interface EvictionDeps {
  readonly pages: Pages;
  readonly seeding: Seeding;
  readonly readings: Readings;
  readonly now: () => number;
}

/**
 * Stores a page, as the manifest of `bundle` if that is said, or with its once links. On a full disk it deletes viewed pages until the page fits.
 * It rejects when no viewed page is left, or when all of them would not be enough.
 */
export async function storePage(
  deps: EvictionDeps,
  page: NewPage,
  bytes: Uint8Array,
  { bundle, ...belongings }: Belongings = {},
): Promise<void> {
  const { pages } = deps;
  const put = () =>
    bundle ? pages.putBundle(page, bytes, bundle, belongings) : pages.put(page, bytes, belongings);
  await storeWithRoom(deps, put, bytes.length, page.address);
}

/** Stores a part in the same way; its own bundle never makes room for it. A part of a viewed bundle obeys the quota. */
export async function storePart(
  deps: EvictionDeps,
  { bundle, index, address, page }: Omit<StoredPart, 'bytes'>,
): Promise<void> {
  const owner = await deps.pages.ofBundle(bundle);
  const put = () => deps.pages.parts.put(bundle, index, address, page);
  await storeWithRoom(deps, put, page.size, owner?.address);
  if (owner?.origin === 'viewed') await keepWithinQuota(deps);
}

async function storeWithRoom(
  deps: EvictionDeps,
  put: () => Promise<void>,
  bytes: number,
  except: Address | undefined,
): Promise<void> {
  for (;;) {
    try {
      return await put();
    } catch (error) {
      if (!(error instanceof DiskFullError)) throw error;
      const evictable = await viewedBytesBut(deps, except);
      if (evictable === 0 || evictable + Math.max(0, await freeBytes()) < bytes) throw error;
      const isOther = ({ address }: PageRecord) =>
        address !== except && !deps.readings.has(address);
      await evict(deps, (await leaving(deps, bytes, isOther)).filter(isOther));
    }
  }
}

/** Applies each new limit for viewed pages as soon as the user has set it. */
export function keepQuota(deps: EvictionDeps): void {
  onSettings(['viewedBytes'], () => void keepWithinQuota(deps));
}

/**
 * Deletes viewed pages past the limit that the user has set. The one opened last stays, whatever its size. So do a
 * bundle on its way here, and one that somebody reads.
 */
export async function keepWithinQuota(deps: EvictionDeps): Promise<void> {
  const { viewedBytes } = await readSettings();
  const viewed = await deps.pages.total('viewed');
  const excess = viewed.bytes - viewedBytes;
  if (excess <= 0) return;
  const now = deps.now();
  const mayGo = (page: PageRecord) => !isComing(page, now) && !deps.readings.has(page.address);
  const chosen = await leaving(deps, excess, mayGo);
  const isAll = chosen.length === viewed.pages;
  await evict(deps, (isAll ? chosen.slice(0, -1) : chosen).filter(mayGo));
}

/** Somebody asked for all of a bundle within the last day, and not all of it is here. */
function isComing({ bundle, usedAt }: PageRecord, now: number): boolean {
  const isIncomplete = bundle !== undefined && bundle.heldParts < bundle.parts;
  return isIncomplete && bundle.isWanted === true && now - usedAt < DAY_MS;
}

/** The bytes of all viewed pages but this one. */
async function viewedBytesBut({ pages }: EvictionDeps, except?: Address): Promise<number> {
  const [{ bytes }, page] = await Promise.all([pages.total('viewed'), except && pages.get(except)]);
  return page?.origin === 'viewed' ? bytes - diskBytes(page) : bytes;
}

/** The least recently used viewed pages of which those that may go have `bytes` together, or all of them. */
async function leaving(
  { pages, now }: EvictionDeps,
  bytes: number,
  mayGo: (page: PageRecord) => boolean,
): Promise<readonly PageRecord[]> {
  let freed = 0;
  return pages.viewed(now(), (page) => {
    if (mayGo(page)) freed += diskBytes(page);
    return freed >= bytes;
  });
}

/** Deletes pages, but no page that was opened, uploaded or published since it was chosen. */
async function evict(deps: EvictionDeps, pages: readonly PageRecord[]): Promise<void> {
  if (pages.length === 0) return;
  const { seeding, readings, now } = deps;
  const usedAt = new Map(pages.map((page) => [page.address, page.usedAt]));
  const isUnused = ({ address, origin, usedAt: at }: PageRecord) =>
    origin === 'viewed' && at === usedAt.get(address) && !readings.has(address);
  const gone = await seeding.deleteIf([...usedAt.keys()], isUnused);
  if (gone.length === 0) return;
  // A full disk may not take this note: no reason to refuse a page.
  await noteEvicted(gone.length, now()).catch((error: unknown) => console.error(error));
}
