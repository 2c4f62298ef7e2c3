/**
 * Frees memory when it is known to be of no more use. A browser collects the garbage of long files late: in Firefox, it
 * would reach hundreds of megabytes.
 */

type Bytes = Uint8Array<ArrayBuffer>;

/** Shorter bytes may share their memory with others, and are left to the browser. */
export const OWNED_BYTES = 1024 * 1024;

/** Takes the memory of long bytes away. Only their owner may call it, and nobody can read them afterwards. */
export function release({ length, buffer }: Bytes): void {
  // Older browsers cannot, and collect it in time of their own.
  if (length >= OWNED_BYTES) buffer.transfer?.(0);
}
