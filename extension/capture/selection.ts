/** Captures the selection in the page that this runs in: as text, and as HTML if the formatting says more. */
import { type CaptureNote, type Captured, type CaptureOptions, NOTHING } from './captured.ts';
import { markupOf } from './copy.ts';
import { fieldWithFocus, textOfField } from './field.ts';
import { formatted } from './formatted.ts';
import { GeneratedTexts } from './generated.ts';
import { quoteContent, quoteText, sourceOf } from './quoted-source.ts';
import { rangesOf, Selected } from './selected.ts';
import { type Visible, visibleIn } from './visible-words.ts';

export async function capture(options: CaptureOptions): Promise<Captured> {
  try {
    const field = textOfField(fieldWithFocus());
    if (field) return withSource({ ...NOTHING, ...field }, options);
    const ranges = rangesOf(getSelection());
    return ranges.length === 0 ? NOTHING : await captureRanges(new Selected(ranges), options);
  } catch (error) {
    console.error(error);
    // A text that nobody checked may contain words that nobody saw.
    return { ...NOTHING, notes: ['failed'] };
  }
}

async function captureRanges(selected: Selected, options: CaptureOptions): Promise<Captured> {
  const generated = new GeneratedTexts();
  const visible = visibleIn(selected, document, generated);
  const asText = { text: visible.plain, missingImages: 0, notes: notesOn(visible) };
  if (!options.keepsFormatting) return withSource(asText, options);
  const copy = await formatted({ ...options, selected, visible, generated });
  switch (copy.state) {
    case 'plain':
      return withSource(asText, options);
    case 'not-whole':
      return withSource({ ...asText, notes: [...asText.notes, 'plain'] }, options);
    case 'markup': {
      const { content, missingImages } = copy;
      if (options.isQuote) quoteContent(content, sourceOf(document));
      return withSource({ ...asText, html: markupOf(content), missingImages }, options);
    }
  }
}

function notesOn({ isMasked, hasTyped }: Visible): CaptureNote[] {
  return [...(isMasked ? (['masked'] as const) : []), ...(hasTyped ? (['typed'] as const) : [])];
}

/** Adds the title and the address of the page under the text, if they are wanted. */
function withSource(captured: Captured, { isQuote }: CaptureOptions): Captured {
  if (!isQuote || captured.text.trim() === '') return captured;
  return { ...captured, text: quoteText(captured.text, sourceOf(document)) };
}
