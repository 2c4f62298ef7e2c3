import { findKey, findLink } from '../protocol/find-link.ts';
import type { Link } from '../protocol/link.ts';
import { isLock, openPage } from './open-page.ts';
import { t } from '../words/language.ts';

/** What became of a key that somebody pasted: the link that opens the page, or a sentence that says why none does. */
export type Tried = { readonly link: Link } | { readonly problem: string };

/** Tries what was pasted for the page of `link`: its key, a part of its link with the key, or the whole link. */
export async function tryPasted(
  link: Link,
  bytes: Uint8Array<ArrayBuffer>,
  pasted: string,
): Promise<Tried> {
  const found = keyedLink(link, pasted);
  if ('problem' in found) return found;
  const isFitting = !isLock(await openPage(found.link, bytes));
  return isFitting ? found : { problem: t('view_keyWrong') };
}

function keyedLink(link: Link, text: string): Tried {
  if (text.trim() === '') return { problem: t('view_keyMissing') };
  const whole = findLink(text)?.link;
  if (whole && whole.address !== link.address) return { problem: t('view_keyElsewhere') };
  // What somebody makes of a link: all of it, its end, or only the key.
  const found = whole?.key ? whole : findKey(text, link)?.link;
  if (!found?.key) return { problem: t('view_keyBroken') };
  const { key, mediaType = link.mediaType, name = link.name } = found;
  return { link: { ...link, key, ...(mediaType && { mediaType }), ...(name && { name }) } };
}
