/** The held pages that somebody reads at this moment: their readers take more of them from the disk, so they stay on it. */
import type { Address } from '@mayfly/relay/protocol';

export class Readings {
  readonly #readers = new Map<Address, number>();

  /** Keeps a page from making room for others, until the returned function is called. */
  begin(address: Address): () => void {
    this.#readers.set(address, this.#count(address) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = this.#count(address) - 1;
      if (left > 0) this.#readers.set(address, left);
      else this.#readers.delete(address);
    };
  }

  has(address: Address): boolean {
    return this.#readers.has(address);
  }

  #count(address: Address): number {
    return this.#readers.get(address) ?? 0;
  }
}
