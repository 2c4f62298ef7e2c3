/** Turns lines into text that Markdown takes for instructions, if nothing on the page uses them. */
import type { MarkedExtension, Token, Tokens } from 'marked';
import { escapeHtml } from '../words/escape-html.ts';
import { eachList } from './markdown-lists.ts';

export function keepLines(): MarkedExtension {
  return {
    hooks: {
      processAllTokens(tokens) {
        const used = new Set<string>();
        eachList(tokens, (list) => {
          for (const token of list) noteLabel(token, used);
        });
        eachList(tokens, (list) => {
          const kept = list.flatMap((token) => keptLine(token, used));
          list.splice(0, list.length, ...kept);
        });
        return tokens;
      },
    },
  };
}

function noteLabel({ type, raw }: Token, used: Set<string>): void {
  const isReference = (type === 'link' || type === 'image') && /^!?\[[^]*\]$/.test(raw);
  if (!isReference) return;
  const [, label = ''] = /\[((?:\\[^]|[^[\]\\])*)\]$/.exec(raw) ?? [];
  used.add(normal(label === '' ? raw.replace(/^!?\[|\]\[\]$/g, '') : label));
}

/** A label in the form in which the parser compares labels. */
function normal(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase().toLowerCase();
}

function keptLine(token: Token, used: Set<string>): Token[] {
  if (token.type === 'def') return [definition(token as Tokens.Def, used)];
  if (token.type === 'footnote') return [footnote(token as Footnote)];
  if (token.type === 'code') return [...fenceTitle(token as Tokens.Code), token];
  return [token];
}

/** `[//]: # (words)` is a comment in Markdown. */
const COMMENT = /^ {0,3}\[(?:\/\/|comment)\]:/i;

/** Of several definitions of a name, only the first has an effect. */
function definition(token: Tokens.Def, used: Set<string>): Token {
  if (used.delete(token.tag) || COMMENT.test(token.raw)) return token;
  return markup(token.raw, `<p>${escapeHtml(token.raw.trim())}</p>\n`);
}

/** The id that marked-footnote makes. */
interface Footnote {
  readonly type: 'footnote';
  readonly raw: string;
  readonly label: string;
  readonly refs: readonly unknown[];
  readonly content: Token[];
}

/** An unused definition stays at its place. */
function footnote(token: Footnote): Token {
  if (token.refs.length > 0) return token;
  const label = markup('', `<p>[^${escapeHtml(token.label)}]:</p>\n`);
  const tokens = [label, ...token.content];
  return { type: 'blockquote', raw: token.raw, text: '', tokens };
}

/** The words after the name of a language: `js server.js`; but not settings such as `{1,3}`. */
function fenceTitle({ lang, raw }: Tokens.Code): Token[] {
  const title = /^\S+\s+([^{}=]*\w[^{}=]*)$/.exec(lang ?? '')?.[1];
  if (title === undefined) return [];
  return [markup(raw, `<p class="code-title">${escapeHtml(title)}</p>\n`)];
}

function markup(raw: string, text: string): Token {
  return { type: 'html', block: true, pre: false, raw, text };
}
