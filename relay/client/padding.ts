/**
 * How long sealed content is made before it is encrypted, so that its length tells little: Padmé, of Nikitin et al.,
 * 'Reducing Metadata Leakage from Encrypted Files and Communication with PURBs', PoPETs 2019(4). A length of E + 1 bits
 * keeps as many of its first bits as it takes to write E, and is rounded up: at most 12 % more.
 */

/** Padmé hides little of short lengths, 'yes' from 'no' say, so all of up to 256 bytes are made the same. */
const LEAST_BYTES = 256;

/** The length to which `length` bytes are padded. */
export function paddedLength(length: number): number {
  const least = Math.max(length, LEAST_BYTES);
  const step = stepOf(least);
  return Math.ceil(least / step) * step;
}

/** The longest padded length within `bytes`; 0 where there is none. */
export function longestPaddedLength(bytes: number): number {
  if (bytes < LEAST_BYTES) return 0;
  const step = stepOf(bytes);
  return Math.floor(bytes / step) * step;
}

/** What padded lengths of the size of `length` are multiples of. */
function stepOf(length: number): number {
  const exponent = Math.floor(Math.log2(length));
  const keptBits = Math.floor(Math.log2(exponent)) + 1;
  return 2 ** (exponent - keptBits);
}
