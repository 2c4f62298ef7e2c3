/** The number of holders of some of this browser's pages. It watches these pages at their relays, and no others. */
import type { Address } from '@mayfly/relay/protocol';
import type { PageRecord } from '../store/database.ts';
import type { Relays } from './relays.ts';

type Followed = Pick<PageRecord, 'address' | 'relays'>;

interface Following {
  readonly relays: readonly string[];
  /** The counts last heard, by relay. */
  readonly counts: Map<string, number>;
  readonly stop: () => void;
}

export class HolderCounts {
  readonly #relays: Relays;
  readonly #onChange: () => void;
  readonly #following = new Map<Address, Following>();

  constructor(relays: Relays, onChange: () => void) {
    this.#relays = relays;
    this.#onChange = onChange;
  }

  /** Watches these pages, each at all of its relays, and no others from now on. */
  follow(pages: readonly Followed[]): void {
    const wanted = new Map(pages.map((page) => [page.address, page]));
    for (const [address, following] of this.#following) {
      if (sameRelays(following.relays, wanted.get(address)?.relays)) continue;
      this.#following.delete(address);
      following.stop();
    }
    for (const page of wanted.values()) {
      if (!this.#following.has(page.address)) this.#watch(page);
    }
  }

  /**
   * Undefined while no relay has sent a count. One holder may be at several of a page's relays, so only the highest count
   * is sure. A count from before a lost connection says nothing about now.
   */
  of(address: Address): number | undefined {
    const counts = this.#following.get(address)?.counts ?? [];
    const current = [...counts].filter(
      ([relay]) => this.#relays.connection(relay).state === 'open',
    );
    return current.length > 0 ? Math.max(...current.map(([, count]) => count)) : undefined;
  }

  /** The count of one relay; undefined while it has sent none since it was connected last. */
  at(address: Address, relay: string): number | undefined {
    if (this.#relays.connection(relay).state !== 'open') return undefined;
    return this.#following.get(address)?.counts.get(relay);
  }

  stop(): void {
    this.follow([]);
  }

  #watch({ address, relays }: Followed): void {
    const counts = new Map<string, number>();
    const stops = relays.map((relay) => {
      const lease = this.#relays.use(relay);
      const unwatch = lease.client.watch(address, (count) => {
        counts.set(relay, count);
        this.#onChange();
      });
      return () => {
        unwatch();
        lease.release();
      };
    });
    this.#following.set(address, { relays, counts, stop: () => stops.forEach((stop) => stop()) });
  }
}

function sameRelays(some: readonly string[], others: readonly string[] = []): boolean {
  return some.length === others.length && some.every((relay, i) => relay === others[i]);
}
