/**
 * Opening a link: what is held is there at once; the rest is wanted, shown, and once somebody has seen it stored, and
 * from then on held for others too.
 */
import { mayBeSealed, openSealed } from '@mayfly/relay/client';
import { type Address, type Link, mediaTypeOf } from '@mayfly/relay/protocol';
import { looksEncrypted, shownName, signatureOf, t } from '@mayfly/relay/words';
import type { PageRecord } from '../../store/database.ts';
import type { Pages } from '../../store/pages.ts';
import type { PassingPages } from '../../store/passing-pages.ts';
import type { Description } from '../../store/record-changes.ts';
import { DamagedPageError } from '../../store/store-error.ts';
import { titleOf } from '../../store/title.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';
import type { Relays } from '../relays.ts';
import { keepWithinQuota, storePage } from '../hold/eviction.ts';
import type { Found } from './page-search.ts';
import type { Seeding } from '../hold/seeding.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface FetchingDeps {
  readonly pages: Pages;
  readonly passing: PassingPages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly uploadPolicy: UploadPolicy;
  readonly now: () => number;
}

/** Takes a note that a held page was opened. It stays open, whether or not the disk takes that note. */
export async function visit(deps: FetchingDeps, link: Link, held: PageRecord): Promise<void> {
  // It is announced where it was, and at no other relay.
  await noteVisit(deps, link, held).catch((error: unknown) => console.error(error));
}

/** A page that is not held, where the viewer finds it. Calls `find` where it is not here, and rejects as that does. */
export async function receive(
  { passing }: FetchingDeps,
  { address }: Link,
  find: () => Promise<Found>,
): Promise<Found> {
  // Unseen bytes are worth little: where they cannot be stored, the page is shown once it is kept.
  const here = await passing.get(address).catch(() => undefined);
  if (here) return here;
  const found = await find();
  await passing.put(address, found).catch((error: unknown) => console.error(error));
  return found;
}

/** Holds a page from now on that somebody has seen. */
export async function hold(
  deps: FetchingDeps,
  link: Link,
  { bytes, relay }: Found,
): Promise<PageRecord | undefined> {
  const { pages, seeding } = deps;
  const { address } = link;
  const held = await pages.get(address);
  // At the relay of the link too, where it leads to somebody from now on. A copy that was damaged stays where it was.
  const relays = held?.relays ?? [...new Set([relay, link.relay])];
  await keep(deps, link, bytes, relays);
  await keepWithinQuota(deps);
  if (held) await learnKey(pages, link, held);
  await seeding.announce(address, relays);
  await dismiss(deps, link);
  return pages.get(address);
}

/** Forgets a page that was received and that nobody sees any more. */
export async function dismiss({ passing }: FetchingDeps, { address }: Link): Promise<void> {
  await passing.remove(address).catch(() => undefined); // the next session of the browser does
}

/** Whether the copy that is held is the page. */
export async function isSound({ pages }: FetchingDeps, address: Address): Promise<boolean> {
  try {
    return (await pages.readWhole(address)) !== undefined;
  } catch (error) {
    if (!(error instanceof DamagedPageError)) throw error;
    console.error(error);
    return false;
  }
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
  held: PageRecord,
): Promise<void> {
  await pages.noteOpened(held.address, now(), link.expires);
  await learnKey(pages, link, held);
}

/** A page that came by a link without its key, or with another, is opened by a later one that has it. */
async function learnKey(pages: Pages, link: Link, { key }: PageRecord): Promise<void> {
  const bytes = link.key && !key ? await pages.readWhole(link.address) : undefined;
  const description = bytes && (await describe(link, bytes));
  if (description?.key) await pages.describe(link.address, description);
}

/** What a page is known by here. */
async function describe(link: Link, bytes: Bytes): Promise<Description> {
  const content = await contentOf(link, bytes);
  const { key, name } = link;
  const mediaType = mediaTypeOf(link);
  const hints = { mediaType, ...(name && { name }) };
  if (!content) return { ...hints, title: name ? shownName(name) : t('share_lockedTitle') };
  return { ...hints, title: titleOf({ ...hints, bytes: content }), ...(key && { key }) };
}

/** Undefined where the link has no key that opens the page. */
async function contentOf({ key }: Link, bytes: Bytes): Promise<Bytes | undefined> {
  if (!key) return looksSealed(bytes) ? undefined : bytes;
  const content = await openSealed(bytes, key);
  return typeof content === 'string' ? undefined : content;
}

/** A link may have lost its key: a sealed page looks like noise, and like no kind of file. */
function looksSealed(bytes: Bytes): boolean {
  return mayBeSealed(bytes.length) && looksEncrypted(bytes) && signatureOf(bytes) === undefined;
}
