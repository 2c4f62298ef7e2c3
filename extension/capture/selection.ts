/** Captures the selection in the page that this runs in: as text, and as HTML if the formatting says more. */
import { type Captured, type CaptureOptions, NOTHING } from './captured.ts';
import { markupOf } from './copy.ts';
import { fieldWithFocus, textOfField } from './field.ts';
import { formatted, notesOn } from './formatted.ts';
import { GeneratedTexts } from './generated.ts';
import { rangesOf, Selected } from './selected.ts';
import { visibleIn } from './visible-words.ts';

export async function capture(options: CaptureOptions): Promise<Captured> {
  try {
    const field = textOfField(fieldWithFocus());
    if (field) return { ...NOTHING, ...field };
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
  const asText = { text: visible.plain, missingImages: 0 };
  if (!options.keepsFormatting) return { ...asText, notes: notesOn(visible) };
  const copy = await formatted({ ...options, selected, visible, generated });
  const captured = { ...asText, notes: notesOn(visible, copy) };
  if (copy.state !== 'markup') return captured;
  const { content, missingImages } = copy;
  return { ...captured, html: markupOf(content), missingImages };
}
