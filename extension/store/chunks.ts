/** A page's bytes in pieces, so that a range is read without the rest of its page. */

import type { Address } from '@mayfly/relay/protocol';

/** The size of the pieces in which pages are stored. */
export const CHUNK_BYTES = 1024 * 1024;

/** Copies: a view would take the whole of its buffer to disk with it. */
export function split(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from(
    { length: count },
    (_, i) => new Uint8Array(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
  );
}

/** Bytes `[from, from + length)` of the joined chunks. */
export function cut(chunks: readonly Uint8Array<ArrayBuffer>[], from: number, length: number) {
  const [only] = chunks;
  if (chunks.length === 1 && only) return only.subarray(from, from + length);
  const bytes = new Uint8Array(length);
  let at = -from;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(Math.max(0, -at), length - at), Math.max(0, at));
    at += chunk.length;
  }
  return bytes;
}

/** The keys of a page's chunks, from number `first` to number `last`. */
export function chunkRange(address: Address, first: number, last: number): IDBKeyRange {
  return IDBKeyRange.bound([address, first], [address, last]);
}

/** The damage in the chunks from number `first` to number `last` of a page of `length` bytes, if any. */
export function damageIn(
  chunks: readonly Uint8Array[],
  first: number,
  last: number,
  length: number,
): string | undefined {
  for (let i = first; i <= last; i++) {
    const size = Math.min(CHUNK_BYTES, length - i * CHUNK_BYTES);
    const found = chunks[i - first]?.length;
    if (found !== size) return `${size} bytes in chunk ${i}, got ${found ?? 'none'}`;
  }
  return chunks.length > last - first + 1 ? `${last - first + 1} chunks` : undefined;
}
