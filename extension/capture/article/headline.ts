/** The title of an article, as the page shows it. */
import { lengthOf } from './text-measure.ts';
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
  const parts = partsOf(title);
  const candidates = clone.elements.filter(
    (cloned) => clone.document.contains(cloned.clone) && mayBeTitle(cloned, parts, lengthOf(title)),
  );
  const scored = candidates.map((cloned) => ({ cloned, score: score(cloned, core, title) }));
  const [best] = scored.toSorted((one, other) => other.score - one.score);
  if (!best || best.score < 1) return undefined;
  return { cloned: best.cloned, text: textOf(best.cloned) };
}

/** The main headings that the tab's title repeats. */
export function titlesIn({ elements }: NumberedClone, title: string): readonly Cloned[] {
  return elements.filter(
    (cloned) =>
      nameOf(cloned.element) === 'h1' &&
      overlap(textOf(cloned), title) > SAME &&
      !leadsHome(cloned),
  );
}

/** A longer text is no title. */
const MOST_LENGTH = 300;

/** A heading, or a line that repeats a part of the tab's title. */
function mayBeTitle(cloned: Cloned, parts: ReadonlySet<string>, longest: number): boolean {
  const { element, measure } = cloned;
  if (measure.length === 0 || measure.length > MOST_LENGTH) return false;
  if (/^h[1-3]$/.test(nameOf(element))) return true;
  return measure.length <= longest && parts.has(wordsOf(textOf(cloned)).join(' '));
}

/** The title of a page is mostly its subject and the name of its site. */
function partsOf(title: string): ReadonlySet<string> {
  const parts = [title, ...title.split(/\s[-–—|·•:»]\s|[|｜]/u).slice(0, 1)];
  return new Set(parts.map((part) => wordsOf(part).join(' ')).filter((part) => part !== ''));
}

/** As large a part of the words of a heading must be in the tab's title. */
const SAME = 0.6;

const RANKS: Readonly<Record<string, number>> = { h1: 1, h2: 0.4, h3: 0.2 };

function score(cloned: Cloned, core: Cloned, title: string): number {
  const position = core.clone.compareDocumentPosition(cloned.clone);
  const isInside = (position & Node.DOCUMENT_POSITION_CONTAINED_BY) !== 0;
  const isAfter = !isInside && (position & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const reasons = [
    RANKS[nameOf(cloned.element)] ?? 0,
    overlap(textOf(cloned), title) > SAME ? 1 : 0,
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
