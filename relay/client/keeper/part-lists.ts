/**
 * The lists of parts that arrive in several requests. They are in memory only: a device whose list was lost sends it
 * again.
 */
import type { Address } from '../../protocol/index.ts';
import type { SomeParts } from './request-note.ts';

interface PartList {
  readonly address: Address;
  readonly total: number;
  readonly parts: readonly Address[];
}

/** The lists that are remembered. A list of the largest bundle takes about 2 MB. */
const LISTS_MOST = 16;

export class PartLists {
  /** By device: a device sends one list at a time. */
  readonly #lists = new Map<string, PartList>();

  /** Adds some parts of the bundle at `address`. Returns all its parts, or the number of those that are known. */
  add(client: string, address: Address, some: SomeParts): readonly Address[] | number {
    const { total, from, addresses } = some;
    const before = this.#before(client, address, total);
    // Parts between are missing: the device goes on where the list ends.
    if (before.length < from) return before.length;
    const parts = [...before.slice(0, from), ...addresses];
    this.#lists.delete(client); // the most recent stand last
    if (parts.length === total) return parts;
    this.#lists.set(client, { address, total, parts });
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > LISTS_MOST && oldest !== undefined) this.#lists.delete(oldest);
    return parts.length;
  }

  #before(client: string, address: Address, total: number): readonly Address[] {
    const list = this.#lists.get(client);
    return list?.address === address && list.total === total ? list.parts : [];
  }
}
