/** Finds the parts of a page that are not for reading: menus, bars, advertisements, lists of other pages. */
import { isForTyping } from '../controls.ts';
import { attributeOf, nameOf } from '../dom.ts';
import { isFormula } from '../formulas.ts';
import {
  ASIDE,
  beginsAsAd,
  isAffiliateNotice,
  isBoardNotice,
  isActionLabel,
  isAdLabel,
  isUnsubscribing,
  leadsElsewhere,
  namingWords,
  OUTSIDE,
} from './clutter-words.ts';
import type { Cloned } from './numbered-clone.ts';
import { linkDensity } from './text-measure.ts';

/** The outermost elements of the page that are not for reading, and have nothing of `wanted`. */
export function clutterIn(body: Cloned, wanted: readonly Cloned[]): ReadonlySet<Cloned> {
  const around = new Set<Cloned>();
  for (const one of wanted)
    for (let at: Cloned | undefined = one; at; at = at.parent) around.add(at);
  const clutter = new Set<Cloned>();
  const visit = (cloned: Cloned): void => {
    if (!around.has(cloned) && isClutter(cloned, body)) clutter.add(cloned);
    else cloned.children.forEach(visit);
  };
  body.children.forEach(visit);
  return clutter;
}

function isClutter(cloned: Cloned, body: Cloned): boolean {
  const { element, measure } = cloned;
  if (isTypedIn(element)) return true;
  if (isFormula(element)) return false;
  // Whatever its name says: the page has hardly anything else to read.
  if (measure.prose > 0.5 * Math.max(1, body.measure.prose)) return false;
  return RULES.some((isOfKind) => isOfKind(cloned));
}

/** A text that the user writes. */
function isTypedIn(element: Element): boolean {
  const editable = attributeOf(element, 'contenteditable');
  return editable === '' || editable === 'true' || attributeOf(element, 'role') === 'textbox';
}

const RULES = [
  isControl,
  isRequest,
  isOutsideByName,
  isOutsideByWords,
  isListOfPages,
  isAdvert,
  isActions,
  isFootOfLetter,
];

const ROLES =
  /^(?:navigation|search|menu|menubar|toolbar|tablist|banner|contentinfo|tooltip|alert|status|log|progressbar|combobox|listbox|form)$/;

function isControl({ element, measure, parent }: Cloned): boolean {
  const name = nameOf(element);
  if (/^(?:input|select|textarea|nav)$/.test(name)) return true;
  // A heading can be a button that unfolds its part.
  if (name === 'button') return !isIn(parent, /^(?:h[1-6]|summary)$/);
  if (ROLES.test(attributeOf(element, 'role') ?? '')) return true;
  if (name === 'form' || name === 'fieldset') return measure.controls > 0 && measure.prose < 500;
  return name === 'label' && isIn(parent, /^(?:form|fieldset)$/);
}

/** A box that asks for something, mostly an address: some words, a field and a button. */
function isRequest({ element, clone, measure, children }: Cloned): boolean {
  if (measure.controls < 2 || measure.length > 400 || clone.querySelector('h1')) return false;
  return BOX.test(nameOf(element)) && children.some(hasField);
}

function hasField({ element, children }: Cloned): boolean {
  return isForTyping(element) || children.some(hasField);
}

const BOX = /^(?:div|section|aside)$/;

function isOutsideByName(cloned: Cloned): boolean {
  const { element, measure, parent } = cloned;
  switch (nameOf(element)) {
    case 'footer':
      return !isIn(parent, /^(?:blockquote|figure)$/) && !isOfNotes(element);
    case 'header':
      return !isIn(parent, IN_TEXT) && measure.prose === 0 && measure.links > 1;
    case 'aside':
      return isAsideOutside(cloned);
    default:
      return false;
  }
}

const IN_TEXT = /^(?:main|article|section)$/;

function isOfNotes(element: Element): boolean {
  const names = `${attributeOf(element, 'class')} ${attributeOf(element, 'id')}`;
  return /note|reference|source|biblio/i.test(names);
}

/** Beside an article stand lists of links; in it, quotations and notes. */
function isAsideOutside({ element, clone, measure, parent }: Cloned): boolean {
  if (clone.querySelector('blockquote')) return false;
  if (hasWord(element, OUTSIDE) || measure.controls > 0) return true;
  return linkDensity(measure) > 0.25 || (measure.prose === 0 && !isIn(parent, IN_TEXT));
}

const NEVER_BY_WORDS = /^(?:body|main|article|h[1-6]|p|pre|code|em|strong|b|i|figure|img)$/;

function isOutsideByWords({ element, measure, isInline }: Cloned): boolean {
  if (NEVER_BY_WORDS.test(nameOf(element))) return false;
  if (hasWord(element, OUTSIDE)) return true;
  if (!hasWord(element, ASIDE) || measure.prose >= 100) return false;
  return !isInline || linkDensity(measure) > 0.9 || measure.controls > 0;
}

function hasWord(element: Element, words: ReadonlySet<string>): boolean {
  return [...namingWords(element)].some((word) => words.has(word));
}

/** A box with a heading such as "Read more", and links, or with links alone. */
function isListOfPages({ element, children, measure, clone }: Cloned): boolean {
  if (measure.links === 0 || !/^(?:div|section|aside|ul|ol|table|dl)$/.test(nameOf(element))) {
    return false;
  }
  const first = children.find(({ measure: { length } }) => length > 0);
  const heading = first && first.measure.prose === 0 ? (first.clone.textContent ?? '') : '';
  if (heading.length < 60 && leadsElsewhere(heading) && measure.linked > 0) {
    return linkDensity(measure) > 0.25 || measure.prose === 0;
  }
  const isBox = BOX.test(nameOf(element)) && !clone.querySelector('p, pre');
  return isBox && measure.links > 1 && linkDensity(measure) > 0.6;
}

function isAdvert({ element, children, measure, clone }: Cloned): boolean {
  if (measure.length > 400 || !/^(?:div|section|aside|p|table)$/.test(nameOf(element)))
    return false;
  const text = measure.length < 200 ? (clone.textContent ?? '') : '';
  if (beginsAsAd(text) || isAffiliateNotice(text) || isBoardNotice(text)) return true;
  const first = children.find(({ measure: { length } }) => length > 0);
  return first !== undefined && measure.links > 0 && isAdLabel(first.clone.textContent ?? '');
}

/** A row of things to do, or one of them outside a text. */
function isActions({ element, clone, measure, parent }: Cloned): boolean {
  if (measure.length === 0 || measure.length > 120 || measure.prose > 0) return false;
  if (/^(?:h[1-6]|p|li|t[dh]|b|i|em|strong|code|pre|span)$/.test(nameOf(element))) return false;
  const isInText = parent !== undefined && parent.measure.prose > 0 && nameOf(element) === 'a';
  return !isInText && piecesOf(clone).every(isActionLabel);
}

/** The texts of an element, each by itself. */
function piecesOf(clone: Element): readonly string[] {
  const walker = clone.ownerDocument.createTreeWalker(clone, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  while (walker.nextNode()) pieces.push(walker.currentNode.nodeValue ?? '');
  return pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

function isFootOfLetter({ element, clone, measure }: Cloned): boolean {
  if (measure.length > 800 || !/^(?:div|p|td|section|table)$/.test(nameOf(element))) return false;
  return [...clone.querySelectorAll('a')].some(({ textContent }) => isUnsubscribing(textContent));
}

function isIn(cloned: Cloned | undefined, names: RegExp): boolean {
  for (let at = cloned; at; at = at.parent) if (names.test(nameOf(at.element))) return true;
  return false;
}
