/**
 * Finds the visible parts of a page by geometry: the boxes that the browser laid out, cut by the boxes around them and
 * the edges of the page. A part counts as seen if a person can scroll to it.
 */
import { boxOf, matches, bodyOf } from './dom.ts';
import { type Box, EVERYWHERE, isNothing, meet, NOWHERE } from './box.ts';
import { leftByClip } from './clip.ts';

/** The part of the page that is visible from inside an element, in pixels of the window. */
export interface Sight {
  readonly own: Box;
  /** For the element that decides the place of positioned elements; absent for the whole page. */
  readonly style?: CSSStyleDeclaration;
  readonly outer?: Sight;
  /** For the page: elements placed against the window. */
  readonly window?: Box;
}

export function sightOfPage(page: Document): Sight {
  const { clientWidth: right, clientHeight: bottom } = page.documentElement;
  const window = { left: 0, top: 0, right, bottom: Math.max(bottom, SMALL) };
  return { own: edgesOf(page), window };
}

/** A frame that is not shown itself has no height to cut by. The popup lays out copied markup in such a frame. */
const SMALL = 2_000;

/** The area to which a person can scroll the page. */
function edgesOf(page: Document): Box {
  const root = page.documentElement;
  const { clientWidth, scrollWidth, scrollHeight } = root;
  const view = page.defaultView;
  const { scrollX, scrollY } = view ?? { scrollX: 0, scrollY: 0 };
  const isFixed = [root, bodyOf(page)].some(
    (one) => one && /hidden|clip/.test(getComputedStyle(one).overflowX),
  );
  const { x: isReversed } = startsAtEnd(getComputedStyle(bodyOf(page) ?? root), false);
  const left = isFixed ? 0 : (isReversed ? clientWidth - scrollWidth : 0) - scrollX;
  const width = isFixed ? clientWidth : scrollWidth;
  return { left, top: -scrollY, right: left + width, bottom: scrollHeight - scrollY };
}

/** The sight from inside an element, computed from the sight outside it. */
export function sightInside(element: Element, style: CSSStyleDeclaration, outer: Sight): Sight {
  const { position, display } = style;
  const isOfALine = /^(?:inline|contents)$/.test(display); // nothing of it overflows
  if (isOfALine && position === 'static') return outer;
  const base = baseOf(element, position, outer);
  return { own: isOfALine ? base : cut(element, style, base), style, outer };
}

/** An element placed against an outer element is not cut by the elements between. */
function baseOf(element: Element, position: string, outer: Sight): Box {
  if (position !== 'fixed' && position !== 'absolute') return outer.own;
  if (position === 'fixed' && isOnTop(element)) return EVERYWHERE;
  let at = outer;
  while (at.style && at.outer && !holds(at.style, position)) at = at.outer;
  return (position === 'fixed' && at.window) || at.own;
}

/** Dialogs and similar elements, above the whole page. */
function isOnTop(element: Element): boolean {
  return matches(element, ':modal, :popover-open');
}

/** Says whether an element with this position is placed against an element of this style. */
function holds(style: CSSStyleDeclaration, position: 'absolute' | 'fixed'): boolean {
  const { transform, filter, perspective, contain } = style;
  return (
    (position === 'absolute' && style.position !== 'static') ||
    transform !== 'none' ||
    filter !== 'none' ||
    perspective !== 'none' ||
    /strict|content|paint|layout/.test(contain)
  );
}

function cut(element: Element, style: CSSStyleDeclaration, base: Box): Box {
  const { overflowX, overflowY } = style;
  const isWhole = overflowX === 'visible' && overflowY === 'visible';
  if (isWhole && style.clipPath === 'none' && style.position === 'static') return base;
  if (element === element.ownerDocument.documentElement) return base;
  if (element === element.ownerDocument.body) return base; // the window cuts there instead
  if (!isWhole && hasNoRoom(element)) return NOWHERE;
  const box = boxOf(element);
  const left = meet(base, leftByClip(element, style, box));
  if (isNothing(left)) return NOWHERE;
  return isWhole ? left : cutByEdges(element, style, left, box);
}

/** The area that its edges show, and to which a person can scroll inside them. */
function cutByEdges(element: Element, style: CSSStyleDeclaration, base: Box, box: Box): Box {
  const seen = meet(base, box);
  if (isNothing(seen)) return NOWHERE;
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = element;
  const { x, y } = startsAtEnd(style);
  const [left, right] = letThrough(
    style.overflowX,
    [base.left, base.right],
    [seen.left, seen.right],
    { from: box.left - scrollLeft - (x ? scrollWidth - clientWidth : 0), length: scrollWidth },
  );
  const [top, bottom] = letThrough(
    style.overflowY,
    [base.top, base.bottom],
    [seen.top, seen.bottom],
    { from: box.top - scrollTop - (y ? scrollHeight - clientHeight : 0), length: scrollHeight },
  );
  return { left, right, top, bottom };
}

/** Says whether a box scrolls from its right or its lower end: because of its script, or reversed, as in chats. */
function startsAtEnd(
  { display, direction, writingMode, flexDirection }: CSSStyleDeclaration,
  isFlexible = /flex/.test(display),
): { readonly x: boolean; readonly y: boolean } {
  const isAlong = (direction === 'rtl') !== (isFlexible && flexDirection === 'row-reverse');
  const isAcross =
    writingMode.endsWith('-rl') !== (isFlexible && flexDirection === 'column-reverse');
  const isUpright = /^(?:vertical|sideways)/.test(writingMode);
  return isUpright ? { x: isAcross, y: isAlong } : { x: isAlong, y: isAcross };
}

/** The size before any rotation, which changes the box around it. */
function hasNoRoom(element: Element): boolean {
  return (
    element instanceof HTMLElement && (element.offsetWidth === 0 || element.offsetHeight === 0)
  );
}

type Reach = readonly [start: number, end: number];

/** The visible part of an element's content along one axis. */
function letThrough(
  overflow: string,
  outside: Reach,
  seen: Reach,
  { from, length }: { readonly from: number; readonly length: number },
): Reach {
  if (overflow === 'visible') return outside;
  return /auto|scroll/.test(overflow) ? [Math.min(from, seen[0]), from + length] : seen;
}

/** Says whether a whole box is visible, and large enough. */
export function isWithin({ left, top, right, bottom }: Box, sight: Box): boolean {
  const isLarge = right - left >= LEAST / 2 && bottom - top >= LEAST;
  return (
    isLarge &&
    left >= sight.left &&
    top >= sight.top &&
    right <= sight.right &&
    bottom <= sight.bottom
  );
}

/** The visible share of a line of text, from 0 (too little to read) to 1. */
export function fractionSeen(line: Box, sight: Box): number {
  const width = line.right - line.left;
  const height = line.bottom - line.top;
  if (width < LEAST / 2 || height < LEAST) return 0;
  const seen = meet(line, sight);
  const seenWidth = seen.right - seen.left;
  if (seenWidth <= 0 || seen.bottom - seen.top < height * 0.4) return 0;
  if (seenWidth >= width - SLACK) return 1;
  // Less than half of a single letter says nothing.
  return width < LETTER && seenWidth < width / 2 ? 0 : seenWidth / width;
}

/** Nobody can read anything smaller, in pixels. */
const LEAST = 2;
/** The part of a slanted letter outside its box. */
const SLACK = 2;
const LETTER = 40;
