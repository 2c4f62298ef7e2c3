import type { Client, FetchOptions } from '../../relay/client/client.ts';
import type { ClientEvent, ConnectionState } from '../../relay/client/events.ts';
import type { Address } from '../../relay/protocol/address.ts';
import { DEFAULT_LIMITS } from '../../relay/protocol/limits.ts';

export const OPEN: ConnectionState = { state: 'open', limits: DEFAULT_LIMITS, takesNotes: true };

interface Fetch {
  readonly address: Address;
  readonly options: FetchOptions;
  readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (error: unknown) => void;
}

/** A client whose relay is the test: the test decides the events, and looks at the requests. */
export class FakeClient implements Client {
  connection: ConnectionState = { state: 'connecting' };
  readonly fetches: Fetch[] = [];
  readonly haves: Address[] = [];
  readonly drops: Address[] = [];
  readonly #listeners = new Set<(event: ClientEvent) => void>();
  readonly notes: { address: Address; body: Uint8Array; to: string | undefined }[] = [];
  readonly #watchers = new Map<(count: number) => void, Address>();

  get watchers(): number {
    return this.#watchers.size;
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  connect(connection: ConnectionState): void {
    this.connection = connection;
    this.emit({ type: 'connection', connection });
  }

  emit(event: ClientEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** A count of each page that is watched, or of this one. */
  count(count: number, of?: Address): void {
    for (const [listener, address] of this.#watchers) {
      if (of === undefined || of === address) listener(count);
    }
  }

  subscribe(listener: (event: ClientEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fetchInto(): Promise<void> {
    return Promise.reject(new Error('expected no fetch into a sink'));
  }

  note(address: Address, body: Uint8Array, to?: string): void {
    this.notes.push({ address, body, to });
  }

  watch(address: Address, listener: (count: number) => void): () => void {
    this.#watchers.set(listener, address);
    return () => this.#watchers.delete(listener);
  }

  async fetch(address: Address, options: FetchOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    this.fetches.push({ address, options, resolve, reject });
    return await promise;
  }

  have(...addresses: readonly Address[]): void {
    this.haves.push(...addresses);
  }

  drop(...addresses: readonly Address[]): void {
    this.drops.push(...addresses);
  }

  async settled(): Promise<void> {}

  hurry(): void {}

  close(): void {}
}
