/** The part of a page that scrolls: the document or, where that stands still, the largest element that does. */
import { type Box, isNothing, meet } from '../box.ts';
import { nameOf } from '../dom.ts';
import { elementAt, isWithin, visitElements } from './page-tree.ts';
import type { Place } from './shot-plan.ts';

/** A document that can be moved by less than this part of the window counts as one that stands still. */
const LEAST_RANGE = 0.1;
/** A smaller part of the window is no main part. */
const LEAST_AREA = 0.2;

export class Scroller {
  readonly element: Element;
  readonly isDocument: boolean;
  readonly #before: Place;
  #range: Place = { x: 0, y: 0 };
  #startsAtEnd = { x: false, y: false };

  constructor(element: Element) {
    this.element = element;
    this.isDocument = element === rootOf();
    this.#before = { x: element.scrollLeft, y: element.scrollTop };
  }

  /** Notes how far it scrolls, in CSS pixels. It keeps to that, even if the page grows. */
  measure(): Place {
    const { element } = this;
    const range = {
      x: element.scrollWidth - element.clientWidth,
      y: element.scrollHeight - element.clientHeight,
    };
    this.#startsAtEnd = {
      x: goesBackwards(element, 'scrollLeft'),
      y: goesBackwards(element, 'scrollTop'),
    };
    const { x, y } = scrollsOver(this);
    this.#range = { x: x ? range.x : 0, y: y ? range.y : 0 };
    return this.#range;
  }

  /** Its place, counted from the left and the top. */
  get place(): Place {
    const { scrollLeft, scrollTop } = this.element;
    return {
      x: scrollLeft + (this.#startsAtEnd.x ? this.#range.x : 0),
      y: scrollTop + (this.#startsAtEnd.y ? this.#range.y : 0),
    };
  }

  go({ x, y }: Place): void {
    const left = x - (this.#startsAtEnd.x ? this.#range.x : 0);
    const top = y - (this.#startsAtEnd.y ? this.#range.y : 0);
    this.element.scrollTo({ left, top, behavior: 'instant' });
  }

  /** Goes to where the user was. */
  goBack(): void {
    const { x, y } = this.#before;
    this.element.scrollTo({ left: x, top: y, behavior: 'instant' });
  }

  /** The place in the window of what scrolls. */
  get box(): Box {
    return this.isDocument ? windowBox() : meet(contentBox(this.element), windowBox());
  }
}

/** In CSS pixels, with fractions on a page that is enlarged. */
export function windowBox(): Box {
  const { width, height } = visualViewport ?? { width: innerWidth, height: innerHeight };
  return { left: 0, top: 0, right: width, bottom: height };
}

export function findScroller(): Scroller {
  const root = rootOf();
  const range = root.scrollHeight - root.clientHeight;
  if (range > LEAST_RANGE * innerHeight && mayScroll(viewportStyle().overflowY)) {
    return new Scroller(root);
  }
  return new Scroller(largestScroller() ?? root);
}

function largestScroller(): Element | undefined {
  let largest: Element | undefined;
  let area = LEAST_AREA * innerWidth * innerHeight;
  const root = rootOf();
  visitElements(document.documentElement, ({ element, style }) => {
    if (element === root || !scrollsByItself(element, style)) return;
    const box = meet(contentBox(element), windowBox());
    if (isNothing(box) || areaOf(box) <= area || !isOnTop(element, box)) return;
    [largest, area] = [element, areaOf(box)];
  });
  return largest;
}

function scrollsByItself(element: Element, { overflowY }: CSSStyleDeclaration): boolean {
  if (overflowY !== 'auto' && overflowY !== 'scroll') return false;
  return nameOf(element) !== 'textarea' && element.scrollHeight - element.clientHeight > 1;
}

function isOnTop(element: Element, { left, top, right, bottom }: Box): boolean {
  const found = elementAt((left + right) / 2, (top + bottom) / 2);
  return found !== null && isWithin(found, element);
}

/** The box of an element without its borders and scroll bars. */
function contentBox(element: Element): Box {
  const { left, top } = element.getBoundingClientRect();
  const x = left + element.clientLeft;
  const y = top + element.clientTop;
  return { left: x, top: y, right: x + element.clientWidth, bottom: y + element.clientHeight };
}

export function areaOf({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

function rootOf(): Element {
  return document.scrollingElement ?? document.documentElement;
}

/** The style by which the window scrolls: the root's or, if that says nothing, the body's. */
function viewportStyle(): CSSStyleDeclaration {
  const style = getComputedStyle(document.documentElement);
  const isOpen = style.overflowY === 'visible' && style.overflowX === 'visible';
  return isOpen && document.body ? getComputedStyle(document.body) : style;
}

/** The directions in which the user can scroll it. An element is photographed from top to bottom alone. */
function scrollsOver({ element, isDocument }: Scroller): {
  readonly x: boolean;
  readonly y: boolean;
} {
  const { overflowX, overflowY } = isDocument ? viewportStyle() : getComputedStyle(element);
  return { x: isDocument && mayScroll(overflowX), y: mayScroll(overflowY) };
}

function mayScroll(overflow: string): boolean {
  return overflow !== 'hidden' && overflow !== 'clip';
}

/** From right to left, and in a list that grows upwards, the place at the start is 0, and all others are less. */
function goesBackwards(element: Element, direction: 'scrollLeft' | 'scrollTop'): boolean {
  const at = element[direction];
  if (at !== 0) return at < 0;
  const { scrollLeft: left, scrollTop: top } = element;
  const back = direction === 'scrollLeft' ? { left: -8, top } : { left, top: -8 };
  element.scrollTo({ ...back, behavior: 'instant' });
  const isBackwards = element[direction] < 0;
  element.scrollTo({ left, top, behavior: 'instant' });
  return isBackwards;
}
