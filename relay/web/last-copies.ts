/** Knows the pages whose only copy is in this tab. */
import type { Client } from '../client/client.ts';
import type { Address } from '../protocol/address.ts';

export class LastCopies {
  readonly #client: Client;
  /** Ends the count of each page that is followed. */
  readonly #stops = new Map<Address, () => void>();
  readonly #counts = new Map<Address, number>();

  constructor(client: Client) {
    this.#client = client;
    client.subscribe((event) => {
      // A count from a lost connection says nothing about now.
      if (event.type === 'connection' && event.connection.state !== 'open') this.#counts.clear();
    });
  }

  /** Counts the holders of a page, for as long as the tab is open. */
  follow(address: Address): void {
    if (this.#stops.has(address)) return;
    const stop = this.#client.watch(address, (count) => this.#counts.set(address, count));
    this.#stops.set(address, stop);
  }

  /** Counts the holders of a page no more: this tab is none of them. */
  unfollow(address: Address): void {
    this.#stops.get(address)?.();
    this.#stops.delete(address);
    this.#counts.delete(address);
  }

  /** True if this tab is the only holder of at least one page. */
  get hasAny(): boolean {
    return [...this.#counts.values()].includes(1);
  }
}
