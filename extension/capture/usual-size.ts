/** How large most of a selection's text is, which is what the rest is larger or smaller than. */
import { shownByControl } from './controls.ts';
import { childrenOf, isElement, isText, nameOf } from './dom.ts';
import { hasOwnSize } from './text-style.ts';
import { nameInCopy } from './kept-elements.ts';
import type { Selected } from './selected.ts';

/** A longer selection is judged by its start, in characters. */
const LOOKED_AT = 50_000;

/** Pixels; undefined where nothing is written. */
export function usualSize(root: Element, selected: Selected): number | undefined {
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
function* sizesOf(parent: Element, selected: Selected): Generator<[number, number]> {
  for (const child of childrenOf(parent)) {
    if (!selected.has(child)) continue;
    if (isElement(child) && !hasOwnSize(nameOf(child)) && isWritten(child))
      yield* sizesOf(child, selected);
    const length = isText(child) ? child.data.trim().length : 0;
    if (length > 0) yield [Number.parseFloat(getComputedStyle(parent).fontSize), length];
  }
}

/** What is not shown, or is shown by a control, is none of the text. */
function isWritten(element: Element): boolean {
  const name = nameInCopy(nameOf(element), getComputedStyle(element).display);
  return name !== undefined && shownByControl(element) === undefined;
}
