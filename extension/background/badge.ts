/** The number on the extension's button: how many pages are held, coloured where one is held by nobody else. */
import { browser } from 'wxt/browser';
import type { Pages } from '../store/pages.ts';
import { heldTitle } from '../wording.ts';
import { coalesced } from './coalesced.ts';
import { HolderCounts } from './holder-counts.ts';
import type { Relays } from './relays.ts';

/** Of how many pages, the latest, the holders are known here: a small part of what a relay lets a client watch. */
export const WATCHED_PAGES = 200;

const HELD_COLOUR = '#0c6b64';
const LAST_COPY_COLOUR = '#7a5200';

export interface BadgeDeps {
  readonly pages: Pages;
  readonly relays: Relays;
}

/** Keeps the button up to date until the returned function is called. */
export function keepBadge({ pages, relays }: BadgeDeps): () => void {
  const refresh = coalesced(async () => {
    const [recent, heldCount] = await Promise.all([pages.recent(WATCHED_PAGES), pages.count()]);
    if (refresh.isStopped()) return;
    counts.follow(recent);
    const onlyCopies = recent.filter(({ address }) => isOnlyCopy(counts.of(address))).length;
    await show(heldCount, onlyCopies);
  });
  const counts = new HolderCounts(relays, refresh.run);
  const stops = [
    pages.subscribe(({ type }) => type !== 'served' && refresh.run()),
    relays.subscribe((_, event) => event.type === 'connection' && refresh.run()),
    refresh.stop,
    () => counts.stop(),
  ];
  refresh.run();
  return () => stops.forEach((stop) => stop());
}

/** This browser is one of the holders, or about to be announced as one. */
function isOnlyCopy(holders: number | undefined): boolean {
  return holders !== undefined && holders <= 1;
}

async function show(heldCount: number, onlyCopies: number): Promise<void> {
  // MV2's has another name.
  const button = browser.action ?? browser.browserAction;
  const colour = onlyCopies > 0 ? LAST_COPY_COLOUR : HELD_COLOUR;
  await Promise.all([
    button.setBadgeText({ text: heldCount === 0 ? '' : short(heldCount) }),
    button.setBadgeBackgroundColor({ color: colour }),
    button.setTitle({ title: heldTitle(heldCount, onlyCopies, WATCHED_PAGES) }),
  ]);
}

/** A badge has room for four characters. */
function short(count: number): string {
  return count < 1_000 ? String(count) : `${Math.min(999, Math.floor(count / 1_000))}k`;
}
