/** From the bytes that travelled to what is shown: opened with the key of their link, or why they stay closed. */
import { mayBeSealed, openSealed } from '../client/seal.ts';
import { type Link, mediaTypeOf } from '../protocol/link.ts';
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
 * The page of a link without key. Nothing in the bytes tells that they are sealed; where they are said to be text, are
 * none, and have a length that a sealed page can have, the key is asked for.
 */
export function openPublic(link: Link, bytes: Bytes): Page | Lock {
  const isExpectedText = mediaTypeOf(link).startsWith('text/');
  if (isExpectedText && !isPlainlyPublic(bytes)) return 'no-key';
  return pageOf(link, bytes);
}

export function isLock(opened: Page | Lock): opened is Lock {
  return typeof opened === 'string';
}

/** The bytes under the hints of their link, as they are. */
export function pageOf(link: Link, bytes: Bytes): Page {
  const { address, name } = link;
  return { address, bytes, mediaType: mediaTypeOf(link), ...(name !== undefined && { name }) };
}

/** What was encrypted has one of few lengths, and is as good as never text. */
function isPlainlyPublic(bytes: Bytes): boolean {
  return !mayBeSealed(bytes.length) || isText({ bytes, mediaType: '' });
}
