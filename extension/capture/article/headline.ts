/** The title of an article, as the page shows it. */
import { nameOf } from '../dom.ts';
import type { Cloned, NumberedClone } from './numbered-clone.ts';

export interface Headline {
  readonly element: Element;
  readonly text: string;
}

/** The visible heading that the tab's title repeats, or else the first one of the article. */
export function headlineIn(
  clone: NumberedClone,
  root: Cloned,
  title: string,
): Headline | undefined {
  const headings = clone.elements.filter(
    ({ element, measure }) => /^h[12]$/.test(nameOf(element)) && measure.length > 0,
  );
  const scored = headings.map((cloned) => ({ cloned, score: score(cloned, root, title) }));
  const [best] = scored.toSorted((one, other) => other.score - one.score);
  if (!best || best.score < 1) return undefined;
  return { element: best.cloned.element, text: textOf(best.cloned) };
}

function score(cloned: Cloned, root: Cloned, title: string): number {
  const isTop = nameOf(cloned.element) === 'h1';
  const isInside = root.element.contains(cloned.element);
  const isSame = overlap(textOf(cloned), title) > 0.6;
  return (isTop ? 1 : 0) + (isInside ? 0.5 : 0) + (isSame ? 1 : 0);
}

/** The part of a heading's words that the title has too. */
function overlap(heading: string, title: string): number {
  const words = wordsOf(heading);
  const known = new Set(wordsOf(title));
  return words.length === 0 ? 0 : words.filter((word) => known.has(word)).length / words.length;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

export function textOf({ clone }: Pick<Cloned, 'clone'>): string {
  return (clone.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}
