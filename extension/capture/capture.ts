/** What is selected in the page that this runs in: as text, and as HTML where that says more. */
import type { Captured, CaptureOptions } from './captured.ts';
import { copySelected, markupOf } from './copy.ts';
import { inlineImages } from './inline-images.ts';
import { quoteContent, quoteText, sourceOf } from './quote.ts';
import { isWantedAsMarkup } from './rich.ts';
import { rangesOf } from './selected.ts';

export async function capture(options: CaptureOptions): Promise<Captured> {
  const text = fieldText() ?? getSelection()?.toString() ?? '';
  const ranges = fieldText() === undefined ? rangesOf(getSelection()) : [];
  const source = options.isQuote ? sourceOf(document) : undefined;
  const formatted = options.keepsFormatting ? await tryCopy(ranges, options) : undefined;
  if (formatted && source) quoteContent(formatted.content, source);
  return {
    text: source && text.trim() !== '' ? quoteText(text, source) : text,
    ...(formatted && { html: markupOf(formatted.content) }),
    missingImages: formatted?.missingImages ?? 0,
  };
}

interface Formatted {
  readonly content: HTMLElement;
  readonly missingImages: number;
}

async function tryCopy(
  ranges: readonly Range[],
  { hasImages, imageBytes }: CaptureOptions,
): Promise<Formatted | undefined> {
  try {
    if (ranges.length === 0) return undefined;
    const { content, images } = copySelected(ranges, hasImages);
    const missingImages = await inlineImages(images, imageBytes - markupOf(content).length);
    return isWantedAsMarkup(content, missingImages) ? { content, missingImages } : undefined;
  } catch (error) {
    console.error(error);
    return undefined; // its text is better than nothing
  }
}

/** What is selected in a field that the user writes in. */
function fieldText(): string | undefined {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement))
    return undefined;
  // null for the kinds of field that have no selection
  const { selectionStart: start, selectionEnd: end } = field;
  return start !== null && end !== null && start < end ? field.value.slice(start, end) : undefined;
}
