/**
 * Turns Markdown into HTML without losing a word of its text: words that a browser would hide or a parser would drop
 * become text. Knows nothing of workers and of the DOM. Its result is as untrusted as its source.
 */
import { Marked } from 'marked';
import cjkFriendly from 'marked-cjk-friendly';
import footnotes from 'marked-footnote';
import { gfmHeadingId } from 'marked-gfm-heading-id';
import { cutFrontMatter } from './front-matter.ts';
import { alerts } from './markdown-alerts.ts';
import { formulas } from './markdown-formulas.ts';
import { keepLines } from './markdown-lines.ts';
import { keepTags } from './markdown-tags.ts';
import { wideTables } from './markdown-tables.ts';

/** The page's own texts, besides the author's words. */
export interface MarkdownWords {
  readonly footnotes: string;
  readonly backToText: string;
}

export function markdownToHtml(source: string, words: MarkdownWords): string {
  const { frontMatter, text } = cutFrontMatter(source);
  return frontMatter + parser(words).parse(text, { async: false });
}

function parser({ footnotes: description, backToText }: MarkdownWords): Marked {
  return new Marked(
    { gfm: true },
    cjkFriendly(),
    gfmHeadingId(),
    footnotes({ description, backRefLabel: backToText }),
    formulas(),
    alerts(),
    wideTables(),
    keepTags(),
    keepLines(),
    {
      renderer: {
        // The sanitiser would remove a form field, and only the tick matters.
        checkbox: ({ checked }) => `<span class="tick">${checked ? '☑' : '☐'}</span> `,
      },
    },
  );
}
