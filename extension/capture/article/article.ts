/** Captures the article of the page that this runs in. */
import type { ArticleAnswer, CapturedPage, PageOptions } from '../captured-page.ts';
import type { CaptureNote } from '../captured.ts';
import { cleanAddress } from '../clean-link.ts';
import { markupOf } from '../copy.ts';
import { isImage } from '../dom.ts';
import { formatted } from '../formatted.ts';
import { GeneratedTexts } from '../generated.ts';
import { paragraphsOf } from '../paragraphs.ts';
import { seemsPrivate } from '../seems-private.ts';
import { visibleIn } from '../visible-words.ts';
import { findArticle, type FoundArticle } from './find-article.ts';

export async function captureArticle(options: PageOptions): Promise<ArticleAnswer> {
  try {
    const found = document.body ? findArticle(document) : undefined;
    return found
      ? { state: 'read', page: await captured(found, options) }
      : { state: 'no-article' };
  } catch (error) {
    console.error(error);
    return { state: 'failed' };
  }
}

async function captured(found: FoundArticle, options: PageOptions): Promise<CapturedPage> {
  const { part: selected, title, author, hasTitle } = found;
  const generated = new GeneratedTexts();
  const visible = visibleIn(selected, document, generated);
  const copy = await formatted({ ...options, selected, visible, generated }, () => true);
  const notes: CaptureNote[] = [...(visible.isMasked ? (['masked'] as const) : [])];
  const address = cleanAddress(location.href);
  const about = {
    title,
    author,
    ...(address !== undefined && { address }),
    isPrivate: seemsPrivate(document),
    hasImages: [...visible.pictures].some(isImage),
  };
  if (copy.state === 'markup') {
    const { content, missingImages } = copy;
    if (!hasTitle && title !== '') beginWith(content, 'h1', title);
    return { ...about, html: markupOf(content), missingImages, notes };
  }
  return {
    ...about,
    html: paragraphsOf(visible.plain),
    missingImages: 0,
    notes: [...notes, 'plain'],
  };
}

function beginWith(content: HTMLElement, name: string, text: string): void {
  const element = content.ownerDocument.createElement(name);
  element.append(text);
  content.prepend(element);
}
