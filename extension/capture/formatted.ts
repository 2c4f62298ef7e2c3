/** Makes the copy of a selection for sharing, and compares it with the visible words. */
import type { CaptureNote } from './captured.ts';
import { hasEveryWord, leaveOutUnseen } from './copy-check.ts';
import { copySelected, markupOf } from './copy.ts';
import { leaveOutDoubles } from './doubled.ts';
import type { GeneratedTexts } from './generated.ts';
import { inlineImages } from './inline-images.ts';
import { isWantedAsMarkup } from './telling-markup.ts';
import type { PagePart } from './page-part.ts';
import type { Visible } from './visible-words.ts';

export interface Sought {
  readonly selected: PagePart;
  readonly visible: Visible;
  readonly generated: GeneratedTexts;
  readonly hasImages: boolean;
  /** The largest size of all images together, in bytes of the shared page. */
  readonly imageBytes: number;
}

export type Formatted =
  | { readonly state: 'markup'; readonly content: HTMLElement; readonly missingImages: number }
  /** Its formatting adds nothing to the text. */
  | { readonly state: 'plain' }
  /** The copy lacks a word, or could not be made. */
  | { readonly state: 'not-whole' };

export async function formatted(
  { selected, visible, generated, hasImages, imageBytes }: Sought,
  isWanted = isWantedAsMarkup,
): Promise<Formatted> {
  try {
    const copied = copySelected(selected, hasImages, generated);
    leaveOutUnseen(copied, visible);
    const { content } = copied;
    const images = copied.images.filter(({ copy }) => content.contains(copy));
    const missingImages = await inlineImages(images, imageBytes - markupOf(content).length);
    leaveOutDoubles(content);
    if (!isWanted(content, missingImages)) return { state: 'plain' };
    if (!hasEveryWord(copied, visible)) return { state: 'not-whole' };
    return { state: 'markup', content, missingImages };
  } catch (error) {
    console.error(error);
    return { state: 'not-whole' }; // its text is better than nothing
  }
}

/** The facts about a copy that the user has to know. Without `copy`, only the text is wanted. */
export function notesOn({ isMasked, hasTyped }: Visible, copy?: Formatted): CaptureNote[] {
  const is = { masked: isMasked, typed: hasTyped, plain: copy?.state === 'not-whole' };
  return (['masked', 'typed', 'plain'] as const).filter((note) => is[note]);
}
