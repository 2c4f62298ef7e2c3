/** The size of most of a selection's text. Other sizes are relative to it. */
import { shownByControl } from './controls.ts';
import { childrenOf, isElement, isText, nameOf } from './dom.ts';
import { hasOwnSize } from './text-style.ts';
import { nameInCopy } from './kept-elements.ts';
import type { PagePart } from './page-part.ts';

/** The length that is judged, in characters: the start of a longer selection. */
const LOOKED_AT = 50_000;

/** In pixels; undefined if there is no text. */
export function usualSize(root: Element, selected: PagePart): number | undefined {
  const lengths = new Map<number, number>();
  let looked = 0;
  for (const [size, length] of sizesOf(root, selected)) {
    lengths.set(size, (lengths.get(size) ?? 0) + length);
    looked += length;
    if (looked > LOOKED_AT) break;
  }
  const [usual] = [...lengths].sort(([, one], [, other]) => other - one);
  return usual?.[0];
}

/** The size and the length of each selected text. */
function* sizesOf(parent: Element, selected: PagePart): Generator<[number, number]> {
  for (const child of childrenOf(parent)) {
    if (!selected.has(child)) continue;
    if (isElement(child) && !hasOwnSize(nameOf(child)) && isWritten(child))
      yield* sizesOf(child, selected);
    const length = isText(child) ? child.data.trim().length : 0;
    if (length > 0) yield [Number.parseFloat(getComputedStyle(parent).fontSize), length];
  }
}

/** Hidden text, and the text of a control, do not count. */
function isWritten(element: Element): boolean {
  const name = nameInCopy(nameOf(element), getComputedStyle(element).display);
  return name !== undefined && shownByControl(element) === undefined;
}
