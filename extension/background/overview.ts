/** What the popup shows: the relays, and the pages shared or opened last with the number of their holders. */
import type { Overview, RecentPage } from '../messages.ts';
import type { PageRecord } from '../store/database.ts';
import { linkOfPage } from '../store/page-link.ts';
import type { Pages } from '../store/pages.ts';
import { onSettings, readSettings } from '../store/settings.ts';
import { coalesced } from './coalesced.ts';
import { HolderCounts } from './holder-counts.ts';
import type { Lease, Relays } from './relays.ts';

const RECENT_PAGES = 20;

export interface OverviewDeps {
  readonly pages: Pages;
  readonly relays: Relays;
}

/** Reports the overview at once and on change, until it is stopped. */
export function viewOverview(deps: OverviewDeps, report: (overview: Overview) => void): () => void {
  const viewing = new OverviewViewing(deps, report);
  viewing.start();
  return () => viewing.stop();
}

class OverviewViewing {
  readonly #deps: OverviewDeps;
  readonly #report: (overview: Overview) => void;
  readonly #refresh = coalesced(() => this.#tell());
  /** Keeps the relay for new pages connected while somebody looks, so that its limits are known before sharing. */
  #lease: { readonly relay: string; readonly lease: Lease } | undefined;
  readonly #counts: HolderCounts;
  #stops: (() => void)[] = [];

  constructor(deps: OverviewDeps, report: (overview: Overview) => void) {
    this.#deps = deps;
    this.#report = report;
    this.#counts = new HolderCounts(deps.relays, this.#refresh.run);
  }

  start(): void {
    const { pages, relays } = this.#deps;
    this.#stops = [
      pages.subscribe(this.#refresh.run),
      relays.subscribe((_, event) => event.type === 'connection' && this.#refresh.run()),
      onSettings(['relay', 'lifetime'], this.#refresh.run),
      this.#refresh.stop,
    ];
    this.#refresh.run();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#counts.stop();
    this.#lease?.lease.release();
  }

  async #tell(): Promise<void> {
    const { pages, relays } = this.#deps;
    const [{ relay, lifetime }, recent, heldCount] = await Promise.all([
      readSettings(),
      pages.recent(RECENT_PAGES),
      pages.count(),
    ]);
    if (this.#refresh.isStopped()) return;
    this.#useRelay(relay);
    this.#counts.follow(recent);
    this.#report({
      relay,
      connections: relays.inUse().map((origin) => ({
        relay: origin,
        connection: relays.connection(origin),
      })),
      heldCount,
      lifetime,
      recent: recent.map((page) => this.#recentPage(page)),
    });
  }

  #useRelay(relay: string): void {
    if (this.#lease?.relay === relay) return;
    const before = this.#lease;
    this.#lease = { relay, lease: this.#deps.relays.use(relay) };
    before?.lease.release();
  }

  #recentPage(page: PageRecord): RecentPage {
    const { address, title, length, origin, addedAt } = page;
    const holders = this.#counts.of(address);
    const count = holders !== undefined && { holders };
    return { address, title, link: linkOfPage(page), length, origin, addedAt, ...count };
  }
}
