/** From the bytes that travelled to what is shown: opened with the key of their link, or why they stay closed. */
import { mayBeSealed, openSealed } from '../client/seal.ts';
import { type Link, mediaTypeOf } from '../protocol/link.ts';
import { looksEncrypted, signatureOf } from '../words/index.ts';
import type { Lock, Page } from '../words/reading.ts';

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
  return isPlainlyPublic(bytes) || signatureOf(bytes) !== undefined
    ? pageOf(link, bytes)
    : 'no-key';
}

export function isLock(opened: Page | Lock): opened is Lock {
  return typeof opened === 'string';
}

/** The bytes under the hints of their link, as they are. */
export function pageOf(link: Link, bytes: Bytes): Page {
  const { address, name } = link;
  return { address, bytes, mediaType: mediaTypeOf(link), ...(name !== undefined && { name }) };
}

/** A sealed page has one of few lengths, and its bytes look encrypted. */
function isPlainlyPublic(bytes: Bytes): boolean {
  return !mayBeSealed(bytes.length) || !looksEncrypted(bytes);
}
