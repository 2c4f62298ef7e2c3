/**
 * Imports exported pages. Each page is compared with its address; a page that is held already stays as it is. Anybody may
 * have made the file, so only the user's own relays learn of its pages and of this browser.
 */
import { addressOf } from '@mayfly/relay/client';
import { t } from '@mayfly/relay/words';
import type { Imported, ImportProblem } from '../../messages.ts';
import type { Entry } from '../../store/archive.ts';
import { DiskFullError } from '../../store/disk-full.ts';
import { bounded } from '../../store/lifetime.ts';
import { type ArchivedPage, ArchiveError, readArchive } from '../../store/read-archive.ts';
import type { Description } from '../../store/record-changes.ts';
import { readSettings, relaysForNew } from '../../store/settings.ts';
import { troubleIn } from '../../store/store-error.ts';
import { type ImportedBundle, importedBundle, importParts, newBundle } from './bundle-import.ts';
import { type EvictionDeps, keepWithinQuota, storePage } from './eviction.ts';
import type { Expiry } from './expiry.ts';

export interface ImportDeps extends EvictionDeps {
  readonly expiry: Expiry;
}

/** The maker of the file. */
interface ImportSource {
  /** Whether this browser wrote it a moment ago, so that its pages go back to the relays where they were. */
  readonly isRestored: boolean;
}

/** Reads the file behind a blob: address to its end, or up to the first place that cannot be read. */
export async function importPages(
  deps: ImportDeps,
  url: string,
  source: ImportSource = { isRestored: false },
): Promise<Imported> {
  const counts = { added: 0, shared: 0, moved: 0, held: 0, over: 0, damaged: 0, incomplete: 0 };
  try {
    const file = await (await fetch(url)).blob();
    const note = (...facts: readonly Fact[]) => facts.forEach((fact) => (counts[fact] += 1));
    for await (const page of readArchive(file)) await keep(deps, page, source, note);
  } catch (error) {
    console.error(error);
    return { ...counts, problem: problemOf(error) };
  } finally {
    // The imported pages are kept, even if older ones cannot make room for them now.
    await keepWithinQuota(deps).catch((error: unknown) => console.error(error));
  }
  return counts;
}

/** The facts to count of a page. */
type Fact = keyof Omit<Imported, 'problem'>;

/** Notes the facts to count of a page as they come: its parts may not fit on the disk any more. */
type Note = (...facts: readonly Fact[]) => void;

async function keep(
  deps: ImportDeps,
  archived: ArchivedPage,
  source: ImportSource,
  note: Note,
): Promise<void> {
  const { entry, bytes } = archived;
  const { address, key } = entry;
  if ((await addressOf(bytes)) !== address) return note('damaged');
  const held = await deps.pages.get(address);
  if (held && key && !held.key) await deps.pages.describe(address, descriptionOf(entry));
  const bundle = await importedBundle(archived, key ?? held?.key);
  if (held) note('held');
  else if (!(await add(deps, archived, source, { bundle, note }))) return;
  if (bundle) await addParts(deps, archived, { bundle, note });
}

interface Import {
  readonly bundle: ImportedBundle | undefined;
  readonly note: Note;
}

/** `false` for a page whose time is over. */
async function add(
  deps: ImportDeps,
  { entry, bytes }: ArchivedPage,
  { isRestored }: ImportSource,
  { bundle, note }: Import,
): Promise<boolean> {
  const { address } = entry;
  const page = { address, ...descriptionOf(entry), ...(await holdingOf(deps, entry)) };
  // The browser that exported it would have deleted it by now.
  const isOver = await deps.expiry.isOver(page.lifetime);
  if (isOver) note('over');
  if (isOver) return false;
  const place = isRestored ? { relays: entry.relays, isMoved: false } : await relaysFor(entry);
  const belongings = bundle && { bundle: newBundle(bundle) };
  await storePage(deps, { ...page, relays: place.relays }, bytes, belongings);
  note('added');
  if (page.origin === 'published') note('shared');
  if (place.isMoved) note('moved');
  if (!bundle) await deps.seeding.announce(address, place.relays);
  return true;
}

/** Keeps the parts of a held bundle, and announces it with those that are here. */
async function addParts(
  deps: ImportDeps,
  { entry: { address }, parts }: ArchivedPage,
  { bundle, note }: Import & { readonly bundle: ImportedBundle },
): Promise<void> {
  const page = await deps.pages.get(address);
  if (!page?.bundle) return;
  try {
    await importParts(deps, page.bundle.id, bundle, parts);
  } finally {
    await deps.seeding.announce(address, page.relays);
  }
  const now = (await deps.pages.get(address))?.bundle;
  if (now && now.heldParts < now.parts) note('incomplete');
}

function descriptionOf({ key, mediaType, name, title }: Entry): Description {
  const hints = { ...(name && { name }), ...(key && { key }) };
  return { mediaType, title: title || t('share_lockedTitle'), ...hints };
}

/** The page's relays that are the user's own; or else the relays for new pages. */
async function relaysFor(entry: Entry) {
  const settings = await readSettings();
  const own = entry.relays.filter((relay) => settings.relays.includes(relay));
  if (own.length > 0) return { relays: own, isMoved: false };
  return { relays: relaysForNew(settings), isMoved: entry.relays.length > 0 };
}

/** The origin and the lifetime of an imported page, and that it has no link with its key: its session is the one of this browser. */
async function holdingOf({ expiry, now }: ImportDeps, entry: Entry) {
  const { origin, expires, isLocked, once } = entry;
  const lifetime =
    entry.lifetime.until === 'session' ? await expiry.lifetimeForNew('session') : entry.lifetime;
  const addedAt = Math.min(entry.addedAt, now());
  const hints = { ...(expires !== undefined && { expires }), ...(isLocked && { isLocked }) };
  return { origin, addedAt, lifetime: bounded(lifetime, expires), ...hints, ...(once && { once }) };
}

function problemOf(error: unknown): ImportProblem {
  if (error instanceof ArchiveError) return error.problem;
  const trouble = troubleIn(error);
  if (trouble) return `store-${trouble}`;
  return error instanceof DiskFullError ? 'disk-full' : 'unreadable';
}
