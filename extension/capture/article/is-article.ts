/** Tells a text that people read from the screen of an application, a home page, a list or a login. */
import { nameOf } from '../dom.ts';
import type { Cloned } from './numbered-clone.ts';
import { linkDensity, NO_TEXT, type TextMeasure } from './text-measure.ts';

const LEAST_PROSE = 200;

export function isArticle(root: Cloned, isOut: (cloned: Cloned) => boolean): boolean {
  const measure = left(root, isOut);
  if (linkDensity(measure) > 0.5 || isListOfTeasers(root, isOut, measure)) return false;
  if (isVerse(root, measure, isOut)) return true;
  return measure.prose >= LEAST_PROSE && measure.prose > 0.35 * measure.length;
}

/** Short lines one below the other, or in an element for an article, with hardly a link or a control. */
function isVerse(
  root: Cloned,
  { length, links }: TextMeasure,
  isOut: (cloned: Cloned) => boolean,
): boolean {
  if (length < 300 || links * 100 >= length || root.measure.controls >= 3) return false;
  return root.clone.closest(TEXT) !== null || lengthOfLines(root, isOut) > 0.6 * length;
}

const TEXT = 'article, [role="article"]';

/** The length of all lines that are boxes of their own, several in a box, each with some words and nothing else. */
function lengthOfLines(cloned: Cloned, isOut: (cloned: Cloned) => boolean): number {
  if (isOut(cloned)) return 0;
  const lines = cloned.children.filter(isLine).map(({ measure }) => measure.length);
  const inside = cloned.children.map((child) => lengthOfLines(child, isOut));
  const all = lines.length < LEAST_LINES ? inside : [...lines, ...inside];
  return all.reduce((sum, length) => sum + length, 0);
}

const LEAST_LINES = 8;

function isLine({ isInline, children, measure, clone }: Cloned): boolean {
  const isBox = !isInline && children.every((child) => child.isInline);
  return (
    isBox && measure.linked + measure.prose === 0 && LINE.test(clone.textContent?.trim() ?? '')
  );
}

/** Four words or more, and no number, as a list of things has it. */
const LINE = /^[^\p{L}\p{N}]*(?:\p{L}+[^\p{L}\p{N}]+){3}\P{N}+$/u;

/** Headings that are links, each with a few words below. */
function isListOfTeasers(
  root: Cloned,
  isOut: (cloned: Cloned) => boolean,
  { prose }: TextMeasure,
): boolean {
  let headings = 0;
  const visit = (cloned: Cloned): void => {
    if (isOut(cloned)) return;
    const { element, measure, parent } = cloned;
    const isHeading = /^h[2-6]$/.test(nameOf(element)) && linkDensity(measure) > 0.8;
    const isAround =
      parent !== undefined &&
      nameOf(element) === 'a' &&
      /h[2-6]/.test(cloned.children.map((child) => nameOf(child.element)).join(' '));
    if (isHeading || isAround) headings++;
    else cloned.children.forEach(visit);
  };
  visit(root);
  return headings >= 4 && prose / headings < 200;
}

function left(cloned: Cloned, isOut: (cloned: Cloned) => boolean): TextMeasure {
  if (isOut(cloned)) return NO_TEXT;
  let measure = cloned.measure;
  for (const child of cloned.children) {
    const inside = left(child, isOut);
    measure = {
      length: measure.length - child.measure.length + inside.length,
      linked: measure.linked - child.measure.linked + inside.linked,
      prose: measure.prose - child.measure.prose + inside.prose,
      links: measure.links - child.measure.links + inside.links,
      controls: measure.controls - child.measure.controls + inside.controls,
    };
  }
  return measure;
}
