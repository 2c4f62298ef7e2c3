/** The words of the start of a page, without its markup. A worker has no parser; a title needs none. */
import { decodeHTML } from 'entities/decode';

// Each pattern ends with the text where its end is missing: a start may be cut anywhere.
const COMMENT = /<!--[^]*?(?:-->|$)/g;
const UNSEEN_ELEMENT = /<(script|style|template|title)\b[^]*?(?:<\/\1\b[^>]*>|$)/gi;
const ATTRIBUTES = String.raw`(?:[^"'<>]|"[^"<]*"|'[^'<]*')*(?:>|$)`;
const BLOCKS =
  'p|div|h[1-6]|li|[ou]l|d[dlt]|br|hr|t[rdh]|table|blockquote|pre|section|article|header|footer|main|nav|fig\\w+|body';
const BLOCK_TAG = new RegExp(String.raw`</?(?:${BLOCKS})\b${ATTRIBUTES}`, 'gi');
const TAG = new RegExp(`<(?:/?[a-z]|[!?])${ATTRIBUTES}`, 'gi');
/** A tag with a quotation mark that never ends. */
const ODD_TAG = /<\/?[a-z][^<>]*>/gi;
const DESCRIBED_IMAGE = /<img\b[^<>]*?\salt\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>/gi;

/** The title of an HTML page, and its text after the title. */
export function plainHtml(html: string): string {
  const shown = html.replaceAll(COMMENT, '');
  const [, title = ''] = /<title\b[^>]*>([^<]*)/i.exec(shown) ?? [];
  const body = withoutTags(shown.replaceAll(UNSEEN_ELEMENT, '\n').replaceAll(BLOCK_TAG, '\n'));
  // Line breaks in the source are spaces.
  return decodeHTML(`${title.replaceAll(/\s+/g, ' ')}\n${body}`);
}

function withoutTags(html: string): string {
  return html.replaceAll(DESCRIBED_IMAGE, '$1$2').replaceAll(TAG, '').replaceAll(ODD_TAG, '');
}

const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n([^]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
const FENCE = /^\s*(?:```|~~~)/;

/** The title in the front matter of a Markdown page, and the text after it. */
export function plainMarkdown(markdown: string): string {
  const [front = '', properties = ''] = FRONT_MATTER.exec(markdown) ?? [];
  const [, title = ''] = /^title:[ \t]*(.*)$/im.exec(properties) ?? [];
  const lines = markdown
    .slice(front.length)
    .replaceAll(COMMENT, '')
    .split(/\r\n?|\n/);
  let isCode = false;
  const words = lines.map((line) => {
    if (FENCE.test(line)) {
      isCode = !isCode;
      return '';
    }
    return isCode ? line : plainLine(line);
  });
  return [title.replace(/^(["'])(.*)\1\s*$/, '$2'), ...words].join('\n');
}

/** Signs of quotes, headings, lists, tasks and notes, one or several. */
const BLOCK_SIGNS =
  /^\s*(?:(?:>|#{1,6}(?=\s|$)|[-*+](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s)|\[!\w+\])\s*)*/;
/** Rules, underlines of headings, and the second line of tables. */
const SIGNS_ALONE = /^[\s|:*_=+-]*$/;
const REFERENCE = /^\s{0,3}\[[^\]]+\]:\s*<?(?:https?:|mailto:|[./#])\S*/i;

function plainLine(line: string): string {
  if (SIGNS_ALONE.test(line) || REFERENCE.test(line)) return '';
  const text = line.replace(BLOCK_SIGNS, '').replace(/\s#+\s*$/, '');
  const cells = text.startsWith('|') ? text.replaceAll(/\s*(?<!\\)\|\s*/g, ' ') : text;
  // Code stays unchanged: it is every third part, after the signs around it.
  return cells
    .split(/(`+)(?!`)(.+?)(?<!`)\1(?!`)/)
    .map((part, at) => (at % 3 === 0 ? plainWords(part) : at % 3 === 1 ? '' : part.trim()))
    .join('');
}

/** An escaped character has no meaning as markup. It is written as an entity until everything else is done. */
function plainWords(text: string): string {
  const words = text
    .replaceAll(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => `&#${sign.charCodeAt(0)};`)
    .replaceAll(/!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replaceAll(/\[\^[^\]]+\]:?/g, '')
    .replaceAll(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replaceAll(/<((?:https?|mailto):[^\s<>]+|[^\s<>@]+@[^\s<>]+)>/gi, '$1');
  return decodeHTML(withoutEmphasis(withoutTags(words)));
}

function withoutEmphasis(text: string): string {
  return text
    .replaceAll(/(\*{1,3}|~~)(?=\S)(.*?\S)\1/g, '$2')
    .replaceAll(/(?<![\p{L}\p{N}_])(_{1,3})(?=\S)(.*?\S)\1(?![\p{L}\p{N}_])/gu, '$2');
}
