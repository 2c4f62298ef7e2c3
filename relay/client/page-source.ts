import type { Address } from '../protocol/address.ts';

/** What a client holds for others. The client keeps no list of its own: this is the truth it announces and serves. */
export interface PageSource {
  /** Every address held for this relay, the most recently added first. */
  addresses(): Promise<readonly Address[]>;
  /** Bytes `[from, from + length)` of a page, cut at its end, and its whole length; undefined where it is not held. */
  read(address: Address, from: number, length: number): Promise<PageRange | undefined>;
}

export interface PageRange {
  /** The length of the whole page, in bytes. */
  readonly total: number;
  readonly bytes: Uint8Array;
}
