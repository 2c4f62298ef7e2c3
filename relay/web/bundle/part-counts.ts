/** How many hold the parts of one bundle: of all its parts where they are few, else of those that come next. */
import type { Client } from '../../client/client.ts';
import type { Address } from '../../protocol/address.ts';

/** A relay lets one connection watch a few thousand addresses. */
const WATCHED_PARTS = 256;

export class PartCounts {
  readonly #client: Client;
  readonly #parts: readonly Address[];
  readonly #onChange: () => void;
  readonly #watched = new Map<number, () => void>();
  readonly #counts = new Map<number, number>();
  readonly #unsubscribe: () => void;

  /** Calls `onChange` when a count has changed. */
  constructor(client: Client, parts: readonly Address[], onChange: () => void) {
    this.#client = client;
    this.#parts = parts;
    this.#onChange = onChange;
    this.#unsubscribe = client.subscribe((event) => {
      // A count from a lost connection says nothing about now.
      if (event.type === 'connection' && event.connection.state !== 'open') this.#forget();
    });
  }

  /** Asks about these parts, the most urgent first. */
  follow(urgent: readonly number[]): void {
    const asked = this.#isWatchedWhole ? [...this.#parts.keys()] : urgent.slice(0, WATCHED_PARTS);
    const wanted = new Set(asked);
    for (const [index, stop] of this.#watched) {
      if (wanted.has(index)) continue;
      stop();
      this.#watched.delete(index);
      this.#counts.delete(index);
    }
    for (const index of asked) this.#watch(index);
  }

  /** The number of holders of a part; undefined while the relay has not said. */
  of(index: number): number | undefined {
    return this.#counts.get(index);
  }

  /** The number of holders that have every part, where all parts are watched. */
  get complete(): number | undefined {
    const isKnown = this.#isWatchedWhole && this.#counts.size === this.#parts.length;
    return isKnown && this.#parts.length > 0 ? Math.min(...this.#counts.values()) : undefined;
  }

  stop(): void {
    this.#unsubscribe();
    for (const stop of this.#watched.values()) stop();
    this.#watched.clear();
  }

  get #isWatchedWhole(): boolean {
    return this.#parts.length <= WATCHED_PARTS;
  }

  #watch(index: number): void {
    const address = this.#parts[index];
    if (address === undefined || this.#watched.has(index)) return;
    this.#watched.set(index, () => {}); // a known count comes before `watch` returns
    const stop = this.#client.watch(address, (count) => {
      if (this.#counts.get(index) === count) return;
      this.#counts.set(index, count);
      this.#onChange();
    });
    this.#watched.set(index, stop);
  }

  #forget(): void {
    this.#counts.clear();
    this.#onChange();
  }
}
