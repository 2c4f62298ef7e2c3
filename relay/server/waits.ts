import type { Millis, PeerId } from '../broker/effects.ts';
import type { Address } from '../protocol/address.ts';

/** Takes how many milliseconds a reader waited. */
type Observe = (ms: Millis) => void;

interface Wait {
  readonly since: Millis;
  hasBegun: boolean;
}

/**
 * The waits of readers from their `want` to the first and the last byte of the page. Resumed wants do not count,
 * because they began on another connection.
 */
export class Waits {
  readonly #waits = new Map<PeerId, Map<Address, Wait>>();
  readonly #onFirst: Observe;
  readonly #onLast: Observe;

  constructor(onFirst: Observe, onLast: Observe) {
    this.#onFirst = onFirst;
    this.#onLast = onLast;
  }

  begin(peer: PeerId, address: Address, now: Millis): void {
    const wait = { since: now, hasBegun: false };
    const waits = this.#waits.get(peer);
    if (waits) waits.set(address, wait);
    else this.#waits.set(peer, new Map([[address, wait]]));
  }

  /** Bytes of a page left for a reader: its last ones, or others. */
  receive(peer: PeerId, address: Address, isLast: boolean, now: Millis): void {
    const waits = this.#waits.get(peer);
    const wait = waits?.get(address);
    if (!waits || !wait) return;
    if (!wait.hasBegun) this.#onFirst(now - wait.since);
    wait.hasBegun = true;
    if (!isLast) return;
    this.#onLast(now - wait.since);
    waits.delete(address);
  }

  cancel(peer: PeerId, address: Address): void {
    this.#waits.get(peer)?.delete(address);
  }

  forget(peer: PeerId): void {
    this.#waits.delete(peer);
  }
}
