import type { Address } from '../protocol/index.ts';
import type { EarlySocket } from './early-socket.ts';
import type { ClientEvent, ConnectionState } from './events.ts';
import type { PageSource } from './page-source.ts';
import type { OpenSocket, Schedule } from './socket.ts';

export interface FetchOptions {
  /** Ends the fetch with the signal's reason; the last caller to leave takes the want back. */
  readonly signal?: AbortSignal;
  /** Called for every content frame, with bytes received and the length of the whole page. */
  readonly onProgress?: (received: number, total: number) => void;
}

/** One relay as a program sees it. Reconnects by itself until closed. */
export interface Client {
  readonly connection: ConnectionState;
  /** Calls `listener` for everything that happens, until the returned function is called. */
  subscribe(listener: (event: ClientEvent) => void): () => void;
  /** Announces pages that the source now holds. While not connected this is a no-op: every connect announces all. */
  have(...addresses: readonly Address[]): void;
  /** Takes back the announcement of pages that the source no longer holds. */
  drop(...addresses: readonly Address[]): void;
  /**
   * The verified bytes of a page, once somebody holds it; stands across reconnects, resuming at the byte reached.
   * Rejects with `RefusedError` (the relay refused), `CorruptError` (wrong bytes thrice), the signal's reason, or
   * `ClosedError`. Fetches of one address share one want and the same bytes.
   */
  fetch(address: Address, options?: FetchOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Calls `listener` with the count of seeders now and on change, until the returned function is called. A count
   * that is known already is given before `watch` returns.
   */
  watch(address: Address, listener: (count: number) => void): () => void;
  /** Resolves when the relay has acted on everything sent before; rejects with `ClosedError` when closed first. */
  settled(): Promise<void>;
  /**
   * The network or the machine may have been away: tries at once where it waits to connect again, and makes sure of a
   * connection that looks open. A relay that said when to come back is left alone until then.
   */
  hurry(): void;
  /** Ends the connection and every promise with `ClosedError`. */
  close(): void;
}

export interface ClientOptions {
  /** The relay's WebSocket, `wss://host/ws`; see `relayUrl`. */
  readonly url: string;
  readonly pages: PageSource;
  /** From 0 up to 1, for the jitter of reconnects. */
  readonly random?: () => number;
  /** The first socket, opened before; fetch what it wants before anything else is awaited. */
  readonly early?: EarlySocket;
  readonly openSocket?: OpenSocket;
  readonly schedule?: Schedule;
}
