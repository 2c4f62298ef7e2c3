/** Grows the found core of an article: other posts of its thread, its title, pictures and lines beside it. */
import { nameOf, attributeOf } from '../dom.ts';
import { namingWords } from './clutter-words.ts';
import type { Cloned } from './numbered-clone.ts';
import { linkDensity } from './text-measure.ts';

export interface Grown {
  readonly root: Cloned;
  /** Says whether an element around the core does not belong to the article. */
  isOut(cloned: Cloned): boolean;
}

export function growing(core: Cloned, clutter: ReadonlySet<Cloned>): Grown {
  const out = new Set<Cloned>();
  let root = core;
  for (let at = core; at.parent; at = at.parent) {
    const { parent } = at;
    const beside = parent.children.filter((child) => child !== at);
    const wanted = beside.filter((child) => !clutter.has(child) && isWanted(child, at, parent));
    for (const child of beside) if (!wanted.includes(child)) out.add(child);
    if (wanted.length > 0) root = parent;
  }
  return { root, isOut: (cloned) => out.has(cloned) };
}

function isWanted(beside: Cloned, at: Cloned, parent: Cloned): boolean {
  const { measure, clone } = beside;
  const density = linkDensity(measure);
  if (hasHeadline(beside) && measure.length < at.measure.length && isBefore(beside, at))
    return true;
  if (isOfThread(beside, at)) return measure.prose > 0 || density < 0.5;
  const isInArticle = isWithin(parent, /^(?:main|article)$/) || isWithinRole(parent);
  if (measure.prose > 0 && density < 0.3) return isInArticle || isAlike(beside, at);
  if (clone.localName === 'figure' || clone.querySelector('figure'))
    return isInArticle && density < 0.3;
  return isInArticle && isBefore(beside, at) && density < 0.3 && measure.length > 0;
}

function hasHeadline({ clone }: Cloned): boolean {
  return clone.localName === 'h1' || clone.querySelector('h1') !== null;
}

function isBefore(one: Cloned, other: Cloned): boolean {
  return (one.clone.compareDocumentPosition(other.clone) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** Has the same name and a class in common: posts, answers, messages, rows. */
function isOfThread(beside: Cloned, at: Cloned): boolean {
  if (nameOf(beside.element) !== nameOf(at.element)) return false;
  return isAlike(beside, at);
}

function isAlike(one: Cloned, other: Cloned): boolean {
  const words = namingWords(other.element);
  const own = [...namingWords(one.element)].filter((word) => word !== '');
  if (own.length === 0) return words.size <= 1 && nameOf(one.element) === nameOf(other.element);
  return own.some((word) => words.has(word));
}

function isWithin(cloned: Cloned, names: RegExp): boolean {
  for (let at: Cloned | undefined = cloned; at; at = at.parent) {
    if (names.test(nameOf(at.element))) return true;
  }
  return false;
}

function isWithinRole(cloned: Cloned): boolean {
  for (let at: Cloned | undefined = cloned; at; at = at.parent) {
    if (/^(?:main|article)$/.test(attributeOf(at.element, 'role') ?? '')) return true;
  }
  return false;
}
