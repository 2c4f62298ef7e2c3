/**
 * The visible words of a selection: the oracle that checks each copy of it. It shares nothing with the copy. It asks
 * the browser for the layout (the boxes of each line of text, `checkVisibility`) and cuts it by the boxes around. The
 * copy works from the styles instead. Both read one tree, in one order, with the same rules about text that may be
 * taken (`user-select`, masked text). Generated texts have no boxes of their own: they are seen where their element is.
 */
import { type Box, isNothing } from './box.ts';
import { isTypedInto, shownByControl } from './controls.ts';
import { boxOf, childrenOf, isElement, isImage, isText, nameOf, newRange } from './dom.ts';
import { formulaText, isFormula } from './formulas.ts';
import { type Generated, type GeneratedTexts, isSelectedAt } from './generated.ts';
import { Painted } from './ground.ts';
import { isDrawn, labelOf } from './image-sight.ts';
import { spacesOf } from './text-style.ts';
import { childrenInOrder, isOfALine, isRow } from './shown-order.ts';
import { PlainText } from './plain-text.ts';
import type { Extent, PagePart } from './page-part.ts';
import {
  type Alike,
  type Around,
  aroundPage,
  inside,
  isInSight,
  type TextsIn,
  textsIn,
} from './visible-around.ts';
import { fractionSeen, isWithin } from './visible-boxes.ts';

/** Stands for an indivisible thing that is no text of the page: a control, a formula. */
export const THING = '\ufffc';

export interface Visible {
  /** The selected and visible parts of texts, including generated texts, controls and formulas. */
  readonly parts: ReadonlyMap<object, string>;
  /** The visible images and drawings, loaded or not. */
  readonly pictures: ReadonlySet<Element>;
  /** The selection as plain text. */
  readonly plain: string;
  /** The selection includes characters that the page shows as dots. */
  readonly isMasked: boolean;
  /** The selection includes fields with typed text. */
  readonly hasTyped: boolean;
}

export function visibleIn(selected: PagePart, page: Document, generated: GeneratedTexts): Visible {
  const around = aroundPage(page, selected.isTakenAnyway ? 'anyway' : true);
  const looking = new Looking(selected, generated, new Painted(page));
  looking.element(page.documentElement, around);
  if (looking.hasFound || !looking.hasAlike) return looking.found();
  // Nothing else is selected, so the user marked it to read it, like the answer of a riddle.
  const again = new Looking(selected, generated);
  again.element(page.documentElement, around);
  return again.found();
}

class Looking {
  readonly #selected: PagePart;
  readonly #generated: GeneratedTexts;
  readonly #parts = new Map<object, string>();
  readonly #pictures = new Set<Element>();
  readonly #plain = new PlainText();
  readonly #range = newRange();
  readonly #painted: Painted | undefined;
  #isMasked = false;
  #hasTyped = false;
  /** The oracle left out letters in the colour of their ground. */
  hasAlike = false;

  /** Without `painted`, letters in the colour of their ground count as seen. */
  constructor(selected: PagePart, generated: GeneratedTexts, painted?: Painted) {
    this.#selected = selected;
    this.#generated = generated;
    this.#painted = painted;
  }

  get hasFound(): boolean {
    return this.#parts.size > 0;
  }

