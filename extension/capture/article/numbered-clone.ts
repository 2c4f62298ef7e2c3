/**
 * Copies the visible tree of a page into a document where nothing loads or runs, for Readability to search. Each
 * element of the clone has a number, which leads back to the element of the page.
 */
import { attributeOf, childrenOf, isElement, isImage, isText, nameOf } from '../dom.ts';
import { formulaText, isFormula } from '../formulas.ts';
import { isDrawn } from '../image-sight.ts';
import { hasInk, isMasked } from '../ink.ts';
import { nameInCopy } from '../kept-elements.ts';
import { isUnseen } from '../unseen-style.ts';
import { NO_TEXT, type TextMeasure, together } from './text-measure.ts';

/** The attribute with the number. It is in the clone only. */
export const NUMBER = 'data-number';

/** An element of the page that the clone has. */
interface Cloned {
  readonly element: Element;
  readonly measure: TextMeasure;
}

export interface NumberedClone {
  readonly document: Document;
  /** By their numbers. */
  readonly elements: readonly Cloned[];
}

/** The visible tree, without the elements that `isLeftOut` names. */
export function cloneNumbered(page: Document, isLeftOut: IsLeftOut): NumberedClone {
  const cloning = new Cloning(page.title, isLeftOut);
  const { body } = cloning.document;
  if (page.body) cloning.fill(body, page.body, getComputedStyle(page.body));
  return cloning;
}

export type IsLeftOut = (element: Element, style: CSSStyleDeclaration) => boolean;

class Cloning implements NumberedClone {
  readonly document: Document;
  readonly elements: Cloned[] = [];
  readonly #isLeftOut: IsLeftOut;

  constructor(title: string, isLeftOut: IsLeftOut) {
    this.document = document.implementation.createHTMLDocument(title);
    this.#isLeftOut = isLeftOut;
  }

  /** Puts the copies of an element's children into its clone. Returns their texts' measure. */
  fill(clone: Element, element: Element, style: CSSStyleDeclaration): TextMeasure {
    const at = this.elements.length;
    clone.setAttribute(NUMBER, String(at));
    this.elements.push({ element, measure: NO_TEXT });
    const measure = this.#isWhole(element, style)
      ? this.#whole(clone, element)
      : this.#children(clone, element, style);
    const isLinked = nameOf(element) === 'a' && attributeOf(element, 'href') !== null;
    const own = isLinked ? { ...measure, linked: measure.length } : measure;
    this.elements[at] = { element, measure: own };
    return own;
  }

  #children(clone: Element, element: Element, style: CSSStyleDeclaration): TextMeasure {
    if (style.contentVisibility === 'hidden') return NO_TEXT;
    const measures: TextMeasure[] = [];
    let isShown: boolean | undefined; // asked once, if there is text
    for (const child of childrenOf(element)) {
      if (isElement(child)) measures.push(this.#element(clone, child));
      else if (isText(child) && (isShown ??= showsText(element, style))) {
        measures.push(this.#text(clone, child.data));
      }
    }
    return together(measures);
  }

  #element(parent: Element, element: Element): TextMeasure {
    const style = getComputedStyle(element);
    const name = nameInClone(element, style);
    if (name === undefined || isUnseen(style) || this.#isLeftOut(element, style)) return NO_TEXT;
    const clone = this.document.createElement(name);
    copyScored(element, clone);
    parent.append(clone);
    return this.fill(clone, element, style);
  }

  #text(parent: Element, text: string): TextMeasure {
    parent.append(text);
    return { ...NO_TEXT, length: text.replaceAll(/\s+/g, '').length };
  }

  #isWhole(element: Element, style: CSSStyleDeclaration): boolean {
    return isImage(element) || isFormula(element) || isDrawn(element, style);
  }

  #whole(clone: Element, element: Element): TextMeasure {
    return isFormula(element) ? this.#text(clone, formulaText(element)) : NO_TEXT;
  }
}

function showsText(element: Element, style: CSSStyleDeclaration): boolean {
  return style.visibility === 'visible' && hasInk(element, style) && !isMasked(style);
}

/** Elements that Readability looks for by their names, beside those that a copy keeps. */
const SOUGHT =
  /^(?:address|article|aside|button|fieldset|footer|form|header|hgroup|input|label|main|nav|section|select|textarea)$/;

/** The name in the clone; undefined for an element that is left out with all its content. */
function nameInClone(element: Element, style: CSSStyleDeclaration): string | undefined {
  const name = nameOf(element);
  if (style.display === 'none') return undefined;
  if (isDrawn(element, style)) return 'img';
  if (isFormula(element)) return 'span';
  return SOUGHT.test(name) ? name : nameInCopy(name, style.display);
}

/** The attributes by which Readability judges an element. They contain no value of a field. */
const SCORED = [
  'class',
  'id',
  'role',
  'itemprop',
  'rel',
  'href',
  'colspan',
  'rowspan',
  'summary',
  'width',
  'height',
];

function copyScored(element: Element, clone: Element): void {
  for (const name of SCORED) {
    const value = attributeOf(element, name);
    if (value !== null) clone.setAttribute(name, value);
  }
  // Readability drops a picture without an address. The clone loads none.
  if (clone.localName === 'img') clone.setAttribute('src', 'picture.png');
}
