/** A line by which people recognise a page in a list. It is shown as text, whatever the page is. */
import { BUNDLE_TYPE } from '@mayfly/relay/client';
import {
  decodeText,
  encodingOf,
  essenceOf,
  isTextKind,
  kindOf,
  shownName,
  t,
} from '@mayfly/relay/words';
import { plainHtml, plainMarkdown } from './markup-words.ts';

/** The facts by which people recognise a page before anybody opens it. */
export interface Untitled {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string | undefined;
}

const SAMPLE_BYTES = 8 * 1024;
const TITLE_CHARACTERS = 80;
/** A character may have any number of marks. */
const TITLE_LENGTH = 1_000;
const LINE_END = /[\n\v\f\r\x85\u2028\u2029]/;
/** A visible character: no space, and none without width. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** The name of a page; else its first line with visible text; else its kind. */
export function titleOf({ bytes, mediaType, name }: Untitled): string {
  if (name !== undefined && VISIBLE.test(name)) return shownName(name);
  if (mediaType === BUNDLE_TYPE) return t('library_kindFiles');
  const line = plain(bytes, mediaType)
    .split(LINE_END)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .find((part) => VISIBLE.test(part));
  return line === undefined ? essenceOf(mediaType) : cutTitle(line);
}

/** A title within the limit; no character is cut in half. */
export function cutTitle(title: string): string {
  let cut = '';
  let count = 0;
  for (const { segment } of new Intl.Segmenter().segment(title.toWellFormed())) {
    count += 1;
    const isFull = count === TITLE_CHARACTERS || cut.length + segment.length > TITLE_LENGTH;
    if (isFull && cut.length + segment.length < title.length) return `${cut}…`;
    cut += segment;
  }
  return cut;
}

/** The start of a text without its markup; empty for a page that is no text. */
function plain(bytes: Uint8Array<ArrayBuffer>, mediaType: string): string {
  const { kind } = kindOf({ bytes, mediaType });
  if (!isTextKind(kind)) return '';
  const encoding = encodingOf({ bytes, mediaType });
  const text = decodeText({ bytes: bytes.subarray(0, SAMPLE_BYTES), mediaType, encoding });
  if (kind === 'html') return plainHtml(text);
  return kind === 'markdown' ? plainMarkdown(text) : text;
}
