/** Finds the key for one page in a text that somebody pasted. */
import { findKey, findLink } from '../protocol/find-link.ts';
import type { Link } from '../protocol/link.ts';
import { t } from '../words/language.ts';

/** The result of a pasted key: the link with it, or a sentence that says why the key does not open the page. */
export type Tried = { readonly link: Link } | { readonly problem: string };

/** The link of a page with the pasted key. People paste the whole link, its end, or the key alone. */
export function keyedLink(link: Link, text: string): Tried {
  if (text.trim() === '') return { problem: t('view_keyMissing') };
  const whole = findLink(text)?.link;
  if (whole && whole.address !== link.address) return { problem: t('view_keyElsewhere') };
  const found = whole?.key ? whole : findKey(text, link)?.link;
  if (!found?.key) return { problem: t('view_keyBroken') };
  const { key, mediaType = link.mediaType, name = link.name } = found;
  return { link: { ...link, key, ...(mediaType && { mediaType }), ...(name && { name }) } };
}
