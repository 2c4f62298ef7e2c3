/**
 * The steps of a reading in this browser's store: a page that is fetched is first kept for its viewer alone, once
 * somebody has seen it in the store, and once its viewer has opened it for other readers too. The viewer alone decrypts.
 */
import { type Address, type Link, mediaTypeOf } from '@mayfly/relay/protocol';
import { shownName, t } from '@mayfly/relay/words';
import type { OpenedInViewer } from '../../messages.ts';
import type { PageRecord } from '../../store/database.ts';
import type { Pages } from '../../store/pages.ts';
import type { PassingPages } from '../../store/passing-pages.ts';
import { DamagedPageError } from '../../store/store-error.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';
import type { Relays } from '../relays.ts';
import { keepWithinQuota, storePage } from '../hold/eviction.ts';
import type { Found } from './page-search.ts';
import type { Readings } from '../hold/readings.ts';
import type { Seeding } from '../hold/seeding.ts';

export interface ReadDeps {
  readonly pages: Pages;
  readonly passing: PassingPages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly readings: Readings;
  readonly uploadPolicy: UploadPolicy;
  readonly now: () => number;
}

/** Notes that somebody has seen a held page. The page stays open, whether or not the disk takes that note. */
export async function visit({ pages, now }: ReadDeps, link: Link): Promise<void> {
  const noting = pages.noteOpened(link.address, now(), link.expires);
  await noting.catch((error: unknown) => console.error(error));
}

/** Puts a page that is not held where the viewer finds it. Calls `find` where it is not here, and rejects as that does. */
export async function receive(
  { passing }: ReadDeps,
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

/** Holds a page from now on that somebody has seen. No relay is told of it before its viewer has opened it. */
export async function hold(
  deps: ReadDeps,
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
  if (held) await seeding.announce(address, relays);
  await dismiss(deps, link);
  return pages.get(address);
}

/** Notes what the viewer found in a held page. From now on the page is uploaded too, where it was locked. */
export async function learn(
  { pages, seeding }: ReadDeps,
  link: Link,
  { as, title }: OpenedInViewer,
): Promise<void> {
  const held = await pages.get(link.address);
  const key = as === 'content' ? link.key : undefined;
  if (!held || (!held.isLocked && (held.key || !key))) return; // nothing new
  const { key: known = key } = held;
  await pages.describe(link.address, { ...hintsOf(link), title, ...(known && { key: known }) });
  // A page that was announced stays announced where it was, and at no other relay.
  if (held.isLocked) await seeding.announce(link.address, held.relays);
}

/** Forgets a page that was received and that nobody sees any more. */
export async function dismiss({ passing }: ReadDeps, { address }: Link): Promise<void> {
  await passing.remove(address).catch(() => undefined); // the next session of the browser does
}

/** Resolves with `true` if the held copy is the page: its bytes match its address. */
export async function isSound({ pages }: ReadDeps, address: Address): Promise<boolean> {
  try {
    return (await pages.readWhole(address)) !== undefined;
  } catch (error) {
    if (!(error instanceof DamagedPageError)) throw error;
    console.error(error);
    return false;
  }
}

async function keep(
  deps: ReadDeps,
  link: Link,
  bytes: Uint8Array<ArrayBuffer>,
  relays: readonly string[],
): Promise<void> {
  const { address, expires } = link;
  const title = link.name ? shownName(link.name) : t('share_lockedTitle');
  const ends = expires === undefined ? {} : { expires };
  const description = { ...hintsOf(link), title, isLocked: true as const, ...ends };
  await storePage(
    deps,
    { address, ...description, origin: 'viewed', relays, addedAt: deps.now() },
    bytes,
  );
}

function hintsOf(link: Link) {
  return { mediaType: mediaTypeOf(link), ...(link.name && { name: link.name }) };
}
