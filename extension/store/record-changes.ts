/** The record of a page, new and changed. Does not know where records are stored. */
import type { PageRecord } from './database.ts';
import { bounded, type Lifetime, longer, unbounded, UNTIL_STOPPED } from './lifetime.ts';

/** A page to keep. Without another lifetime, it stays until its user deletes it. */
export type NewPage = Omit<
  PageRecord,
  'length' | 'servedBytes' | 'servedTimes' | 'usedAt' | 'lifetime' | 'bundle' | 'keptBy'
> & { readonly lifetime?: Lifetime };

/** The name and title by which people recognise a page. */
export type Description = Pick<PageRecord, 'key' | 'mediaType' | 'name' | 'title'>;

/** The uploads of a page to readers. */
export interface Served {
  readonly bytes: number;
  readonly times: number;
  /** The time of the last, in Unix milliseconds. */
  readonly at: number;
}

/** A page that was not held before, with this many bytes. */
export function added(page: NewPage, length: number): PageRecord {
  const { addedAt, expires, lifetime = UNTIL_STOPPED } = page;
  const use = { servedBytes: 0, servedTimes: 0, usedAt: addedAt };
  return { ...page, length, ...use, lifetime: bounded(lifetime, expires) };
}

/** A page that somebody has opened, with the facts of its content. */
export function described(page: PageRecord, description: Description): PageRecord {
  const { isLocked: _, ...open } = page;
  return { ...open, ...description };
}

/** A held page that comes in once more. */
export function merged(held: PageRecord, page: NewPage): PageRecord {
  // The relay of the last share comes first, because the link names it.
  const relays = [...new Set([...page.relays, ...held.relays])];
  const usedAt = page.addedAt;
  if (page.origin === 'viewed') return { ...held, relays, usedAt };
  // The publisher of a page has it open, and decides its lifetime.
  const { expires: _, isLocked: _locked, ...rest } = held;
  const said = page.lifetime ?? UNTIL_STOPPED;
  // Earlier links of a published page promise the earlier lifetime.
  const lifetime = held.origin === 'published' ? longer(held.lifetime, said) : said;
  return { ...rest, ...page, relays, usedAt, lifetime };
}

export function heldFor(page: PageRecord, lifetime: Lifetime): PageRecord {
  return { ...page, lifetime: bounded(lifetime, page.expires) };
}

export function opened(page: PageRecord, at: number, expires: number | undefined): PageRecord {
  const used = { ...page, usedAt: at };
  return page.expires === undefined ? used : prolonged(used, page.expires, expires);
}

export function uploaded(page: PageRecord, { bytes, times, at }: Served): PageRecord {
  const { servedBytes, servedTimes } = page;
  return {
    ...page,
    servedBytes: servedBytes + bytes,
    servedTimes: servedTimes + times,
    usedAt: at,
  };
}

/** An upload of parts. A reader who fetches a bundle counts once, with its manifest. */
export function partsUploaded(page: PageRecord, served: Served): PageRecord {
  return uploaded(page, { ...served, times: 0 });
}

/** A bundle of which its reader asked for all, or no longer does. */
export function wanted(page: PageRecord, isWanted: boolean): PageRecord {
  if (!page.bundle) return page;
  const { isWanted: _, ...bundle } = page.bundle;
  return { ...page, bundle: isWanted ? { ...bundle, isWanted } : bundle };
}

/** Its bytes here match its address, and are this many. */
export function mended(page: PageRecord, length: number): PageRecord {
  const { isDamaged: _, ...sound } = page;
  return { ...sound, length };
}

function prolonged(page: PageRecord, before: number, expires: number | undefined): PageRecord {
  if (expires !== undefined && expires <= before) return page;
  const { expires: _, ...rest } = page;
  const lifetime = bounded(unbounded(page.lifetime, before), expires);
  return { ...rest, ...(expires !== undefined && { expires }), lifetime };
}
