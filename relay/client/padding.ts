/**
 * The padded length of sealed content, which hides most of the true length. The rule is Padmé, from Nikitin et al.,
 * 'Reducing Metadata Leakage from Encrypted Files and Communication with PURBs', PoPETs 2019(4). A length of E + 1 bits
 * keeps as many leading bits as E has bits, and is rounded up: at most 12 % more.
 */

/** Padmé hides little of short lengths, such as 'yes' and 'no'. So all lengths up to 256 bytes become equal. */
const LEAST_BYTES = 256;

/** The length to which `length` bytes are padded. */
export function paddedLength(length: number): number {
  const least = Math.max(length, LEAST_BYTES);
  const step = stepOf(least);
  return Math.ceil(least / step) * step;
}

/** The longest padded length within `bytes`; 0 if there is none. */
export function longestPaddedLength(bytes: number): number {
  if (bytes < LEAST_BYTES) return 0;
  const step = stepOf(bytes);
  return Math.floor(bytes / step) * step;
}

/** Padded lengths near `length` are multiples of this number. */
function stepOf(length: number): number {
  const exponent = Math.floor(Math.log2(length));
  const keptBits = Math.floor(Math.log2(exponent)) + 1;
  return 2 ** (exponent - keptBits);
}
