/** Reports to the popup: the relays, and the latest pages with the number of their holders. */
import type { Overview } from '../../messages.ts';
import { onceLinksOf } from '../../store/once-links.ts';
import type { Pages } from '../../store/pages.ts';
import { defaultRelay, onSettings, readSettings, relaysForNew } from '../../store/settings.ts';
import { coalesced } from '../coalesced.ts';
import { isUploaded } from '../../store/upload-scope.ts';
import { RelayLeases } from '../relay-leases.ts';
import { HolderCounts } from '../holder-counts.ts';
import type { UploadPolicy } from '../hold/upload-policy.ts';
import { recentPage } from '../../store/recent-page.ts';
import type { Relays } from '../relays.ts';

const RECENT_PAGES = 20;

export interface OverviewDeps {
  readonly pages: Pages;
  readonly relays: Relays;
  readonly uploadPolicy: UploadPolicy;
}

/** Reports the overview at once and on change, until it is stopped. */
export function viewOverview(deps: OverviewDeps, report: (overview: Overview) => void): () => void {
  const viewing = new OverviewReporter(deps, report);
  viewing.start();
  return () => viewing.stop();
}

class OverviewReporter {
  readonly #deps: OverviewDeps;
  readonly #report: (overview: Overview) => void;
  readonly #refresh = coalesced(() => this.#tell());
  /** Keeps the relays for new pages connected while the popup is open, so that it knows their limits before a share. */
  readonly #leases: RelayLeases;
  readonly #counts: HolderCounts;
  #stops: (() => void)[] = [];

  constructor(deps: OverviewDeps, report: (overview: Overview) => void) {
    this.#deps = deps;
    this.#report = report;
    this.#leases = new RelayLeases(deps.relays);
    this.#counts = new HolderCounts(deps.relays, this.#refresh.run);
  }

  start(): void {
    const { pages, relays, uploadPolicy } = this.#deps;
    this.#stops = [
      pages.subscribe(this.#refresh.run),
      pages.keepers.subscribe(this.#refresh.run),
      relays.subscribe((_, event) => event.type === 'connection' && this.#refresh.run()),
      onSettings(['relays', 'announceAt', 'lifetime', 'uploads', 'dailyBytes'], this.#refresh.run),
      uploadPolicy.subscribe(this.#refresh.run),
      this.#refresh.stop,
    ];
    this.#refresh.runNow();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#counts.stop();
    this.#leases.release();
  }

  async #tell(): Promise<void> {
    const { pages, relays, uploadPolicy } = this.#deps;
    const [settings, recent, heldCount, keepers, uploads, servedToday] = await Promise.all([
      readSettings(),
      pages.recent(RECENT_PAGES),
      pages.count(),
      pages.keepers.present(),
      uploadPolicy.uploads(),
      uploadPolicy.servedToday(),
    ]);
    const once = await onceLinksOf(pages, recent);
    if (this.#refresh.isStopped()) return;
    this.#leases.hold(relaysForNew(settings));
    // Relays are asked only about pages that are announced to them.
    this.#counts.follow(recent.filter((page) => isUploaded(page, uploads)));
    this.#report({
      relay: defaultRelay(settings),
      pageBytes: relays.limits(defaultRelay(settings)).pageBytes,
      connections: relays.inUse().map((origin) => ({
        relay: origin,
        connection: relays.connection(origin),
      })),
      heldCount,
      lifetime: settings.lifetime,
      hasKeeper: keepers.length > 0,
      dailyBytes: settings.dailyBytes,
      uploads,
      servedToday,
      isAsked: settings.uploads !== 'unasked',
      recent: recent.map((page) => {
        const holders = this.#counts.of(page.address);
        const links = once.get(page.address);
        return { ...recentPage(page, uploads, links), ...(holders !== undefined && { holders }) };
      }),
    });
  }
}
