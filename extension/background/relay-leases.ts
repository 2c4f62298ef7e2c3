/** The leases of one user of relays, one for each relay that it uses at the moment. */
import type { Relays } from './relays.ts';

export class RelayLeases {
  readonly #relays: Relays;
  readonly #releases = new Map<string, () => void>();

  constructor(relays: Relays) {
    this.#relays = relays;
  }

  /** Keeps these relays connected from now on, and releases all others. */
  hold(wanted: readonly string[]): void {
    for (const relay of wanted) {
      if (!this.#releases.has(relay)) this.#releases.set(relay, this.#relays.use(relay).release);
    }
    for (const [relay, release] of this.#releases) {
      if (wanted.includes(relay)) continue;
      this.#releases.delete(relay);
      release();
    }
  }

  relays(): readonly string[] {
    return [...this.#releases.keys()];
  }

  release(): void {
    this.hold([]);
  }
}
