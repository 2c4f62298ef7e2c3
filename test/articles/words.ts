/** Words of markup, and how far two texts have the same ones. */
import { decodeHTML } from 'entities';

const UNSEEN = /<!--.*?-->|<(script|style|template)\b.*?<\/\1>/gs;
const TAG = /<\/?([a-z][\w-]*)[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>/gi;
/** Elements that part no words. */
const INLINE =
  /^(?:a|abbr|b|bdi|bdo|cite|code|data|del|em|font|i|ins|kbd|mark|q|rp|s|samp|slot|small|span|strong|sub|sup|time|u|var|wbr)$/i;
/** A word; in scripts without spaces, a character. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{N}\p{M}])+/gu;

export function wordsIn(html: string): readonly string[] {
  const text = decodeHTML(textIn(html)).normalize('NFKC').replaceAll('\u00ad', '');
  return text.toLowerCase().match(WORD) ?? [];
}

/** The text of markup, its entities as they are. */
export function textIn(html: string): string {
  return html
    .replaceAll(UNSEEN, ' ')
    .replaceAll(TAG, (_, name: string) => (INLINE.test(name) ? '' : ' '));
}

/** Of `wanted`, the longest sequence of words that `found` has in the same order; by their places in `wanted`. */
export function commonWords(
  wanted: readonly string[],
  found: readonly string[],
): readonly number[] {
  const width = found.length + 1;
  const lengths = new Uint16Array((wanted.length + 1) * width);
  for (let i = wanted.length - 1; i >= 0; i--) {
    for (let j = found.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        wanted[i] === found[j]
          ? 1 + lengths[(i + 1) * width + j + 1]!
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const common: number[] = [];
  for (let i = 0, j = 0; i < wanted.length && j < found.length;) {
    if (wanted[i] === found[j]) common.push((j++, i++));
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return common;
}

/** The words of `wanted` that `found` lacks. */
export function missingWords(
  wanted: readonly string[],
  found: readonly string[],
): readonly string[] {
  const common = new Set(commonWords(wanted, found));
  return wanted.filter((_, at) => !common.has(at));
}
