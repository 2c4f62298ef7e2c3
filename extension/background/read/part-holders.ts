/** How many hold the parts of one bundle, as far as its relays are asked: at most `WATCHED_PARTS` parts at a time. */
import type { Address } from '@mayfly/relay/protocol';
import { HolderCounts } from '../holder-counts.ts';
import type { Relays } from '../relays.ts';

/** Each relay lets one connection watch a few thousand addresses, and the library watches some too. */
const WATCHED_PARTS = 256;

export class PartHolders {
  readonly #parts: readonly Address[];
  readonly #counts: HolderCounts;
  #relays: readonly string[] = [];

  constructor(parts: readonly Address[], relays: Relays, onChange: () => void) {
    this.#parts = parts;
    this.#counts = new HolderCounts(relays, onChange);
  }

  /** Asks these relays from now on: about all parts of a small bundle, else about the first of the `missing` ones. */
  follow(relays: readonly string[], missing: readonly number[]): void {
    this.#relays = relays;
    const asked = this.#isWatchedWhole ? [...this.#parts.keys()] : missing.slice(0, WATCHED_PARTS);
    this.#counts.follow(
      asked.flatMap((index) => {
        const address = this.#parts[index];
        return address ? { address, relays } : [];
      }),
    );
  }

  /** The number of holders of a part; undefined while no relay has said. */
  of(index: number): number | undefined {
    const address = this.#parts[index];
    return address && this.#counts.of(address);
  }

  /** The relays where somebody may hold a part: those that count holders first, and none that counts nobody. */
  askable(index: number): readonly string[] {
    const address = this.#parts[index];
    const counted = this.#relays.map((relay) => ({
      relay,
      count: address && this.#counts.at(address, relay),
    }));
    return counted
      .filter(({ count }) => count !== 0)
      .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
      .map(({ relay }) => relay);
  }

  /** The number of holders that have every part, where all parts are watched. */
  get complete(): number | undefined {
    if (!this.#isWatchedWhole) return undefined;
    let least: number | undefined;
    for (const address of this.#parts) {
      const count = this.#counts.of(address);
      if (count === undefined) return undefined;
      least = Math.min(least ?? count, count);
    }
    return least;
  }

  stop(): void {
    this.#counts.stop();
  }

  get #isWatchedWhole(): boolean {
    return this.#parts.length <= WATCHED_PARTS;
  }
}
