/** Where the parts of one bundle of a tab lie: in the browser's database, or in memory. */
import type { PageRange } from '../../client/page-source.ts';
import type { Address } from '../../protocol/address.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A part that is stored. */
export interface StoredPart {
  readonly index: number;
  readonly address: Address;
}

export interface PartsPlace {
  /**
   * Stores a part. Resolves once the part is safe there. Rejects with a `DiskFullError` where there is no room, and with an
   * `AbortError` once the bundle is deleted.
   */
  put(part: StoredPart, page: Blob): Promise<void>;
  parts(): Promise<readonly StoredPart[]>;
  /** The page of a part; undefined where it is gone. */
  page(index: number): Promise<Blob | undefined>;
  range(index: number, from: number, length: number): Promise<PageRange | undefined>;
  remove(index: number): Promise<void>;
  /** Deletes everything. */
  delete(): Promise<void>;
  /** Remembers the facts of a share until it is finished; undefined forgets them. */
  setShare(share: Bytes | undefined): Promise<void>;
  share(): Promise<Bytes | undefined>;
}

/** There is no room for a part. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
}

/** Somebody deleted the bundle while a part of it was on its way. */
export function deletedError(): DOMException {
  return new DOMException('the copy here is deleted', 'AbortError');
}
