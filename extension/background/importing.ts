/**
 * Brings exported pages in. Each is checked against its address; what is held already stays as it is. The file is by
 * whoever made it: no relay learns of a page, or of this browser, that its user has not added.
 */
import { addressOf } from '@mayfly/relay/client';
import { t } from '@mayfly/relay/view';
import type { Imported, ImportProblem } from '../messages.ts';
import type { Entry } from '../store/archive.ts';
import { DiskFullError } from '../store/disk-full.ts';
import { type ArchivedPage, ArchiveError, readArchive } from '../store/read-archive.ts';
import { readSettings, relaysForNew } from '../store/settings.ts';
import { keepWithinQuota, storePage } from './room.ts';
import type { SharingDeps } from './sharing.ts';

/** Reads the file behind a blob: address to its end, or as far as it can be read. */
export async function importPages(deps: SharingDeps, url: string): Promise<Imported> {
  const counts = { added: 0, held: 0, damaged: 0, moved: 0 };
  try {
    const file = await (await fetch(url)).blob();
    for await (const page of readArchive(file)) {
      const became = await keep(deps, page);
      if (became === 'moved') counts.added += 1;
      counts[became] += 1;
    }
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
  const title = entry.title || t('share_lockedTitle');
  const description = { mediaType, title, ...(name && { name }), ...(key && { key }) };
  const held = await pages.get(address);
  if (held && key && !held.key) await pages.describe(address, description);
  if (held) return 'held';
  const { relays, isMoved } = await relaysFor(entry);
  const page = { address, ...description, relays, ...(await holding(deps, entry)) };
  await storePage(deps, page, bytes);
  await seeding.announce(address, relays);
  return isMoved ? 'moved' : 'added';
}

/** Those of its relays that are the user's own; where none is, it goes where new pages do. */
async function relaysFor(entry: Entry) {
  const settings = await readSettings();
  const own = entry.relays.filter((relay) => settings.relays.includes(relay));
  if (own.length > 0) return { relays: own, isMoved: false };
  return { relays: relaysForNew(settings), isMoved: entry.relays.length > 0 };
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
