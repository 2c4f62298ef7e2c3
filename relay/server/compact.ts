/** The same bytes in memory that holds little else: they may be a small part of a buffer, and would keep all of it. */
export function compact(bytes: Uint8Array): Uint8Array {
  return bytes.length < bytes.buffer.byteLength / 2 ? new Uint8Array(bytes) : bytes;
}
