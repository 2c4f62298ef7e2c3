/** One page at one relay: the number of its holders there, and the progress of a copy. */
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

  /** The relay's count since it was connected last. */
  get holders(): number | undefined {
    return this.#holders;
  }

  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** `true` if the relay is away or counts no holder. */
  get isVain(): boolean {
    return this.#client.connection.state === 'waiting' || this.#holders === 0;
  }

  /** Resolves with a verified copy, or undefined once nobody wants it. Rejects as `Client.fetch` does. */
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

  /** Takes the want back and stops counting. */
  end(): void {
    this.unwant();
    for (const stop of this.#stops) stop();
  }

  #onEvent(event: ClientEvent): void {
    if (event.type === 'corrupt' && event.address === this.#address) {
      this.#progress = undefined;
      this.#onChange();
    } else if (event.type === 'connection') {
      // A count from before a lost connection says nothing about now.
      if (event.connection.state !== 'open') this.#holders = undefined;
      this.#onChange();
    }
  }
}
