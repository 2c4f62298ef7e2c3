/**
 * The author of a link chose the name in it. This module turns the name into one that is safe to show and to save, and
 * that looks like nothing else.
 */
import { endingOfType } from './media/endings.ts';
import type { Page } from './reading.ts';

type Named = Pick<Page, 'name' | 'address' | 'mediaType'>;

/** Most file systems allow 255. Browsers add to a name, such as `(1)` or `.part`. */
const SAVED_BYTES = 200;
const SHOWN_CHARACTERS = 60;

// Control characters, characters that turn the order of letters round, and invisible ones. Two exceptions: characters
// that choose the look of an emoji, and joiners among letters that need them, as in Persian and Hindi.
const JOINABLE = String.raw`[[\p{L}\p{M}\p{So}\p{Sk}\uFE0F]--\p{ASCII}]`;
const UNSEEN = new RegExp(
  String.raw`(?<!${JOINABLE})[\u200C\u200D]|[\u200C\u200D](?!${JOINABLE})` +
    String.raw`|[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\uFE0E\uFE0F\u200C\u200D]]`,
  'gv',
);
/** More marks on one letter than any script has. They would cover the lines around. */
const STACKED = /(\p{M}{4})\p{M}+/gu;
/** A run of spaces pushes an extension out of sight. */
const SPACES = /[\s\u2800]+/g;
/** Characters that separate folders, or that file systems refuse. */
const REFUSED = /[\\/:*?"<>|]/g;
/**
 * Windows takes these names for a device, with any extension, or for the settings of a folder. Shells and offices take
 * a tilde for a home, a copy or a lock.
 */
const RESERVED =
  /^(?:(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$|clock\$)(?= *(?:\.|$))|(?:desktop\.ini|thumbs\.db)$|~)/i;
/** Characters that no name may end with on Windows. */
const LOOSE_END = /[\s.]+$/;

/** The name for screens. Tricks in it become visible, as in `evil‹U+202E›fdp.exe`. */
export function shownName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(UNSEEN, marked)
    .replace(STACKED, '$1')
    .replace(SPACES, ' ')
    .trim();
  const characters = Array.from(new Intl.Segmenter().segment(plain), ({ segment }) => segment);
  if (characters.length <= SHOWN_CHARACTERS) return plain;
  const half = SHOWN_CHARACTERS / 2;
  return `${characters.slice(0, half).join('')}…${characters.slice(-half + 1).join('')}`;
}

function marked(mark: string): string {
  // A match is never empty.
  return `‹U+${mark.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/**
 * The file name of a saved page: the name in its link if it is usable, else its address with the ending of its type.
 */
export function saveName(page: Named): string {
  const clean = (page.name ?? '')
    .toWellFormed()
    .replace(REFUSED, '')
    .replace(UNSEEN, '')
    .replace(STACKED, '$1')
    .replace(SPACES, ' ')
    .replace(LOOSE_END, '')
    .trimStart()
    .replace(/^(?:\.[\s.]+)/, ''); // one dot at the start hides a file; more dots lead to another folder
  const short = shorten(clean.replace(RESERVED, '_$&')).replace(LOOSE_END, '');
  return short || `mayfly-${page.address.slice(0, 12)}${extensionOf(page)}`;
}

/** Endings that belong together, as in `.tar.gz`, `.d.ts` or `.user.js`. */
const ENDINGS = /(?<=.)(?:\.[\p{L}\p{M}\p{N}_+-]{1,12}){1,3}$/u;

/** Shortens `name` to the limit, and keeps its endings. */
function shorten(name: string): string {
  if (bytesOf(name) <= SAVED_BYTES) return name;
  const [ending = ''] = ENDINGS.exec(name) ?? [];
  const room = SAVED_BYTES - bytesOf(ending);
  const stem = name.slice(0, name.length - ending.length);
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(stem)) {
    if (bytesOf(kept) + bytesOf(segment) > room) break;
    kept += segment;
  }
  return kept.replace(LOOSE_END, '') + ending;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function extensionOf({ mediaType }: Named): string {
  const ending = endingOfType(mediaType);
  return ending === undefined ? '' : `.${ending}`;
}
