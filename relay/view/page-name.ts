/**
 * Names of pages are by whoever made the link. Here they become something that can be shown or saved, and that passes
 * for nothing else.
 */
import { endingOfType } from '../words/index.ts';
import type { Page } from './reading.ts';

type Named = Pick<Page, 'name' | 'address' | 'mediaType'>;

const SAVED_CHARACTERS = 120;
const SHOWN_CHARACTERS = 60;

// Control characters, what turns the order of letters round, and what takes no place. Two exceptions: what chooses the
// look of an emoji, and joiners among letters that need them, as in Persian and Hindi.
const JOINABLE = String.raw`[[\p{L}\p{M}\p{So}\p{Sk}\uFE0F]--\p{ASCII}]`;
const UNSEEN = new RegExp(
  String.raw`(?<!${JOINABLE})[\u200C\u200D]|[\u200C\u200D](?!${JOINABLE})` +
    String.raw`|[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\uFE0E\uFE0F\u200C\u200D]]`,
  'gv',
);
/** More marks on one letter than any script has; they would reach into the lines around. */
const STACKED = /(\p{M}{4})\p{M}+/gu;
/** A run of spaces pushes an extension out of sight. */
const SPACES = /[\s\u2800]+/g;
/** What separates folders, or what file systems refuse. */
const REFUSED = /[\\/:*?"<>|]/g;
/** Windows takes these for a device, whatever the extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** What is shown for a name: tricks in it stand out, as in `evil‹U+202E›fdp.exe`. */
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

/** The name that a page is saved under: the one in its link where that is usable, else its address and its type. */
export function saveName(page: Named): string {
  const clean = (page.name ?? '')
    .toWellFormed()
    .replace(UNSEEN, '')
    .replace(STACKED, '$1')
    .replace(SPACES, ' ')
    .replace(REFUSED, '')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(DEVICE, '_$&');
  return shorten(clean) || `mayfly-${page.address.slice(0, 12)}${extensionOf(page)}`;
}

/** `name` within bounds, its extension kept. */
function shorten(name: string): string {
  if (name.length <= SAVED_CHARACTERS) return name;
  const [extension = ''] = /\.\w{1,12}$/.exec(name) ?? [];
  const stem = name.slice(0, SAVED_CHARACTERS - extension.length);
  return stem.replace(/[\uD800-\uDBFF]$/, '') + extension;
}

function extensionOf({ mediaType }: Named): string {
  const ending = endingOfType(mediaType);
  return ending === undefined ? '' : `.${ending}`;
}
