/** All addresses with a follower of their seeder count. Followers of one address share a watch. */
import type { Address, ClientMessage, Seeders } from '../protocol/index.ts';
import { batches } from './batches.ts';
import type { ClientEvent } from './events.ts';
import { callSafely, Listeners } from './listeners.ts';
import type { Kept } from './session.ts';

export interface WatchesDeps {
  readonly send: (message: ClientMessage) => void;
  readonly emit: (event: ClientEvent) => void;
}

interface Watch {
  readonly listeners: Listeners<number>;
  /** The last count heard, if any. */
  count?: number;
}

export class Watches {
  readonly #deps: WatchesDeps;
  readonly #watches = new Map<Address, Watch>();
  readonly #queued = new Set<Address>();
  readonly #asked = new Set<Address>();
  /** The number of watches that may be asked now: none while disconnected. */
  #room = 0;

  constructor(deps: WatchesDeps) {
    this.#deps = deps;
  }

  watch(address: Address, listener: (count: number) => void): () => void {
    const watch = this.#watches.get(address) ?? this.#open(address);
    const stop = watch.listeners.add(listener);
    const { count } = watch;
    if (count !== undefined) callSafely(() => listener(count));
    this.#ask();
    return () => {
      stop();
      this.#endIfUnused(address, watch);
    };
  }

  /**
   * Watches all addresses except those the relay kept from the lost connection, and unwatches kept ones that nobody
   * follows any more.
   */
  onOpen(room: number, kept: Kept): void {
    this.#room = room;
    for (const address of kept.surely) if (this.#queued.delete(address)) this.#asked.add(address);
    const gone = [...kept.atMost].filter((address) => !this.#watches.has(address));
    for (const addresses of batches(gone)) this.#deps.send({ type: 'unwatch', addresses });
    this.#ask();
  }

  /** Watches again every address for which the relay had no room. */
  repeat(): void {
    this.#tell([...this.#asked]);
  }

  /** The addresses watched when the connection was lost. */
  onLost(): ReadonlySet<Address> {
    const kept = new Set(this.#asked);
    this.#room = 0;
    this.#asked.clear();
    this.#queued.clear();
    for (const address of this.#watches.keys()) this.#queued.add(address);
    return kept;
  }

  onSeeders({ counts }: Seeders): void {
    // The parser checked every key.
    for (const [address, count] of Object.entries(counts) as [Address, number][]) {
      this.#deps.emit({ type: 'seeders', address, count });
      const watch = this.#watches.get(address);
      if (watch === undefined) continue;
      watch.count = count;
      watch.listeners.call(count);
    }
  }

  end(): void {
    this.#room = 0;
    this.#watches.clear();
    this.#queued.clear();
    this.#asked.clear();
  }

  #open(address: Address): Watch {
    const watch = { listeners: new Listeners<number>() };
    this.#watches.set(address, watch);
    this.#queued.add(address);
    return watch;
  }

  #ask(): void {
    const free = Math.max(0, this.#room - this.#asked.size);
    const next = [...this.#queued].slice(0, free);
    for (const address of next) {
      this.#queued.delete(address);
      this.#asked.add(address);
    }
    this.#tell(next);
  }

  #tell(asked: readonly Address[]): void {
    for (const addresses of batches(asked)) this.#deps.send({ type: 'watch', addresses });
  }

  #endIfUnused(address: Address, watch: Watch): void {
    if (!watch.listeners.isEmpty || this.#watches.get(address) !== watch) return;
    this.#watches.delete(address);
    this.#queued.delete(address);
    if (this.#asked.delete(address)) this.#deps.send({ type: 'unwatch', addresses: [address] });
    this.#ask();
  }
}
