/** Formulas in Markdown: the page shows their source. Stars and underscores in them have no meaning. */
import { Lexer, type MarkedExtension } from 'marked';
import { escapeHtml } from '../words/escape-html.ts';

/** A dollar sign of an amount has a space next to it, or a digit or letter after it. */
const INLINE =
  /\$\$(?!\$)(?:\\.|[^$\\`])+\$\$(?!\$)|\$`[^`\n]+`\$|\$(?![\s$])(?:\\.|[^$\\`\n])*?(?:\\.|[^$\\`\s])\$(?![\w$])|\\\((?:(?!\\\))[^\n])+\\\)|\\\[(?:(?!\\\])[^\n])+\\\]/;
const BLOCK =
  /(?:\$\$(?:(?!\$\$)[^])+\$\$|\\\[(?:(?!\\\])[^])+\\\]|\\begin\{(\w+\*?)\}(?:(?!\\end\{\1\})[^])+\\end\{\1\})[ \t]*(?:\n|$)/;

const inlineHere = new RegExp(`^(?:${INLINE.source})`);
const inlineAnywhere = new RegExp(INLINE.source, 'g');
const blockHere = new RegExp(`^ {0,3}${BLOCK.source}`);

export function formulas(): MarkedExtension {
  // The text with the signs. The parser's own mask has lost the backslashes of formulas.
  let reading = '';
  return {
    extensions: [
      {
        name: 'formulaBlock',
        level: 'block',
        start: (source) => /\n {0,3}(?:\$\$|\\\[|\\begin\{)/.exec(source)?.index,
        tokenizer: (source) => tokenOf('formulaBlock', blockHere.exec(source)),
        renderer: ({ raw }) =>
          `<pre class="formula"><code>${escapeHtml(raw.trimEnd())}</code></pre>\n`,
      },
      {
        name: 'formula',
        level: 'inline',
        start: (source) => /\$|\\[([]/.exec(source)?.index,
        tokenizer: (source) => tokenOf('formula', inlineHere.exec(source)),
        renderer: ({ raw }) => `<code class="formula">${escapeHtml(raw)}</code>`,
      },
    ],
    hooks: {
      provideLexer: () => (text, options) => {
        const lexer = new Lexer(options);
        const inlineTokens = lexer.inlineTokens.bind(lexer);
        lexer.inlineTokens = (source, tokens) => {
          reading = source;
          return inlineTokens(source, tokens);
        };
        return lexer.lex(text);
      },
      // A star before a formula does not belong to a star in it.
      emStrongMask: (masked) => withFormulasMasked(reading, masked),
    },
  };
}

function tokenOf(type: string, found: RegExpExecArray | null) {
  return found ? { type, raw: found[0] } : undefined;
}

function withFormulasMasked(source: string, masked: string): string {
  let result = masked;
  for (const { index, 0: formula } of source.matchAll(inlineAnywhere)) {
    const end = index + formula.length;
    result = result.slice(0, index) + 'a'.repeat(formula.length) + result.slice(end);
  }
  return result;
}
