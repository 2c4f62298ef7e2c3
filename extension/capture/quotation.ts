/** Captures the selection of the page that this runs in as a quotation: what it says, whose it is, and where it stands. */
import type { CapturedPage, PageOptions, QuotationAnswer } from './captured-page.ts';
import { cleanAddress } from './clean-link.ts';
import { markupOf } from './copy.ts';
import { ancestorsOf, elementsIn, isImage, matches } from './dom.ts';
import { fieldWithFocus, textOfField } from './field.ts';
import { formatted, notesOn } from './formatted.ts';
import { GeneratedTexts } from './generated.ts';
import { authorOf } from './page-author.ts';
import { titleOf } from './page-title.ts';
import { paragraphsOf } from './paragraphs.ts';
import { isPdf, selectedInPdf } from './pdf-viewer.ts';
import { rangesOf, Selected } from './selected.ts';
import { directiveTo, withDirective } from './text-fragment/directive.ts';
import { piecesOf } from './text-fragment/page-pieces.ts';
import { searchedText } from './text-fragment/runs.ts';
import { seemsPrivate } from './seems-private.ts';
import { type Visible, visibleIn } from './visible-words.ts';

export async function captureQuotation(options: PageOptions): Promise<QuotationAnswer> {
  try {
    const page = await quotationIn(options);
    return page ? { state: 'read', page } : { state: 'nothing' };
  } catch (error) {
    console.error(error);
    return { state: 'failed' };
  }
}

async function quotationIn(options: PageOptions): Promise<CapturedPage | undefined> {
  if (isPdf()) return ofText(await selectedInPdf());
  const field = textOfField(fieldWithFocus());
  if (field) return ofText(field.text);
  const ranges = rangesOf(getSelection());
  return ranges.length === 0 ? undefined : ofSelection(new Selected(ranges), options);
}

/** No text fragment leads to such a text: into a field, or into the browser's viewer of PDFs. */
function ofText(text = ''): CapturedPage | undefined {
  if (text.trim() === '') return undefined;
  return {
    ...sourceOf(document),
    html: paragraphsOf(text),
    missingImages: 0,
    hasImages: false,
    notes: [],
  };
}

async function ofSelection(
  selected: Selected,
  options: PageOptions,
): Promise<CapturedPage | undefined> {
  const generated = new GeneratedTexts();
  const visible = visibleIn(selected, document, generated);
  const hasImages = [...visible.pictures].some(isImage);
  if (visible.plain.trim() === '' && !hasImages) return undefined;
  const { address, ...source } = sourceOf(document, selected.commonElement);
  const about = {
    ...source,
    ...(address !== undefined && addressOf(address, selected, visible)),
    hasImages,
  };
  const copy = await formatted({ ...options, selected, visible, generated }, () => true);
  const notes = notesOn(visible, copy);
  if (copy.state === 'markup') {
    const { content, missingImages } = copy;
    return { ...about, html: markupOf(content), missingImages, notes };
  }
  return { ...about, html: paragraphsOf(visible.plain), missingImages: 0, notes };
}

/** The address of the selected place. */
function addressOf(address: string, selected: Selected, visible: Visible): { address: string } {
  const place = searchedText(piecesOf(document, selected, visible));
  const directive = place && directiveTo(place);
  return { address: directive ? withDirective(address, directive) : address };
}

type Source = Pick<CapturedPage, 'title' | 'author' | 'address' | 'isPrivate'>;

function sourceOf(page: Document, place?: Element): Source {
  const elements = elementsIn(page);
  const within =
    place && ancestorsOf(place).findLast((at) => matches(at, 'main, article, [role="main"]'));
  const { text: title, heading } = titleOf(page, { elements, place, within });
  const address = cleanAddress(page.location.href);
  return {
    title,
    author: authorOf(page, { elements, heading: heading ?? within, place }),
    ...(address !== undefined && { address }),
    isPrivate: seemsPrivate(page),
  };
}
