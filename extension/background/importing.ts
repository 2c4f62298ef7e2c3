/** Brings exported pages in. Each is checked against its address; what is held already stays as it is. */
import { addressOf } from '@mayfly/relay/client';
import { t } from '@mayfly/relay/view';
import type { Imported, ImportProblem } from '../messages.ts';
import type { Entry } from '../store/archive.ts';
import { DiskFullError } from '../store/pages.ts';
import { type ArchivedPage, ArchiveError, readArchive } from '../store/read-archive.ts';
import { readSettings, relaysForNew } from '../store/settings.ts';
import { keepWithinQuota, storePage } from './room.ts';
import type { SharingDeps } from './sharing.ts';

/** Reads the file behind a blob: address to its end, or as far as it can be read. */
export async function importPages(deps: SharingDeps, url: string): Promise<Imported> {
  const counts = { added: 0, held: 0, damaged: 0 };
  try {
    const file = await (await fetch(url)).blob();
    for await (const page of readArchive(file)) counts[await keep(deps, page)] += 1;
  } catch (error) {
    console.error(error);
    return { ...counts, problem: problemOf(error) };
  } finally {
    await keepWithinQuota(deps);
  }
  return counts;
}

async function keep(
  deps: SharingDeps,
  { entry, bytes }: ArchivedPage,
): Promise<keyof Omit<Imported, 'problem'>> {
  const { pages, seeding } = deps;
  const { address, key, mediaType, name } = entry;
  if ((await addressOf(bytes)) !== address) return 'damaged';
  const relays = entry.relays.length > 0 ? entry.relays : relaysForNew(await readSettings());
  const title = entry.title || t('share_lockedTitle');
  const description = { mediaType, title, ...(name && { name }), ...(key && { key }) };
  const held = await pages.get(address);
  if (held && key && !held.key) await pages.describe(address, description);
  if (held) return 'held';
  const page = { address, ...description, relays, ...(await holding(deps, entry)) };
  await storePage(deps, page, bytes);
  await seeding.announce(address, relays);
  return 'added';
}

/** How long a page is held that comes from another browser. */
async function holding({ lifetimes, now }: SharingDeps, entry: Entry) {
  const { origin, expires } = entry;
  const lifetime =
    entry.lifetime.until === 'session' ? await lifetimes.forNew('session') : entry.lifetime;
  const addedAt = Math.min(entry.addedAt, now());
  return { origin, addedAt, lifetime, ...(expires !== undefined && { expires }) };
}

function problemOf(error: unknown): ImportProblem {
  if (error instanceof ArchiveError) return error.problem;
  return error instanceof DiskFullError ? 'disk-full' : 'unreadable';
}
