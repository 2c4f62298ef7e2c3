/**
 * SVG and MathML inside HTML: the parts of them that may stand in a page. A parser reads them by other rules than HTML,
 * and somebody may write a page whose meaning changes when it is written out. Such a part becomes its words.
 */
import { svgCost, MOST_DRAWN } from './svg-cost.ts';
import { trustedInertMarkup } from './trusted.ts';

const SVG = 'http://www.w3.org/2000/svg';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * Besides the tags that the sanitiser allows itself: copies of parts of the page, labels in HTML, and sources of
 * formulas.
 */
export const FOREIGN_TAGS = ['use', 'foreignobject', 'semantics', 'annotation', 'none'];
/** They move, are invisible, can keep a browser busy for minutes, or are known to confuse a parser. */
export const FORBIDDEN_FOREIGN_TAGS =
  'filter animate animatecolor animatemotion animatetransform set mpath desc metadata mglyph malignmark'.split(
    ' ',
  );
/** Those of them without words that a browser would show. */
export const UNSEEN_FOREIGN_TAGS = ['metadata', 'filter'];
/** Elements of SVG that may contain HTML. In MathML, every element with text may contain HTML. */
export const HTML_INSIDE = { foreignobject: true };

export function isSvgElement(element: Element): boolean {
  return element.namespaceURI === SVG;
}

/** Says whether an element of SVG or MathML may refer to `target`. */
export function mayRefer(element: Element, target: string): boolean {
  if (element.namespaceURI === MATHML) return false;
  const isPicture = element.localName === 'image';
  return isPicture ? /^data:image\//i.test(target) : target.startsWith('#');
}

const FORMULA_TAGS = new Set(
  `math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt
  mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics annotation annotation-xml`.split(
    /\s+/,
  ),
);

const FORMULA_TEXT = new Set('mi mn mo ms mtext annotation annotation-xml'.split(' '));

/**
 * Prepares formulas for the sanitiser, which would remove an unknown part with its content. Words beside the parts with
 * text get a part of their own; a browser would not show them otherwise.
 */
export function mendFormulas(root: ParentNode): void {
  for (const element of root.querySelectorAll('math, math *')) {
    if (element.namespaceURI !== MATHML) continue;
    if (!FORMULA_TEXT.has(element.localName)) wrapWords(element);
    if (!FORMULA_TAGS.has(element.localName)) element.replaceWith(...element.childNodes);
  }
}

function wrapWords(element: Element): void {
  for (const node of element.childNodes) {
    if (node.nodeType !== Node.TEXT_NODE || !/\S/.test(node.nodeValue ?? '')) continue;
    const text = element.ownerDocument.createElementNS(MATHML, 'mtext');
    text.textContent = node.nodeValue;
    node.replaceWith(text);
  }
}

/** Replaces a drawing or formula that may not be shown by its words. */
export function boundForeign(root: ParentNode): void {
  for (const element of outermost(root, 'svg, math')) {
    if (!readsTheSame(element)) element.replaceWith(element.textContent);
  }
}

/** Does the same for all drawings of a page if they stand for too many elements; they may be copies of each other. */
export function boundCopies(root: ParentNode): void {
  const drawings = outermost(root, 'svg');
  if (svgCost(drawings.map((drawing) => drawing.outerHTML).join('')) <= MOST_DRAWN) return;
  for (const drawing of drawings) drawing.replaceWith(drawing.textContent);
}

function outermost(root: ParentNode, selector: string): Element[] {
  return [...root.querySelectorAll(selector)].filter(
    (element) => !element.parentElement?.closest(selector),
  );
}

function readsTheSame(element: Element): boolean {
  element.normalize();
  const markup = trustedInertMarkup(element.outerHTML);
  const { body } = new DOMParser().parseFromString(markup, 'text/html');
  return body.childNodes.length === 1 && element.isEqualNode(body.firstChild);
}
