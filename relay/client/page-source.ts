import type { Address } from '../protocol/address.ts';

/**
 * The pages that a client holds for others. The client keeps no list of its own: it announces and serves from this
 * source.
 */
export interface PageSource {
  /** Every address held for this relay, the most recently added first. */
  addresses(): Promise<readonly Address[]>;
  /**
   * Bytes `[from, from + length)` of a page, up to its end, and its whole length; undefined if the source does not hold
   * it.
   */
  read(address: Address, from: number, length: number): Promise<PageRange | undefined>;
  /** Says whether the client takes notes about this page. If that changes, the client's owner calls `have` again. */
  answers?(address: Address): boolean;
}

export interface PageRange {
  /** The length of the whole page, in bytes. */
  readonly total: number;
  readonly bytes: Uint8Array;
}
