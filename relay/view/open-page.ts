/** From the bytes that travelled to what is shown: opened with the key of their link, or why they stay closed. */
import { mayBeSealed, openSealed } from '../client/seal.ts';
import { type Link, mediaTypeOf } from '../protocol/link.ts';
import { signatureOf } from '../words/index.ts';
import type { Lock, Page } from './reading.ts';
import { isText } from './text-test.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What `link` makes of the bytes of its page. */
export async function openPage(link: Link, bytes: Bytes): Promise<Page | Lock> {
  if (!link.key) return openPublic(link, bytes);
  const content = await openSealed(bytes, link.key);
  if (typeof content !== 'string') return pageOf(link, content);
  return isPlainlyPublic(bytes) ? 'not-sealed' : content;
}

/** What keeps a page closed whose link has a key that is damaged: that, unless no key can open it. */
export function lockOfDamagedKey(bytes: Bytes): Lock {
  return isPlainlyPublic(bytes) ? 'not-sealed' : 'bad-key';
}

/**
 * The page of a link without key. Nothing in the bytes tells that they are sealed; where they begin like no kind of file,
 * look like noise, and have a length that a sealed page can have, the key is asked for, whatever the link calls them.
 */
export function openPublic(link: Link, bytes: Bytes): Page | Lock {
  const isPublic = isPlainlyPublic(bytes) || signatureOf(bytes) !== undefined;
  return isPublic ? pageOf(link, bytes) : 'no-key';
}

export function isLock(opened: Page | Lock): opened is Lock {
  return typeof opened === 'string';
}

/** The bytes under the hints of their link, as they are. */
export function pageOf(link: Link, bytes: Bytes): Page {
  const { address, name } = link;
  return { address, bytes, mediaType: mediaTypeOf(link), ...(name !== undefined && { name }) };
}

/** What was encrypted has one of few lengths, is as good as never text, and looks like noise. */
function isPlainlyPublic(bytes: Bytes): boolean {
  return !mayBeSealed(bytes.length) || !isNoise(bytes) || isText({ bytes, mediaType: '' });
}

/** So much shows whether all byte values are as frequent as each other. */
const SAMPLE_BYTES = 65_536;
/** Of noise the sum below is 255, give or take 23: ten times that is out of reach for it. */
const LEAST_UNLIKE_NOISE = 485;

/** Pearson's chi-squared test for bytes that are all as likely. */
function isNoise(bytes: Bytes): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const counts = new Uint32Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = sample.length / 256;
  const sum = counts.reduce((all, count) => all + (count - expected) ** 2 / expected, 0);
  return sum < LEAST_UNLIKE_NOISE;
}
