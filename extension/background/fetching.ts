/** Opening a link: what is held is there at once; the rest is wanted, stored, and from then on held for others too. */
import { type Link, mediaTypeOf } from '@mayfly/relay/protocol';
import { isLock, openPage, t } from '@mayfly/relay/view';
import type { PageRecord } from '../store/database.ts';
import type { Pages } from '../store/pages.ts';
import type { Description } from '../store/record-changes.ts';
import { titleOf } from '../store/title.ts';
import type { Manners } from './manners.ts';
import type { Relays } from './relays.ts';
import { keepWithinQuota, storePage } from './room.ts';
import type { Found } from './search.ts';
import type { Seeding } from './seeding.ts';

export interface FetchingDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly manners: Manners;
  readonly now: () => number;
}

/**
 * The page that `link` names, once it is stored here. Calls `find` for one that is not held yet, and rejects as that
 * does.
 */
export async function obtain(
  deps: FetchingDeps,
  link: Link,
  find: () => Promise<Found>,
): Promise<PageRecord | undefined> {
  const { pages, seeding } = deps;
  const { address, relay } = link;
  const held = await pages.get(address);
  if (held) {
    // It opens, whether or not the disk takes a note of that. It is announced where it was, and at no other relay.
    await noteVisit(deps, link, held).catch((error: unknown) => console.error(error));
  } else {
    const found = await find();
    // At the relay of the link too, where it leads to somebody from now on.
    const relays = [...new Set([found.relay, relay])];
    await keep(deps, link, found.bytes, relays);
    await keepWithinQuota(deps);
    await seeding.announce(address, relays);
  }
  return pages.get(address);
}

async function keep(
  deps: FetchingDeps,
  link: Link,
  bytes: Uint8Array<ArrayBuffer>,
  relays: readonly string[],
): Promise<void> {
  const { address, expires } = link;
  const description = await describe(link, bytes);
  const hints = { ...description, ...(expires !== undefined && { expires }) };
  const addedAt = deps.now();
  await storePage(deps, { address, ...hints, origin: 'viewed', relays, addedAt }, bytes);
}

async function noteVisit(
  { pages, now }: FetchingDeps,
  link: Link,
  { address, key, length }: PageRecord,
): Promise<void> {
  await pages.noteOpened(address, now(), link.expires);
  if (link.key && !key) await learnKey(pages, link, length);
}

/** A page that came by a link without its key, or with another, is opened by a later one that has it. */
async function learnKey(pages: Pages, link: Link, length: number): Promise<void> {
  const range = await pages.read(link.address, 0, length);
  const description = range && (await describe(link, new Uint8Array(range.bytes)));
  if (description?.key) await pages.describe(link.address, description);
}

/** What a page is known by here. */
async function describe(link: Link, bytes: Uint8Array<ArrayBuffer>): Promise<Description> {
  const opened = await openPage(link, bytes);
  const { key, name } = link;
  const mediaType = mediaTypeOf(link);
  const hints = { mediaType, ...(name && { name }) };
  if (isLock(opened)) return { ...hints, title: name ?? t('share_lockedTitle') };
  return { ...hints, title: name ?? titleOf(opened.bytes, mediaType), ...(key && { key }) };
}
