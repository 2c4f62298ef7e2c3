/** What is known of a page, as it begins and as it changes. Knows nothing of where it is kept. */
import type { PageRecord } from './database.ts';
import { bounded, type Lifetime, longer, unbounded, UNTIL_STOPPED } from './lifetime.ts';

/** A page to keep, until somebody says stop where it has no other lifetime. */
export type NewPage = Omit<
  PageRecord,
  'length' | 'servedBytes' | 'servedTimes' | 'usedAt' | 'lifetime'
> & { readonly lifetime?: Lifetime };

/** What a page is known by here. */
export type Description = Pick<PageRecord, 'key' | 'mediaType' | 'name' | 'title'>;

/** What of a page was handed to readers. */
export interface Served {
  readonly bytes: number;
  readonly times: number;
  /** When last, in Unix milliseconds. */
  readonly at: number;
}

/** A page that was not held before, of that many bytes. */
export function added(page: NewPage, length: number): PageRecord {
  const { addedAt, expires, lifetime = UNTIL_STOPPED } = page;
  const use = { servedBytes: 0, servedTimes: 0, usedAt: addedAt };
  return { ...page, length, ...use, lifetime: bounded(lifetime, expires) };
}

/** A page that somebody has opened, known by what is in it. */
export function described(page: PageRecord, description: Description): PageRecord {
  const { isLocked: _, ...open } = page;
  return { ...open, ...description };
}

/** A held page that comes in once more. */
export function merged(held: PageRecord, page: NewPage): PageRecord {
  // The relay it was last shared at comes first: it is the one in the link.
  const relays = [...new Set([...page.relays, ...held.relays])];
  const usedAt = page.addedAt;
  if (page.origin === 'viewed') return { ...held, relays, usedAt };
  // Whoever publishes a page has it open, and decides how long to hold it.
  const { expires: _, isLocked: _locked, ...rest } = held;
  const said = page.lifetime ?? UNTIL_STOPPED;
  // Links that were given out of a published page promise what was said before.
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

/** Its bytes here are what its address says, and are this many. */
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
