/**
 * The parts that are uploaded at this moment, whole and in memory: a relay asks for a part in many ranges, one soon after
 * the other, and each look at the disk costs more than the bytes.
 */
import type { PageRange } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';

/** Some 16 MiB. A relay fetches few parts at a time from one holder. */
const MOST_PARTS = 4;
/** Nobody asks for them any more after this time. */
const IDLE_MS = 5_000;

export class WarmParts {
  /** The one that was used last stands last. */
  readonly #parts = new Map<Address, Uint8Array>();
  #idle: ReturnType<typeof setTimeout> | undefined;

  keep(address: Address, bytes: Uint8Array): void {
    this.#use(address, bytes);
    for (const oldest of this.#parts.keys()) {
      if (this.#parts.size <= MOST_PARTS) break;
      this.#parts.delete(oldest);
    }
  }

  has(address: Address): boolean {
    return this.#parts.has(address);
  }

  /** A range of a part that is warm. */
  read(address: Address, from: number, length: number): PageRange | undefined {
    const bytes = this.#parts.get(address);
    if (!bytes) return undefined;
    this.#use(address, bytes);
    return { total: bytes.length, bytes: bytes.subarray(from, from + length) };
  }

  #use(address: Address, bytes: Uint8Array): void {
    this.#parts.delete(address);
    this.#parts.set(address, bytes);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#parts.clear(), IDLE_MS);
  }
}
