import type { Millis } from '../../broker/effects.ts';
import type { Address } from '../../protocol/address.ts';
import { RETRY_MAX_MS, RETRY_MIN_MS } from '../../protocol/limits.ts';
import type { NodeId } from './subjects.ts';

interface Entry {
  readonly lies: number;
  readonly until: Millis;
}

/** The most addresses that are remembered. Beyond that the oldest are forgotten. */
const ADDRESSES = 10_000;

/**
 * Relays whose bytes for an address came out wrong. Left alone for a while that doubles each time, not for ever: a
 * relay cannot check a pass that begins inside a page, and may have been lied to itself.
 */
export class ShunnedRelays {
  readonly #now: () => Millis;
  readonly #entries = new Map<Address, Map<NodeId, Entry>>();

  constructor(now: () => Millis) {
    this.#now = now;
  }

  has(address: Address, node: NodeId): boolean {
    return (this.#entries.get(address)?.get(node)?.until ?? 0) > this.#now();
  }

  of(address: Address): NodeId[] {
    const nodes = this.#entries.get(address);
    return nodes ? [...nodes.keys()].filter((node) => this.has(address, node)) : [];
  }

  add(address: Address, node: NodeId): void {
    const nodes = this.#entries.get(address) ?? new Map<NodeId, Entry>();
    const lies = nodes.get(node)?.lies ?? 0;
    const pauseMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** lies);
    this.#entries.delete(address);
    this.#entries.set(address, nodes.set(node, { lies: lies + 1, until: this.#now() + pauseMs }));
    if (this.#entries.size > ADDRESSES) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const address of this.#entries.keys()) {
      this.#entries.delete(address);
      return;
    }
  }
}
