/**
 * Copies what is selected in a page into a document where nothing loads or runs: only elements and attributes that are
 * listed, each with the little style that makes it look as it does.
 */
import { cleanLink } from './clean-link.ts';
import { childrenOf, isElement, isImage, isNumberedList, isText, nameOf } from './dom.ts';
import { differences, expectedLook, type Look, lookOf } from './look.ts';
import { nameInCopy } from './names.ts';
import { darkGround, hasTellingColours } from './palette.ts';
import { usualSize } from './usual-size.ts';
import { meaningfulAncestor, Selected } from './selected.ts';

/** An image of the page and the empty one that stands for it in the copy. */
export interface CopiedImage {
  readonly original: HTMLImageElement;
  readonly copy: HTMLImageElement;
}

export interface Copied {
  /** Holds the copy; the element itself is part of it only where it has a ground. */
  readonly content: HTMLElement;
  readonly images: readonly CopiedImage[];
}

export function copySelected(ranges: readonly Range[], hasImages: boolean): Copied {
  const selected = new Selected(ranges);
  const common = selected.commonElement;
  const top = meaningfulAncestor(common);
  const around = top?.parentElement ?? common;
  const keepsColours = hasTellingColours(around, selected);
  const copying = new Copying(selected, hasImages, keepsColours);
  const content = copying.document.createElement('div');
  const ground = keepsColours ? darkGround(around) : undefined;
  if (ground) content.setAttribute('style', ground);
  const size = usualSize(around, selected);
  const look = { ...lookOf(getComputedStyle(around)), ...(size && { size }) };
  content.append(...(top ? copying.copy(top, look) : copying.children(common, look)));
  return { content, images: copying.images };
}

/** The copy as it is shared. */
export function markupOf(content: HTMLElement): string {
  return content.hasAttribute('style') ? content.outerHTML : content.innerHTML;
}

const KEPT_ATTRIBUTES = [
  'dir',
  'lang',
  'title',
  'colspan',
  'rowspan',
  'start',
  'reversed',
  'value',
];

class Copying {
  readonly document = document.implementation.createHTMLDocument('');
  readonly images: CopiedImage[] = [];
  readonly #selected: Selected;
  readonly #hasImages: boolean;
  readonly #keepsColours: boolean;

  constructor(selected: Selected, hasImages: boolean, keepsColours: boolean) {
    this.#selected = selected;
    this.#hasImages = hasImages;
    this.#keepsColours = keepsColours;
  }

  children(element: Element, look: Look): Node[] {
    return childrenOf(element).flatMap((child) => this.copy(child, look));
  }

  /** What stands for a node in the copy; `parent` is how text looks around it. */
  copy(node: Node, parent: Look): Node[] {
    if (!this.#selected.has(node)) return [];
    if (isText(node)) return this.#text(node, parent);
    return isElement(node) ? this.#element(node, parent) : [];
  }

  #text(text: Text, { isSpaced }: Look): Node[] {
    const part = this.#selected.partOf(text);
    const shown = isSpaced ? part : part.replaceAll(/[ \t\n\r\f]+/g, ' ');
    return shown === '' ? [] : [this.document.createTextNode(shown)];
  }

  #element(element: Element, parent: Look): Node[] {
    const style = getComputedStyle(element);
    const name = nameInCopy(nameOf(element), style.display);
    if (name === undefined || isUnseen(style)) return [];
    if (isImage(element)) return this.#image(element);
    const look = lookOf(style, parent);
    const children = this.children(element, look);
    const declarations = differences(look, expectedLook(name, parent, look), this.#keepsColours);
    const copy = this.document.createElement(name);
    copyAttributes(element, copy);
    if (isNumberedList(element)) this.#number(element, copy);
    if (declarations) copy.setAttribute('style', declarations);
    copy.append(...children);
    return isEmpty(copy) ? [] : isNeeded(copy) ? [copy] : children;
  }

  /** The first of the copied points has the number that it has in the page. */
  #number(list: HTMLOListElement, copy: Element): void {
    const points = childrenOf(list).filter((child) => isElement(child) && nameOf(child) === 'li');
    const left = points.findIndex((point) => this.#selected.has(point));
    if (left > 0 && !list.reversed) copy.setAttribute('start', String(list.start + left));
  }

  #image(original: HTMLImageElement): Node[] {
    if (!this.#hasImages) return alternative(original, this.document);
    const copy = this.document.createElement('img');
    copy.alt = original.alt;
    this.images.push({ original, copy });
    return [copy];
  }
}

/** The text of an image that is not shown. */
export function alternative(image: HTMLImageElement, owner: Document): Node[] {
  return image.alt.trim() === '' ? [] : [owner.createTextNode(image.alt)];
}

/** Meant for nobody's eyes, or not to be copied: line numbers, signs, texts for screen readers alone. */
function isUnseen(style: CSSStyleDeclaration): boolean {
  const isClipped =
    style.position === 'absolute' && style.width === '1px' && style.height === '1px';
  return style.visibility !== 'visible' || style.userSelect === 'none' || isClipped;
}

function copyAttributes(element: Element, copy: Element): void {
  for (const name of KEPT_ATTRIBUTES) {
    const value = element.getAttribute(name);
    if (value !== null) copy.setAttribute(name, value);
  }
  if (nameOf(element) !== 'a') return;
  const href = cleanLink(element.getAttribute('href') ?? '', element.baseURI);
  if (href) copy.setAttribute('href', href);
}

/** An element that shows something although nothing is in it. */
const SHOWN_EMPTY = /^(?:br|wbr|hr|td|th)$/i;

function isEmpty(copy: Element): boolean {
  return copy.childNodes.length === 0 && !SHOWN_EMPTY.test(copy.localName);
}

/** Pages wrap their text many times over for reasons of their own. */
function isNeeded(copy: Element): boolean {
  if (copy.attributes.length > 0) return true;
  if (/^(?:span|a)$/.test(copy.localName)) return false;
  return copy.localName !== 'div' || !(copy.childNodes.length === 1 && isBlock(copy.firstChild));
}

function isBlock(node: Node | null): boolean {
  return (
    node instanceof Element &&
    /^(?:div|p|[uod]l|table|pre|blockquote|figure|h[1-6])$/.test(node.localName)
  );
}
