/** Grows the found core of an article: other posts of its thread, its title, pictures and lines beside it. */
import { attributeOf, nameOf } from '../dom.ts';
import { namingWords } from './clutter-words.ts';
import type { Cloned } from './numbered-clone.ts';
import { linkDensity } from './text-measure.ts';

export interface Grown {
  readonly root: Cloned;
  /** The elements around the core that do not belong to the article. */
  readonly out: ReadonlySet<Cloned>;
}

export interface Seed {
  readonly core: Cloned;
  readonly clutter: ReadonlySet<Cloned>;
  readonly headline: Cloned | undefined;
}

export function growing({ core, clutter, headline }: Seed): Grown {
  const out = new Set<Cloned>();
  let root = core;
  for (let at = core; at.parent; at = at.parent) {
    const { parent } = at;
    for (const beside of parent.children) {
      if (beside === at || clutter.has(beside)) continue;
      const hasHeadline = headline !== undefined && beside.clone.contains(headline.clone);
      if (hasHeadline) leaveOutControls(beside, headline, out);
      if (hasHeadline || isWanted(beside, at, parent)) root = parent;
      else out.add(beside);
    }
  }
  return { root, out };
}

/** Lines among buttons, as beside a product, are not the article's, but the title there is. */
function leaveOutControls(block: Cloned, headline: Cloned, out: Set<Cloned>): void {
  for (let at = headline; at !== block && at.parent; at = at.parent) {
    const beside = at.parent.children.filter((child) => child !== at);
    const isAmongControls = beside.some(({ element }) =>
      /^(?:button|select|input)$/.test(nameOf(element)),
    );
    if (isAmongControls) beside.forEach((child) => out.add(child));
  }
}

function isWanted(beside: Cloned, at: Cloned, parent: Cloned): boolean {
  const { measure, clone } = beside;
  const density = linkDensity(measure);
  if (isOfThread(beside, at)) return measure.prose > 0 || density < 0.5;
  const isInArticle = isWithinText(parent);
  if (measure.prose > 0 && density < 0.3) return isInArticle || isAlike(beside, at);
  const hasFigure = clone.localName === 'figure' || clone.querySelector('figure') !== null;
  if (hasFigure) return isInArticle && density < 0.3;
  return isInArticle && isBefore(beside, at) && density < 0.3 && measure.length > 0;
}

function isBefore(one: Cloned, other: Cloned): boolean {
  const position = one.clone.compareDocumentPosition(other.clone);
  return (position & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** Posts, answers, messages and rows have the same name and a class in common. */
function isOfThread(beside: Cloned, at: Cloned): boolean {
  return nameOf(beside.element) === nameOf(at.element) && isAlike(beside, at);
}

/** Letters of prose without which a nameless box is no part of a text. */
const MUCH = 120;

function isAlike(one: Cloned, other: Cloned): boolean {
  const words = namingWords(other.element);
  const own = [...namingWords(one.element)].filter((word) => word !== '');
  if (own.length === 0) {
    const isSameKind = words.size <= 1 && nameOf(one.element) === nameOf(other.element);
    return isSameKind && one.measure.prose >= MUCH;
  }
  return own.some((word) => words.has(word));
}

function isWithinText(cloned: Cloned): boolean {
  for (let at: Cloned | undefined = cloned; at; at = at.parent) {
    const role = attributeOf(at.element, 'role') ?? '';
    if (/^(?:main|article)$/.test(nameOf(at.element)) || /^(?:main|article)$/.test(role))
      return true;
  }
  return false;
}
