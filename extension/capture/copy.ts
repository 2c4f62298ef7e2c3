/**
 * Copies the selection of a page into a document where nothing loads or runs. The copy has only listed elements and
 * attributes, each with the few styles that make it look as it does.
 */
import { cleanLink } from './clean-link.ts';
import { shownByControl } from './controls.ts';
import {
  attributeOf,
  inertDocument,
  isElement,
  isImage,
  isText,
  nameOf,
  parentElementOf,
} from './dom.ts';
import { alternative } from './doubled.ts';
import { formulaIn, isFormula } from './formulas.ts';
import { type Generated, GeneratedTexts } from './generated.ts';
import { imageSightOf, isDrawn, labelOf } from './image-sight.ts';
import { differences, expectedLook, type Look, lookOf, showsText } from './text-style.ts';
import { keepAttributes, keptValue } from './kept-attributes.ts';
import { nameInCopy } from './kept-elements.ts';
import { hasEmptyLine, isEmpty, isNeeded } from './needed-elements.ts';
import { nameAround, nestedIn } from './nesting.ts';
import { childrenInOrder, isOfALine, isRow } from './shown-order.ts';
import { darkGround, hasTellingColours } from './palette.ts';
import { spaced, type Spaces } from './plain-text.ts';
import type { PagePart } from './page-part.ts';
import { meaningfulAncestor } from './selected.ts';
import { isUnseen } from './unseen-style.ts';
import { usualSize } from './usual-size.ts';

export { alternative } from './doubled.ts';

/** An image of the page (or another element that draws one), and the empty image that stands for it in the copy. */
export interface CopiedImage {
  readonly original: Element;
  readonly copy: HTMLImageElement;
}

/** The page's node for a node of the copy. */
interface Origin {
  readonly source: object;
  readonly spaces: Spaces;
}

export interface Copied {
  /** Contains the copy. The element itself belongs to the copy only if it says something, such as its ground. */
  readonly content: HTMLElement;
  readonly images: readonly CopiedImage[];
  /** The image or drawing of the page for each node that stands for it in the copy: an empty image, or its text. */
  readonly pictures: ReadonlyMap<Node, Element>;
  /** By the nodes of the copy: its texts, controls and formulas. */
  readonly sources: ReadonlyMap<Node, Origin>;
}

export function copySelected(
  selected: PagePart,
  hasImages: boolean,
  generated = new GeneratedTexts(),
): Copied {
  const common = selected.commonElement;
  const top = meaningfulAncestor(common);
  const around = (top && parentElementOf(top)) ?? common;
  const keepsColours = hasTellingColours(around, selected);
  const copying = new Copying({ selected, hasImages, keepsColours, generated });
  const content = copying.document.createElement('div');
  const ground = keepsColours ? darkGround(around) : undefined;
  if (ground) content.setAttribute('style', ground);
  setLanguage(content, around);
  const size = usualSize(around, selected);
  const look = {
    ...lookOf(getComputedStyle(around), lookAround(around)),
    ...(size && { size }),
    ...(selected.isTakenAnyway && { isTaken: 'anyway' as const }),
  };
  content.append(
    ...nestedIn('div', top ? copying.copy(top, look) : copying.children(common, look)),
  );
  const { images, pictures, sources } = copying;
  return { content, images, pictures, sources };
}

/** The facts that an element inherits from its parents beside its own style. */
function lookAround(element: Element): Look | undefined {
  const parent = parentElementOf(element);
  return parent ? lookOf(getComputedStyle(parent), lookAround(parent)) : undefined;
}

/** The language and the direction that the page around a selection gives it. */
function setLanguage(content: Element, around: Element): void {
  for (let at: Element | null = around; at; at = parentElementOf(at)) {
    const language = keptValue(at, 'lang');
    if (language) content.setAttribute('lang', language);
    if (language !== undefined) break;
  }
  if (getComputedStyle(around).direction === 'rtl') content.setAttribute('dir', 'rtl');
}

