import type { Address } from '../protocol/index.ts';
import type { EarlySocket } from './early-socket.ts';
import type { ClientEvent, ConnectionState } from './events.ts';
import type { PageSink } from './page-sink.ts';
import type { PageSource } from './page-source.ts';
import type { OpenSocket, Schedule } from './socket.ts';

export interface FetchOptions {
  /** Ends the fetch with the signal's reason. When the last caller leaves, the client takes the want back. */
  readonly signal?: AbortSignal;
  /** Called for every content frame, with the bytes received so far and the length of the whole page. */
  readonly onProgress?: (received: number, total: number) => void;
}

/** One relay as a program sees it. Reconnects by itself until closed. */
export interface Client {
  readonly connection: ConnectionState;
  /** Calls `listener` for every event, until the returned function is called. */
  subscribe(listener: (event: ClientEvent) => void): () => void;
  /** Announces pages that the source now holds. Does nothing while disconnected: every connect announces all pages. */
  have(...addresses: readonly Address[]): void;
  /** Takes back the announcement of pages that the source no longer holds. */
  drop(...addresses: readonly Address[]): void;
  /**
   * Resolves with the verified bytes of a page as soon as somebody holds it. Survives reconnects and continues at the
   * byte reached. Rejects with `RefusedError` (the relay refused), `CorruptError` (wrong bytes three times), the
   * signal's reason, or `ClosedError`. Fetches of one address share one want and the same bytes.
   */
  fetch(address: Address, options?: FetchOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Fetches a page as `fetch` does, and hands its bytes to `sink` as they come, from the byte that it has. Rejects also with
   * the error of the sink. Only one fetch of an address may run then.
   */
  fetchInto(sink: PageSink, address: Address, options?: FetchOptions): Promise<void>;
  /**
   * Calls `listener` with the count of seeders, now and on change, until the returned function is called. It passes a
   * known count before `watch` returns.
   */
  watch(address: Address, listener: (count: number) => void): () => void;
  /**
   * Sends a small opaque note about a page: to the sender of a note that came (`to` is its `from`), or to somebody who
   * answers for the page. The client must want or watch the page, or answer for it. Nothing says that a note arrived;
   * it is lost while disconnected. A relay's refusal comes as a `refused` event.
   */
  note(address: Address, body: Uint8Array, to?: string): void;
  /** Resolves when the relay has acted on everything sent before; rejects with `ClosedError` when closed first. */
  settled(): Promise<void>;
  /**
   * Call it when the network or the machine may have been away. A waiting client connects at once, and an open
   * connection is tested. If the relay said when to come back, the client still waits.
   */
  hurry(): void;
  /** Ends the connection, and rejects every promise with `ClosedError`. */
  close(): void;
}

export interface ClientOptions {
  /** The relay's WebSocket, `wss://host/ws`; see `relayUrl`. */
  readonly url: string;
  readonly pages: PageSource;
  /** A random number from 0 up to 1, for the jitter of reconnects. */
  readonly random?: () => number;
  /** A first socket that is open already. Call `fetch` for the page it wants before you await anything else. */
  readonly early?: EarlySocket;
  readonly openSocket?: OpenSocket;
  readonly schedule?: Schedule;
}
