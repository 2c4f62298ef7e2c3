/** What is seen of one page at one relay: who holds it there, and how far a copy of it has come. */
import type { Client, ClientEvent } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Relays } from '../relays.ts';

export interface Progress {
  readonly received: number;
  readonly total: number;
}

export interface PageAtRelayDeps {
  readonly relays: Relays;
  readonly address: Address;
  readonly relay: string;
  /** Called when anything below may have changed. */
  readonly onChange: () => void;
}

export class PageAtRelay {
  readonly relay: string;
  readonly #address: Address;
  readonly #client: Client;
  readonly #onChange: () => void;
  readonly #wanting = new AbortController();
  readonly #stops: readonly (() => void)[];
  #holders: number | undefined;
  #progress: Progress | undefined;

  /** Connects to the relay and counts the holders there until it is ended. */
  constructor({ relays, address, relay, onChange }: PageAtRelayDeps) {
    this.relay = relay;
    this.#address = address;
    this.#onChange = onChange;
    const { client, release } = relays.use(relay);
    this.#client = client;
    const unsubscribe = relays.subscribe((from, event) => from === relay && this.#onEvent(event));
    const unwatch = client.watch(address, (count) => {
      this.#holders = count;
      onChange();
    });
    this.#stops = [unsubscribe, unwatch, release];
  }

  /** As the relay says, since it was connected last. */
  get holders(): number | undefined {
    return this.#holders;
  }

  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** Whether the relay says that it does not help. */
  get isVain(): boolean {
    return this.#client.connection.state === 'waiting' || this.#holders === 0;
  }

  /** A verified copy, or undefined once it is no longer wanted; rejects as `Client.fetch` does. */
  async fetch(onProgress: () => void): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { signal } = this.#wanting;
    try {
      return await this.#client.fetch(this.#address, {
        signal,
        onProgress: (received, total) => {
          this.#progress = { received, total };
          onProgress();
        },
      });
    } catch (error) {
      if (signal.aborted) return undefined;
      this.#progress = undefined;
      throw error;
    }
  }

  /** Takes the want back. */
  unwant(): void {
    this.#wanting.abort();
    this.#progress = undefined;
  }

  /** Leaves the relay, as far as this page goes. */
  end(): void {
    this.unwant();
    for (const stop of this.#stops) stop();
  }

  #onEvent(event: ClientEvent): void {
    if (event.type === 'corrupt' && event.address === this.#address) {
      this.#progress = undefined;
      this.#onChange();
    } else if (event.type === 'connection') {
      // A count from before the connection was lost says nothing about now.
      if (event.connection.state !== 'open') this.#holders = undefined;
      this.#onChange();
    }
  }
}
