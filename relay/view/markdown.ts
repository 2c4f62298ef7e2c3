/**
 * Turns Markdown into HTML, so that no word of its text is lost: what a browser would swallow, and what a parser would
 * drop, is text. Knows nothing of workers and of the DOM; what it returns is as untrusted as its source.
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

/** What the page says beside the author's own words. */
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
        // A form field would be taken out; the tick itself is what matters.
        checkbox: ({ checked }) => `<span class="tick">${checked ? '☑' : '☐'}</span> `,
      },
    },
  );
}
