/** The time in which a share is held: who else holds its pages, and how many readers got all of them. */
import { RefusedError } from '../client/index.ts';
import type { Address } from '../protocol/index.ts';
import { isRefusedForGood } from './failure.ts';
import type { ReachedRelay } from './reached-relays.ts';
import type { Spool } from './spool.ts';

export interface HeldShareDeps {
  readonly spool: Spool;
  readonly relays: readonly ReachedRelay[];
  /** The counts may have changed. */
  readonly onChange: () => void;
  /** A relay refuses one of the pages for good. */
  readonly onRefused: (error: RefusedError) => void;
}

export class HeldShare {
  readonly #deps: HeldShareDeps;
  /** By relay and address. */
  readonly #holders = new Map<Address, number[]>();
  /** The number of times that a page was sent to its end. */
  readonly #passes = new Map<Address, number>();

  constructor(deps: HeldShareDeps) {
    this.#deps = deps;
  }

  /** Announces all pages. Resolves once the relays know of them. */
  async begin(): Promise<void> {
    const addresses = await this.#deps.spool.addresses();
    for (const address of addresses) {
      this.#passes.set(address, 0);
      this.#holders.set(address, []);
    }
    // The manifest came last. It is announced last too, so that its parts are there when somebody reads it.
    const inOrder = addresses.toReversed();
    await Promise.all(
      this.#deps.relays.map(async (relay, i) => {
        this.#listen(relay);
        relay.client.have(...inOrder);
        await relay.client.settled();
        this.#watch(relay, i, addresses);
      }),
    );
  }

  /** The number of those who hold all pages, as far as it is known: the rarest page decides. */
  get holders(): number | undefined {
    let least: number | undefined;
    for (const counts of this.#holders.values()) {
      if (counts.length === 0) continue;
      const count = Math.max(...counts.filter((one) => one !== undefined));
      least = Math.min(least ?? count, count);
    }
    return least;
  }

  /**
   * The number of readers who got everything. Readers who read at the same time get the same bytes, and count as one unless
   * they hold the pages afterwards.
   */
  get readers(): number {
    return Math.max(Math.min(...this.#passes.values()), (this.holders ?? 1) - 1);
  }

  /** Resolves when the relays have all bytes that were sent to them. */
  async settled(): Promise<void> {
    await Promise.all(this.#deps.relays.map(({ client }) => client.settled()));
  }

  #listen({ client }: ReachedRelay): void {
    client.subscribe((event) => {
      if (event.type === 'refused' && event.address && isRefusedForGood(event)) {
        const { code, message, address } = event;
        this.#deps.onRefused(new RefusedError(code, message, address));
      }
      if (event.type !== 'served') return;
      const { address, from, length } = event;
      if (from + length !== this.#deps.spool.lengthOf(address)) return;
      this.#passes.set(address, (this.#passes.get(address) ?? 0) + 1);
      this.#deps.onChange();
    });
  }

  /** A relay counts only so many pages for one client: the manifest and the parts before it. */
  #watch({ client }: ReachedRelay, relay: number, addresses: readonly Address[]): void {
    const { connection } = client;
    const room = connection.state === 'open' ? connection.limits.watches : 0;
    for (const address of addresses.slice(0, room)) {
      client.watch(address, (count) => {
        const counts = this.#holders.get(address);
        if (counts) counts[relay] = count;
        this.#deps.onChange();
      });
    }
  }
}
