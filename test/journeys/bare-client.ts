/** A reader without a browser: it holds one page, reads others, and hears their seeder counts. */
import { addressOf, type Client, createClient, relayUrl } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';

export class BareClient {
  /** The page that it holds. */
  readonly address: Address;
  readonly #client: Client;

  static async holding(text: string, relay: string): Promise<BareClient> {
    const page = new TextEncoder().encode(text);
    return new BareClient(await addressOf(page), page, relay);
  }

  private constructor(address: Address, page: Uint8Array, relay: string) {
    this.address = address;
    const pages = {
      addresses: async () => [address],
      read: async (_: Address, from: number, length: number) => ({
        total: page.length,
        bytes: page.subarray(from, from + length),
      }),
    };
    this.#client = createClient({ url: relayUrl(relay), pages });
  }

  /** Resolves when it has the page and has verified it. */
  async fetch(address: Address): Promise<void> {
    await this.#client.fetch(address);
  }

  /** Waits until a page has this many holders. */
  async heldBy(address: Address, holders: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = this.#client.watch(address, (count) => count === holders && resolve());
    await promise;
    stop();
  }

  /** Every holder count of a page that the relay sent; the list grows. */
  holders(address: Address): readonly number[] {
    const holders: number[] = [];
    this.#client.watch(address, (count) => holders.push(count));
    return holders;
  }

  close(): void {
    this.#client.close();
  }
}
