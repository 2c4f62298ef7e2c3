/** Notes in GitHub's form: a quote whose first line is `[!NOTE]`. */
import type { MarkedExtension, Token } from 'marked';

const MARK = /^\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)/i;

export function alerts(): MarkedExtension {
  return {
    tokenizer: {
      // `[!NOTE]: words` is no name for an address.
      def: (source) => (/^ {0,3}\[!/.test(source) ? undefined : false),
    },
    renderer: {
      blockquote({ tokens, text }) {
        const [mark, kind] = MARK.exec(text) ?? [];
        if (mark === undefined || kind === undefined || !takeOff(tokens, mark)) return false;
        const title = kind.charAt(0).toUpperCase() + kind.slice(1).toLowerCase();
        return `<blockquote class="alert alert-${kind.toLowerCase()}">
<p class="alert-title">${title}</p>
${this.parser.parse(tokens)}</blockquote>\n`;
      },
    },
  };
}

/** Removes the mark from the first paragraph. Returns false if the quote does not begin with one. */
function takeOff([paragraph]: Token[], mark: string): boolean {
  if (paragraph?.type !== 'paragraph') return false;
  const tokens = paragraph.tokens ?? [];
  const [first, second] = tokens;
  if (first?.type !== 'text' || !first.raw.startsWith(mark.trim())) return false;
  first.text = first.raw = first.raw.slice(mark.trim().length).trimStart();
  if (second?.type === 'br') tokens.splice(1, 1);
  return true;
}
