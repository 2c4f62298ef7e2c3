/**
 * Separates the tags in a Markdown text that are markup from those that are words: `Use the <title> element`. A tag
 * that would hide words is a word: the tag of an unknown element, of an element that holds no Markdown, or one that is
 * never closed.
 */
import { type MarkedExtension, type Token, type Tokens, Tokenizer } from 'marked';
import { escapeHtml } from '../words/escape-html.ts';
import { eachList } from './markdown-lists.ts';
import { settleTags } from './markup-tags.ts';

export function keepTags(): MarkedExtension {
  return {
    tokenizer: {
      html(source) {
        if (isEndless(source)) return undefined;
        const html = Tokenizer.prototype.html.call(this, source);
        return html && LITERAL.test(html.raw) ? codeOf(html) : html;
      },
    },
    hooks: {
      processAllTokens(tokens) {
        eachList(tokens, settle);
        return tokens;
      },
    },
  };
}

/** Elements that a browser would not show at all, and that GFM shows as text. */
const LITERAL = /^ {0,3}<(?:(?:script|style|textarea)\b|\?|!(?!--))/i;

/** Elements that continue to the end of the page if they are not closed. */
const OPENINGS = [
  { opens: /^ {0,3}<!--(?!-?>)/, closes: /-->/ },
  { opens: /^ {0,3}<script\b/i, closes: /<\/script>/i },
  { opens: /^ {0,3}<style\b/i, closes: /<\/style>/i },
  { opens: /^ {0,3}<textarea\b/i, closes: /<\/textarea>/i },
  { opens: /^ {0,3}<pre\b/i, closes: /<\/pre>/i },
  { opens: /^ {0,3}<\?/, closes: /\?>/ },
  { opens: /^ {0,3}<!\[CDATA\[/, closes: /\]\]>/ },
  { opens: /^ {0,3}<![a-z]/i, closes: />/ },
];

function isEndless(source: string): boolean {
  const found = OPENINGS.find(({ opens }) => opens.test(source));
  return found !== undefined && !found.closes.test(source);
}

function codeOf({ raw }: Tokens.HTML): Tokens.HTML {
  const text = `<pre><code>${escapeHtml(raw.trimEnd())}</code></pre>\n`;
  // Marked as settled: nothing in it is a tag any more.
  return { type: 'html', block: true, pre: true, raw, text };
}

function settle(siblings: Token[]): void {
  const isBlock = siblings.some((token) => token.type === 'html' && isTrue(token, 'block'));
  const parts = siblings.map((token) => {
    if (token.type === 'text' && 'escaped' in token) token.escaped = false;
    return isMarkup(token) ? { markup: token.text } : { other: token.raw };
  });
  for (const [at, markup] of settleTags(parts, isBlock).entries()) {
    const token = siblings[at];
    if (token && isMarkup(token) && markup !== undefined) token.text = markup;
  }
}

/** Excludes settled parts. */
function isMarkup(token: Token): token is Tokens.HTML | Tokens.Tag {
  return token.type === 'html' && !(LITERAL.test(token.raw) && isTrue(token, 'pre'));
}

function isTrue(token: Token, name: string): boolean {
  return Reflect.get(token, name) === true;
}
