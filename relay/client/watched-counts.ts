/** Every address whose count of seeders somebody follows. Followers of one address share a watch. */
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
  /** The count last heard, if any. */
  count?: number;
}

export class Watches {
  readonly #deps: WatchesDeps;
  readonly #watches = new Map<Address, Watch>();
  readonly #queued = new Set<Address>();
  readonly #asked = new Set<Address>();
  /** How many may be asked: none while not connected. */
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

  /** Asks for what is watched, less what the relay kept of the lost connection, and ends what it may have kept besides. */
  onOpen(room: number, kept: Kept): void {
    this.#room = room;
    for (const address of kept.surely) if (this.#queued.delete(address)) this.#asked.add(address);
    const gone = [...kept.atMost].filter((address) => !this.#watches.has(address));
    for (const addresses of batches(gone)) this.#deps.send({ type: 'unwatch', addresses });
    this.#ask();
  }

  /** Asks for all that was asked for again: the relay had no room for some of it. */
  repeat(): void {
    this.#tell([...this.#asked]);
  }

  /** What the relay had been asked for when the connection was lost. */
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
