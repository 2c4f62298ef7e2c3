/** Knows which of the pages that this tab holds nobody else holds. */
import type { Client } from '../client/client.ts';
import type { Address } from '../protocol/address.ts';

export class LastCopies {
  readonly #client: Client;
  readonly #watched = new Set<Address>();
  readonly #counts = new Map<Address, number>();

  constructor(client: Client) {
    this.#client = client;
    client.subscribe((event) => {
      // A count from before the connection was lost says nothing about now.
      if (event.type === 'connection' && event.connection.state !== 'open') this.#counts.clear();
    });
  }

  /** Follows the number of holders of a page that is held here until the tab is gone. */
  follow(address: Address): void {
    if (this.#watched.has(address)) return;
    this.#watched.add(address);
    this.#client.watch(address, (count) => this.#counts.set(address, count));
  }

  /** Whether this tab is the only holder of at least one page. */
  get hasAny(): boolean {
    return [...this.#counts.values()].includes(1);
  }
}
