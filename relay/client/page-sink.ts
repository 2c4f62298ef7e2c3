import type { Address } from '../protocol/address.ts';

/** Takes the bytes of one page in order, as they come. They are verified only when the fetch has resolved. */
export interface PageSink {
  /** The number of bytes, from the start of the page, that are here: perhaps those of an earlier program. */
  readonly received: number;
  /**
   * Takes the next bytes of a page of `total` bytes. They are valid during the call alone. An error ends the fetch, which
   * rejects with it.
   */
  write(bytes: Uint8Array, total: number): void;
  /** Throws all bytes away, because they are wrong. */
  reset(): void;
  /** The address of the page with these bytes. */
  address(): Promise<Address>;
}
