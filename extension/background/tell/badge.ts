/**
 * The extension's button. Its number is the number of held pages; its colour and icon tell whether they are uploaded, and
 * whether nobody else holds one of them.
 */
import type { ConnectionState } from '@mayfly/relay/client';
import { browser } from 'wxt/browser';
import { ICON_SIZES, type IconState, iconPath } from '../../icon/states.ts';
import type { Uploads } from '../../messages.ts';
import { atHome } from '../../store/at-home.ts';
import type { PageRecord } from '../../store/database.ts';
import type { Pages } from '../../store/pages.ts';
import { heldTitle, type Holding } from '../../sentences.ts';
import { coalesced } from '../coalesced.ts';
import { HolderCounts } from '../holder-counts.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';
import type { Relays } from '../relays.ts';
import type { Seeding } from '../hold/seeding.ts';

/** The most pages whose holders are counted, the latest ones: a small part of a client's watches at a relay. */
const WATCHED_PAGES = 200;

const HELD_COLOUR = '#0c6b64';
const LAST_COPY_COLOUR = '#7a5200';
const RESTING_COLOUR = '#5c6967';

export interface BadgeDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly seeding: Seeding;
  readonly uploadPolicy: UploadPolicy;
}

/** Keeps the button up to date until the returned function is called. */
export function keepBadge({ pages, relays, seeding, uploadPolicy }: BadgeDeps): () => void {
  const refresh = coalesced(async () => {
    const uploads = await uploadPolicy.uploads();
    const [latest, heldCount] = await Promise.all([
      latestUploaded(pages, uploads, WATCHED_PAGES + 1),
      pages.count(),
    ]);
    if (refresh.isStopped()) return;
    const watched = latest.slice(0, WATCHED_PAGES);
    counts.follow(watched);
    const holders = watched.map(({ address }) => counts.of(address));
    const onlyCopies = watched.filter((page, i) => isOnlyCopy(page, holders[i])).length;
    // Before all pages are counted, a count of zero only copies means nothing.
    const isTold = onlyCopies > 0 || !holders.includes(undefined);
    const isMore = latest.length > watched.length;
    const connections = seeding.relays().map((relay) => relays.connection(relay));
    const holding = { heldCount, onlyCopies, uploads, connections };
    await show(isMore && isTold ? { ...holding, latest: watched.length } : holding);
  });
  const counts = new HolderCounts(relays, refresh.run);
  const stops = [
    pages.subscribe(({ type }) => type !== 'served' && type !== 'parts' && refresh.run()),
    relays.subscribe((_, event) => event.type === 'connection' && refresh.run()),
    uploadPolicy.subscribe(refresh.run),
    refresh.stop,
    () => counts.stop(),
  ];
  refresh.run();
  return () => stops.forEach((stop) => stop());
}

/** Relays are asked only about pages that are announced to them. */
async function latestUploaded(
  pages: Pages,
  uploads: Uploads,
  limit: number,
): Promise<readonly PageRecord[]> {
  switch (uploads.pages) {
    case 'all':
      return pages.recent(limit);
    case 'published':
      return pages.recentlyPublished(limit);
    case 'none':
      return [];
  }
}

/** This browser is one of the holders, or soon will be. A keeper holds it, whether its relay sees it now or not. */
function isOnlyCopy(page: PageRecord, holders: number | undefined): boolean {
  return holders !== undefined && holders <= 1 && atHome(page) !== 'kept';
}

interface Standing extends Holding {
  /** The connections to the relays where pages are announced. */
  readonly connections: readonly ConnectionState[];
}

async function show(standing: Standing): Promise<void> {
  const { heldCount } = standing;
  // MV2 has another name for it.
  const button = browser.action ?? browser.browserAction;
  await Promise.all([
    button.setBadgeText({ text: heldCount === 0 ? '' : short(heldCount) }),
    button.setBadgeBackgroundColor({ color: colourOf(standing) }),
    button.setTitle({ title: heldTitle(standing) }),
    button.setIcon({ path: pathsOf(iconOf(standing)) }),
  ]);
}

function colourOf({ uploads, onlyCopies }: Standing): string {
  if (uploads.pages === 'none') return RESTING_COLOUR;
  return onlyCopies > 0 ? LAST_COPY_COLOUR : HELD_COLOUR;
}

/** The button's icon for these facts. */
export function iconOf({ uploads, connections, onlyCopies }: Standing): IconState {
  if (uploads.pages === 'none') return 'paused';
  if (connections.length === 0) return 'idle';
  if (connections.every(({ state }) => state === 'waiting')) return 'offline';
  return onlyCopies > 0 ? 'last-copy' : 'seeding';
}

function pathsOf(state: IconState): Record<number, string> {
  return Object.fromEntries(ICON_SIZES.map((size) => [size, iconPath(state, size)]));
}

/** A badge has room for four characters. */
function short(count: number): string {
  return count < 1_000 ? String(count) : `${Math.min(999, Math.floor(count / 1_000))}k`;
}
