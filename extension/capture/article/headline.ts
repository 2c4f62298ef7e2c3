/** The title of an article, as the page shows it. */
import { nameOf } from '../dom.ts';
import type { Cloned, NumberedClone } from './numbered-clone.ts';

export interface Headline {
  readonly cloned: Cloned;
  readonly text: string;
}

/** The visible heading that the tab's title repeats, or else the first one of the article. */
export function headlineIn(
  clone: NumberedClone,
  core: Cloned,
  title: string,
): Headline | undefined {
  const headings = clone.elements.filter(
    ({ element, measure }) => /^h[1-3]$/.test(nameOf(element)) && measure.length > 0,
  );
  const scored = headings.map((cloned) => ({ cloned, score: score(cloned, core, title) }));
  const [best] = scored.toSorted((one, other) => other.score - one.score);
  if (!best || best.score < 1) return undefined;
  return { cloned: best.cloned, text: textOf(best.cloned) };
}

const RANKS: Readonly<Record<string, number>> = { h1: 1, h2: 0.4, h3: 0.2 };

function score(cloned: Cloned, core: Cloned, title: string): number {
  const position = core.clone.compareDocumentPosition(cloned.clone);
  const isInside = (position & Node.DOCUMENT_POSITION_CONTAINED_BY) !== 0;
  const isAfter = !isInside && (position & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const reasons = [
    RANKS[nameOf(cloned.element)] ?? 0,
    overlap(textOf(cloned), title) > 0.6 ? 1 : 0,
    isInside ? 0.3 : 0,
    isAfter ? -1 : 0,
    leadsHome(cloned) ? -1.5 : 0,
  ];
  return reasons.reduce((sum, reason) => sum + reason);
}

/** The name of the site. */
function leadsHome({ clone, element, measure }: Cloned): boolean {
  const link = clone.querySelector('a[href]') ?? clone.closest('a[href]');
  if (!link || (clone.contains(link) && measure.linked < measure.length)) return false;
  const url = URL.parse(link.getAttribute('href') ?? '', element.baseURI);
  return url !== null && /^\/(?:index\.\w+)?$/.test(url.pathname) && url.search === '';
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