/** The copy in its shared form. */
export function markupOf(content: HTMLElement): string {
  return content.attributes.length > 0 ? content.outerHTML : content.innerHTML;
}

interface Manner {
  readonly selected: PagePart;
  readonly hasImages: boolean;
  readonly keepsColours: boolean;
  readonly generated: GeneratedTexts;
}

class Copying {
  readonly document = inertDocument();
  readonly images: CopiedImage[] = [];
  readonly pictures = new Map<Node, Element>();
  readonly sources = new Map<Node, Origin>();
  readonly #numbers = new Map<Element, number | undefined>();
  readonly #selected: PagePart;
  readonly #hasImages: boolean;
  readonly #keepsColours: boolean;
  readonly #generated: GeneratedTexts;

  constructor({ selected, hasImages, keepsColours, generated }: Manner) {
    this.#selected = selected;
    this.#hasImages = hasImages;
    this.#keepsColours = keepsColours;
    this.#generated = generated;
  }

  children(element: Element, look: Look, style = getComputedStyle(element)): Node[] {
    if (style.contentVisibility === 'hidden') return [];
    const isInRow = isRow(style);
    const children = childrenInOrder(element, style);
    const [before, after] = this.#generated.around(element, style, {
      children,
      selected: this.#selected,
    });
    let isShown: boolean | undefined; // asked once, if there is text
    const copies = children.flatMap((child) => {
      if (isText(child)) isShown ??= look.isTaken && showsText(element, style);
      if (isText(child)) return isShown ? this.#text(child, look) : [];
      const copied = this.copy(child, look, isInRow);
      return isInRow && copied.length > 0 && isElement(child) ? [...copied, this.#space()] : copied;
    });
    if (!look.isTaken) return copies;
    return [...this.#generatedTexts(before), ...copies, ...this.#generatedTexts(after)];
  }

  /** The copy of a node. `parent` is the style of the text around it. */
  copy(node: Node, parent: Look, isInRow = false): Node[] {
    if (!this.#selected.has(node)) return [];
    return isElement(node) ? this.#element(node, parent, isInRow) : [];
  }

  #text(source: Text, { spaces }: Look): Node[] {
    if (!this.#selected.has(source)) return [];
    const extents = this.#selected.extentsOf(source);
    const part = extents.map(([from, to]) => source.data.slice(from, to)).join('');
    return part === '' ? [] : [this.#from(source, spaced(part, spaces), spaces)];
  }

  #from(source: object, copy: Node | string, spaces: Spaces = 'pre-line'): Node {
    const node = typeof copy === 'string' ? this.document.createTextNode(copy) : copy;
    this.sources.set(node, { source, spaces });
    return node;
  }

  #space(): Node {
    return this.document.createTextNode(' ');
  }

  #generatedTexts(texts: readonly Generated[]): Node[] {
    return texts.map((generated) => {
      const node = this.#from(generated, generated.text);
      if (!generated.isBlock) return node;
      const block = this.document.createElement('div');
      block.append(node);
      return block;
    });
  }

  #element(element: Element, parent: Look, isInRow: boolean): Node[] {
    const style = getComputedStyle(element);
    const display = isInRow && isOfALine(nameOf(element)) ? 'inline' : style.display;
    const name = nameInCopy(nameOf(element), display);
    if (isDrawn(element, style) && !isUnseen(style)) return this.#image(element);
    if (name === undefined || isUnseen(style)) return [];
    const look = lookOf(style, parent, nameOf(element));
    const whole = this.#whole(element, style, look);
    if (whole) return whole;
    const children = nestedIn(name, this.children(element, look, style));
    const copy = this.document.createElement(nameAround(name, children));
    copyAttributes(element, copy);
    copy.append(...children);
    if (isEmpty(copy, look)) return hasEmptyLine(element, look) ? this.#emptyLine() : [];
    this.#dress(copy, { element, style, parent, look, name });
    return isNeeded(copy) ? [copy] : children;
  }

  /** The copy of an indivisible thing; undefined for everything else. */
  #whole(element: Element, { visibility }: CSSStyleDeclaration, look: Look): Node[] | undefined {
    const isOfMath = isFormula(element);
    const control = isOfMath ? undefined : shownByControl(element);
    if (!isOfMath && control === undefined && !isImage(element)) return undefined;
    if (visibility !== 'visible' || !look.isTaken) return [];
    if (isOfMath) return [this.#from(element, formulaIn(this.document, element))];
    if (isImage(element)) return this.#image(element);
    return control?.trim() ? [this.#from(element, linesIn(this.document, control))] : [];
  }

  /** Makes the copy look like the page. */
  #dress(copy: Element, { element, style, parent, look, name }: Dressed): void {
    if (look.isFromRight !== parent.isFromRight || look.isForced) {
      copy.setAttribute('dir', look.isFromRight ? 'rtl' : 'ltr');
    }
    const hasSign = style.display.includes('list-item') && !this.#generated.signOf(element, style);
    const shown = name === 'li' && !hasSign ? { ...look, bullet: 'none' } : look;
    const declarations = differences(shown, expectedLook(name, parent, shown), this.#keepsColours);
    if (declarations) copy.setAttribute('style', declarations);
    if (name === 'li' && !UNNUMBERED.test(shown.bullet)) {
      this.#numbers.set(copy, this.#generated.numberOf(element));
    }
    if (/^[ou]l$/.test(name)) this.#number(copy);
    // The reader's parser drops a line break at the start.
    if (name === 'pre' && copy.firstChild?.nodeValue?.startsWith('\n')) copy.prepend('\n');
  }

  /** Gives its points the numbers that they have in the page. */
  #number(list: Element): void {
    let next = 1;
    for (const [at, point] of [...list.children].entries()) {
      const number = this.#numbers.get(point) ?? next;
      const isStart = at === 0 && list.localName === 'ol';
      if (number !== next && isStart) list.setAttribute('start', String(number));
      else if (number !== next) point.setAttribute('value', String(number));
      next = number + 1;
    }
  }

  /** Mostly an empty line of code. */
  #emptyLine(): Node[] {
    const line = this.document.createElement('div');
    line.append(this.document.createElement('br'));
    return [line];
  }

  #image(original: Element): Node[] {
    const nodes = this.#hasImages ? this.#empty(original) : this.#textOf(original);
    for (const node of nodes) this.pictures.set(node, original);
    return nodes;
  }

  #textOf(original: Element): Node[] {
    const isUnseen = isImage(original) && imageSightOf(original) === 'unseen';
    return isUnseen ? [] : alternative(original, this.document);
  }

  #empty(original: Element): Node[] {
    const copy = this.document.createElement('img');
    copy.alt = labelOf(original);
    this.images.push({ original, copy });
    return [copy];
  }
}

interface Dressed {
  readonly element: Element;
  readonly style: CSSStyleDeclaration;
  readonly parent: Look;
  readonly look: Look;
  readonly name: string;
}

/** Signs of lists that count nothing. */
const UNNUMBERED = /^(?:none|disc|circle|square|disclosure-.*)$/;

/** A text in preserved lines. */
function linesIn(owner: Document, text: string): Node {
  const lines = text.split('\n');
  if (lines.length === 1) return owner.createTextNode(text);
  const element = owner.createElement('span');
  for (const line of lines) element.append(line, owner.createElement('br'));
  return element;
}

function copyAttributes(element: Element, copy: Element): void {
  keepAttributes(element, copy, ['lang', 'colspan', 'rowspan']);
  const href = copy.localName === 'a' ? attributeOf(element, 'href') : null;
  const link =
    href === null ? undefined : cleanLink(href, element.baseURI, element.ownerDocument.URL);
  if (link) copy.setAttribute('href', link);
}
