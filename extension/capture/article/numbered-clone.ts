/**
 * Copies the visible tree of a page into a document where nothing loads or runs, for Readability to search. Each
 * element of the clone has a number, which leads back to the element of the page.
 */
import {
  attributeOf,
  childrenOf,
  inertDocument,
  isElement,
  isImage,
  isText,
  nameOf,
} from '../dom.ts';
import { formulaText, isFormula } from '../formulas.ts';
import { isDrawn } from '../image-sight.ts';
import { hasInk, isMasked } from '../ink.ts';
import { nameInCopy } from '../kept-elements.ts';
import { isUnseen } from '../unseen-style.ts';
import { lengthOf, NO_TEXT, type TextMeasure, together } from './text-measure.ts';

/** The attribute with the number. It is in the clone only. */
const NUMBER = 'data-number';

/** A visible element of the page, and its clone. */
export interface Cloned {
  readonly element: Element;
  readonly clone: Element;
  readonly parent: Cloned | undefined;
  readonly children: readonly Cloned[];
  readonly measure: TextMeasure;
  /** It stands in a line of text. */
  readonly isInline: boolean;
}

export type IsLeftOut = (element: Element, style: CSSStyleDeclaration) => boolean;

export class NumberedClone {
  readonly document: Document;
  readonly body: Cloned;
  /** By their numbers, in the order of the page. */
  readonly elements: Cloned[] = [];
  readonly #isLeftOut: IsLeftOut;

  /** The visible tree of the body, without the elements that `isLeftOut` names. */
  constructor(body: HTMLElement, title: string, isLeftOut: IsLeftOut) {
    this.document = inertDocument(title);
    this.#isLeftOut = isLeftOut;
    this.body = this.#fill(this.document.body, body, getComputedStyle(body), undefined);
  }

  /** The elements of which Readability's result has a part. */
  keptIn(content: Element): ReadonlySet<Cloned> {
    const kept = new Set<Cloned>();
    for (const element of content.querySelectorAll(`[${NUMBER}]`)) {
      const cloned = this.elements[Number(element.getAttribute(NUMBER))];
      for (let at = cloned; at && !kept.has(at); at = at.parent) kept.add(at);
    }
    return kept;
  }

  #fill(
    clone: Element,
    element: Element,
    style: CSSStyleDeclaration,
    parent: Cloned | undefined,
  ): Cloned {
    const children: Cloned[] = [];
    const isInline = /^(?:inline|contents|ruby)/.test(style.display);
    const cloned = { element, clone, parent, children, measure: NO_TEXT, isInline };
    copyScored(element, clone, this.elements.length);
    this.elements.push(cloned);
    const measure = isWhole(element, style)
      ? this.#whole(cloned)
      : this.#children(cloned, style, children);
    cloned.measure = withOwn(measure, element);
    cloned.clone = asParagraph(clone);
    return cloned;
  }

  #children(parent: Cloned, style: CSSStyleDeclaration, children: Cloned[]): TextMeasure {
    const { element, clone } = parent;
    if (style.contentVisibility === 'hidden') return NO_TEXT;
    let isShown: boolean | undefined; // asked once, if there is text
    let line = 0; // the text of this element's own lines, outside links
    let length = 0;
    for (const child of childrenOf(element)) {
      if (isElement(child)) {
        const cloned = this.#element(parent, child);
        if (!cloned) continue;
        children.push(cloned);
        if (cloned.isInline) line += cloned.measure.length - cloned.measure.linked;
      } else if (isText(child) && (isShown ??= showsText(element, style))) {
        clone.append(child.data);
        length += lengthOf(child.data);
      }
    }
    line += length;
    const own = { ...NO_TEXT, length, prose: parent.isInline || line < LINE ? 0 : line };
    return together([own, ...children.map(({ measure }) => measure)]);
  }

  #element(parent: Cloned, element: Element): Cloned | undefined {
    const style = getComputedStyle(element);
    const name = nameInClone(element, style);
    if (name === undefined || isUnseen(style) || this.#isLeftOut(element, style)) return undefined;
    const clone = this.document.createElement(name);
    parent.clone.append(clone);
    return this.#fill(clone, element, style, parent);
  }

  #whole({ clone, element }: Cloned): TextMeasure {
    if (!isFormula(element)) return NO_TEXT;
    const text = formulaText(element);
    clone.append(text);
    return { ...NO_TEXT, length: lengthOf(text) };
  }
}

/** Readability makes such a block a paragraph of its own, which has no number. */
function asParagraph(clone: Element): Element {
  if (clone.localName !== 'div' || clone.querySelector(NOT_IN_LINE)) return clone;
  const paragraph = clone.ownerDocument.createElement('p');
  paragraph.append(...clone.childNodes);
  for (const name of clone.getAttributeNames()) {
    paragraph.setAttribute(name, clone.getAttribute(name) ?? '');
  }
  clone.replaceWith(paragraph);
  return paragraph;
}

const NOT_IN_LINE = `:not(a, abbr, b, bdi, bdo, br, cite, code, del, dfn, em, i, img, ins, kbd, mark, q, rp, rt, ruby, s,
  samp, small, span, strong, sub, sup, time, u, var, wbr)`;

/** Fewer letters in a block are no line of prose. */
const LINE = 60;

function isWhole(element: Element, style: CSSStyleDeclaration): boolean {
  return isImage(element) || isFormula(element) || isDrawn(element, style);
}

function withOwn(measure: TextMeasure, element: Element): TextMeasure {
  const name = nameOf(element);
  if (name === 'a' && attributeOf(element, 'href') !== null) {
    return { ...measure, linked: measure.length, prose: 0, links: measure.links + 1 };
  }
  return CONTROL.test(name) ? { ...measure, controls: measure.controls + 1 } : measure;
}

const CONTROL = /^(?:button|input|select|textarea)$/;

function showsText(element: Element, style: CSSStyleDeclaration): boolean {
  return style.visibility === 'visible' && hasInk(element, style) && !isMasked(style);
}

/** Elements that Readability looks for by their names, beside those that a copy keeps. */
const SOUGHT =
  /^(?:address|article|aside|button|fieldset|footer|header|hgroup|input|label|main|nav|section|select|textarea)$/;

/** The name in the clone; undefined for an element that is left out with all its content. */
function nameInClone(element: Element, style: CSSStyleDeclaration): string | undefined {
  const name = nameOf(element);
  if (style.display === 'none') return undefined;
  if (isDrawn(element, style)) return 'img';
  if (isFormula(element)) return 'span';
  return SOUGHT.test(name) ? name : nameInCopy(name, style.display);
}

/** The attributes by which Readability judges an element. They contain no value of a field. */
const SCORED = `class id role itemprop rel href colspan rowspan summary width height`.split(' ');

function copyScored(element: Element, clone: Element, number: number): void {
  for (const name of SCORED) {
    const value = attributeOf(element, name);
    if (value !== null) clone.setAttribute(name, value);
  }
  // Readability drops a picture without an address. The clone loads none.
  if (clone.localName === 'img') clone.setAttribute('src', 'picture.png');
  clone.setAttribute(NUMBER, String(number));
}