  found(): Visible {
    return {
      parts: this.#parts,
      pictures: this.#pictures,
      plain: String(this.#plain),
      isMasked: this.#isMasked,
      hasTyped: this.#hasTyped,
    };
  }

  element(element: Element, outer: Around, isInRow = false): void {
    if (!this.#selected.has(element)) return;
    const style = getComputedStyle(element);
    if (!isLaidOut(element, style)) return;
    const around = inside(element, style, outer);
    if (around === undefined || around.opacity < 0.05) return;
    if (nameOf(element) === 'br') return this.#plain.break();
    if (isPicture(element, style)) this.#picture(element, around, outer);
    const lines = linesAround(element, style, isInRow);
    this.#plain.block(lines);
    if (!this.#asWhole(element, style, around)) this.#children(element, style, around);
    if (lines > 0 && isEmptyLine(element, style)) this.#plain.break();
    this.#plain.block(lines);
    if (style.display === 'table-cell') this.#plain.gap('\t');
  }

  /** An image that did not load has no room of its own; its place counts. */
  #picture(element: Element, around: Around, outer: Around): void {
    const { width, height } = boxOf(element);
    const hasRoom = width > 0 && height > 0;
    const isSeen = hasRoom ? isInSight(element, around) : !isNothing(outer.sight.own);
    if (!isSeen || !around.isTaken) return;
    this.#pictures.add(element);
    // A page draws signs for letters that few fonts have. They count as letters.
    const label = labelOf(element);
    if (isImage(element) && SIGN.test(label)) this.#plain.write(label, 'normal');
  }

  /** Shown as one thing, whatever it consists of. */
  #asWhole(element: Element, style: CSSStyleDeclaration, around: Around): boolean {
    const isOfMath = isFormula(element);
    const control = isOfMath ? undefined : shownByControl(element);
    if (!isOfMath && control === undefined) return false;
    if (!isInSight(element, around) || style.visibility !== 'visible') return true;
    if (isTypedInto(element)) this.#hasTyped = true;
    const text = control ?? formulaText(element);
    if (text.trim() !== '') this.#parts.set(element, THING);
    this.#plain.write(text, 'pre-line');
    return true;
  }

  #children(element: Element, style: CSSStyleDeclaration, around: Around): void {
    // An element without a box of its own would not tell: `isLaidOut` looks at its content.
    if (style.contentVisibility === 'hidden' || UNPAINTED.test(nameOf(element))) return;
    const children = childrenInOrder(element, style);
    const isInRow = isRow(style);
    let texts: TextsIn | undefined; // asked once, if there is text
    const [before, after] = this.#generated.around(element, style, {
      children,
      selected: this.#selected,
    });
    const hasGenerated = before.length + after.length > 0 && isInSight(element, around);
    // The copy has the element, and the reader's style sheet puts quotation marks around it.
    const isQuoted = nameOf(element) === 'q' && isInSight(element, around);
    if (isQuoted && isSelectedAt('start', children, this.#selected))
      this.#plain.write('“', 'normal');
    if (hasGenerated) this.#write(before, style);
    for (const child of children) {
      if (isText(child)) this.#text(child, (texts ??= textsIn(element, style, around)));
      else if (isElement(child)) this.element(child, around, isInRow);
      if (isInRow) this.#plain.gap(' ');
    }
    if (hasGenerated) this.#write(after, style);
    if (isQuoted && isSelectedAt('end', children, this.#selected)) this.#plain.write('”', 'normal');
  }

  #write(generated: readonly Generated[], style: CSSStyleDeclaration): void {
    for (const part of generated) {
      const { text, isBlock } = part;
      this.#parts.set(part, text);
      this.#plain.block(isBlock ? 1 : 0);
      this.#plain.write(text, spacesOf(style));
      this.#plain.block(isBlock ? 1 : 0);
    }
  }

  #text(text: Text, { isShown, isMasked, spaces, sight, alike }: TextsIn): void {
    if (!isShown || !this.#selected.has(text)) return;
    if (alike && this.#hasColourOf(alike, text)) return;
    for (const extent of this.#selected.extentsOf(text)) {
      const seen = this.#seen(text, extent, sight);
      if (isMasked) this.#isMasked ||= seen.trim() !== '';
      else {
        if (seen.trim() !== '') this.#parts.set(text, (this.#parts.get(text) ?? '') + seen);
        this.#plain.write(seen, spaces);
      }
    }
  }

  /** Says whether the only thing behind a text is a ground of its own colour. */
  #hasColourOf({ element, ground }: Alike, text: Text): boolean {
    if (!this.#painted || text.data.trim() === '') return false;
    this.#range.selectNodeContents(text);
    const isAlone = this.#painted.isOnly(ground, element, [...this.#range.getClientRects()]);
    this.hasAlike ||= isAlone;
    return isAlone;
  }

  #seen(text: Text, [from, to]: Extent, sight: Box): string {
    const part = text.data.slice(from, to);
    if (part.trim() === '') return part;
    const fraction = this.#fraction(text, [from, to], sight);
    if (fraction !== 'mixed') return fraction > 0 ? part : '';
    return part.replaceAll(/\S+/g, (word, at: number) =>
      this.#seenOfWord(text, word, from + at, sight),
    );
  }

  #seenOfWord(text: Text, word: string, from: number, sight: Box): string {
    const fraction = this.#fraction(text, [from, from + word.length], sight);
    if (fraction !== 'mixed') return fraction > 0 ? word : '';
    let at = from;
    let seen = '';
    for (const sign of word) {
      const { length } = sign;
      if (this.#fraction(text, [at, at + length], sight) !== 0) seen += sign;
      at += length;
    }
    return seen;
  }

  /** The visible share of a part of a text. */
  #fraction(text: Text, [from, to]: Extent, sight: Box): 0 | 1 | 'mixed' {
    this.#range.setStart(text, from);
    this.#range.setEnd(text, to);
    // Mostly all of its lines are visible, so it asks for all at once. A text without lines has no room.
    const room = this.#range.getBoundingClientRect();
    const hasRoom = room.width > 0 || room.height > 0;
    if (hasRoom && isWithin(room, sight)) return 1;
    const boxes = this.#range.getClientRects();
    let isIn = false;
    let isOut = false;
    for (const box of boxes) {
      if (box.width === 0) continue; // the end of a line
      const fraction = fractionSeen(box, sight);
      isIn ||= fraction > 0;
      isOut ||= fraction < 1;
    }
    if (isIn && isOut) return 'mixed';
    return isIn ? 1 : 0;
  }
}

/** Their content is for browsers that do not know them. Firefox tells where it would be. */
const UNPAINTED = /^(?:audio|canvas|video)$/;

/** The text of an image that is a sign in a text: it has no letters, or is a name between colons. */
const SIGN = /^(?:[^\p{L}\p{N}\s]+|:[\w+-]+:)$/u;

function isPicture(element: Element, style: CSSStyleDeclaration): boolean {
  return style.visibility === 'visible' && (isImage(element) || isDrawn(element, style));
}

/** Says whether it is an empty line, mostly of code. */
function isEmptyLine(element: Element, style: CSSStyleDeclaration): boolean {
  const isSpaced = spacesOf(style) !== 'normal';
  return isSpaced && childrenOf(element).length === 0 && boxOf(element).height > 0;
}

/** Parts of a drawing that it only refers to. Browsers tell where they would be. */
const UNDRAWN = /^(?:clippath|defs|marker|mask|pattern|symbol)$/;

function isLaidOut(element: Element, { display }: CSSStyleDeclaration): boolean {
  if (display === 'none' || UNDRAWN.test(nameOf(element))) return false;
  // An element without a box of its own is not visible itself, but its content may be.
  return (
    display === 'contents' ||
    Element.prototype.checkVisibility.call(element, { opacityProperty: true })
  );
}

function linesAround(element: Element, { display }: CSSStyleDeclaration, isInRow: boolean): number {
  if (nameOf(element) === 'text') return 1; // in a drawing
  if (/^(?:inline|contents|ruby|table-cell|math)/.test(display)) return 0;
  if (isInRow && isOfALine(nameOf(element))) return 0;
  return nameOf(element) === 'p' ? 2 : 1;
}
