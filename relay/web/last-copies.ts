/** Knows the pages whose only copy is in this tab. */
import type { Client } from '../client/client.ts';
import type { Address } from '../protocol/address.ts';

export class LastCopies {
  readonly #client: Client;
  readonly #watched = new Set<Address>();
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
    if (this.#watched.has(address)) return;
    this.#watched.add(address);
    this.#client.watch(address, (count) => this.#counts.set(address, count));
  }

  /** True if this tab is the only holder of at least one page. */
  get hasAny(): boolean {
    return [...this.#counts.values()].includes(1);
  }
}
