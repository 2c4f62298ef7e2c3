/** A client whose relay is the test: it records the messages to it, and the test decides the events. */
import type { Client, ClientEvent, ConnectionState, FetchOptions } from '@mayfly/relay/client';
import { type Address, DEFAULT_LIMITS, type Limits } from '@mayfly/relay/protocol';

export interface SentNote {
  readonly address: Address;
  readonly body: Uint8Array;
  readonly to?: string;
}

export class FakeClient implements Client {
  readonly relay: string;
  connection: ConnectionState = { state: 'connecting' };
  readonly said: string[] = [];
  takesNotes = true;
  /** The relay passes a note on. */
  onNote: ((note: SentNote) => void) | undefined;
  readonly notes: SentNote[] = [];
  readonly #listeners = new Set<(event: ClientEvent) => void>();
  readonly #watchers = new Map<Address, (count: number) => void>();
  readonly #fetches = new Map<Address, PromiseWithResolvers<Uint8Array<ArrayBuffer>>>();
  #progress: FetchOptions['onProgress'];
  #settled = Promise.withResolvers<void>();

  constructor(relay: string) {
    this.relay = relay;
  }

  subscribe(listener: (event: ClientEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  have(...addresses: readonly Address[]): void {
    this.said.push(...addresses.map((address) => `have ${address}`));
  }

  drop(...addresses: readonly Address[]): void {
    this.said.push(...addresses.map((address) => `drop ${address}`));
  }

  fetch(address: Address, options: FetchOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    this.said.push(`want ${address}`);
    const fetch = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    this.#fetches.set(address, fetch);
    this.#progress = options.onProgress;
    const takeBack = () => {
      this.said.push(`unwant ${address}`);
      fetch.reject(options.signal?.reason);
    };
    options.signal?.addEventListener('abort', takeBack);
    return fetch.promise.finally(() => options.signal?.removeEventListener('abort', takeBack));
  }

  fetchInto(): Promise<void> {
    return Promise.reject(new Error('expected no fetch into a sink'));
  }

  watch(address: Address, listener: (count: number) => void): () => void {
    this.#watchers.set(address, listener);
    return () => this.#watchers.delete(address);
  }

  note(address: Address, body: Uint8Array, to?: string): void {
    this.said.push('note');
    const note = { address, body, ...(to !== undefined && { to }) };
    this.notes.push(note);
    this.onNote?.(note);
  }

  settled(): Promise<void> {
    return this.#settled.promise;
  }

  hurry(): void {
    this.said.push('hurry');
  }

  close(): void {
    this.said.push('close');
  }

  /** Says welcome, and acts on all messages so far and to come. */
  open(limits?: Limits): void {
    this.welcome(limits);
    this.settle();
  }

  welcome(limits: Limits = DEFAULT_LIMITS): void {
    this.#become({ state: 'open', limits, takesNotes: this.takesNotes });
  }

  settle(): void {
    this.#settled.resolve();
  }

  fail(reason: string): void {
    this.#become({ state: 'waiting', retryInMs: 1_000, code: 1006, reason });
  }

  emit(event: ClientEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  count(address: Address, holders: number): void {
    this.#watchers.get(address)?.(holders);
  }

  progress(received: number, total: number): void {
    this.#progress?.(received, total);
  }

  deliver(address: Address, bytes: Uint8Array<ArrayBuffer>): void {
    this.#fetches.get(address)?.resolve(bytes);
  }

  refuse(address: Address, error: Error): void {
    this.#fetches.get(address)?.reject(error);
  }

  #become(connection: ConnectionState): void {
    this.connection = connection;
    this.emit({ type: 'connection', connection });
  }
}
