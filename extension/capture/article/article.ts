/** Captures the article of the page that this runs in. */
import type { ArticleAnswer, CapturedPage, PageOptions } from '../captured-page.ts';
import { cleanAddress } from '../clean-link.ts';
import { markupOf } from '../copy.ts';
import { bodyOf, isImage } from '../dom.ts';
import { formatted, notesOn } from '../formatted.ts';
import { GeneratedTexts } from '../generated.ts';
import { inParagraphs } from '../paragraphs.ts';
import { seemsPrivate } from '../seems-private.ts';
import { visibleIn } from '../visible-words.ts';
import { flatten, head } from './blocks.ts';
import { findArticle, type FoundArticle } from './find-article.ts';

export async function captureArticle(options: PageOptions): Promise<ArticleAnswer> {
  try {
    const found = bodyOf(document) ? findArticle(document) : undefined;
    return found
      ? { state: 'read', page: await captured(found, options) }
      : { state: 'no-article' };
  } catch (error) {
    console.error(error);
    return { state: 'failed' };
  }
}

async function captured(found: FoundArticle, options: PageOptions): Promise<CapturedPage> {
  const { part: selected, title, author } = found;
  const generated = new GeneratedTexts();
  const visible = visibleIn(selected, document, generated);
  const copy = await formatted({ ...options, selected, visible, generated }, () => true);
  const isWhole = copy.state === 'markup';
  const content = isWhole ? copy.content : inParagraphs(visible.plain);
  flatten(content);
  head(content, title, author);
  const address = cleanAddress(location.href);
  return {
    html: markupOf(content),
    title,
    author,
    ...(address !== undefined && { address }),
    isPrivate: seemsPrivate(document),
    missingImages: isWhole ? copy.missingImages : 0,
    hasImages: [...visible.pictures].some(isImage),
    notes: notesOn(visible, copy),
  };
}
