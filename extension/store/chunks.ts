/** A page's bytes in pieces, so that a range is read without the rest of its page. */

/** Pages are kept in pieces of this size. */
export const CHUNK_BYTES = 1024 * 1024;

/** Copies: a view would take the whole of its buffer to disk with it. */
export function split(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from(
    { length: count },
    (_, i) => new Uint8Array(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
  );
}

/** Bytes `[from, from + length)` of what the chunks make together. */
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
