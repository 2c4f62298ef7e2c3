/** Separates bytes that look encrypted from all others, because a sealed page does not say that it is sealed. */
import { isText } from './text/text-test.ts';

/** A sample of this many bytes shows whether all byte values are equally frequent. */
const SAMPLE_BYTES = 65_536;
/** Noise scores 255 ± 23 below, so it never reaches this. */
const LEAST_UNLIKE_NOISE = 485;

/** Says whether bytes are noise, like encrypted bytes and unlike almost any text. */
export function looksEncrypted(bytes: Uint8Array<ArrayBuffer>): boolean {
  return isNoise(bytes) && !isText({ bytes, mediaType: '' });
}

/** Pearson's chi-squared test: are all byte values equally likely? */
function isNoise(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const counts = new Uint32Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = sample.length / 256;
  const sum = counts.reduce((all, count) => all + (count - expected) ** 2 / expected, 0);
  return sum < LEAST_UNLIKE_NOISE;
}
