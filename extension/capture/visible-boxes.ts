/**
 * Where on a page something can be seen, by geometry: the boxes that the browser laid out, cut to what the boxes around
 * them and the edges of the page let through. What can be scrolled to counts as seen.
 */
import { type Box, EVERYWHERE, isNothing, meet, NOWHERE } from './box.ts';
import { leftByClip } from './clip.ts';

/** What of the page can be seen from inside an element, in pixels of the window. */
export interface Sight {
  readonly own: Box;
  /** Of the element, whose place decides on what is placed against it; left out for the page as a whole. */
  readonly style?: CSSStyleDeclaration;
  readonly outer?: Sight;
  /** Of the page: for what is placed against the window. */
  readonly window?: Box;
}

export function sightOfPage(page: Document): Sight {
  const { clientWidth: right, clientHeight: bottom } = page.documentElement;
  const window = { left: 0, top: 0, right, bottom: Math.max(bottom, SMALL) };
  return { own: edgesOf(page), window };
}

/** A frame that is not shown itself, as the popup lays copied markup out in one, has no height to cut by. */
const SMALL = 2_000;

/** How far the page can be scrolled. */
function edgesOf(page: Document): Box {
  const root = page.documentElement;
  const { clientWidth, scrollWidth, scrollHeight } = root;
  const view = page.defaultView;
  const { scrollX, scrollY } = view ?? { scrollX: 0, scrollY: 0 };
  const isFixed = [root, page.body].some(
    (one) => one && /hidden|clip/.test(getComputedStyle(one).overflowX),
  );
  const { x: isReversed } = startsAtEnd(getComputedStyle(page.body ?? root), false);
  const left = isFixed ? 0 : (isReversed ? clientWidth - scrollWidth : 0) - scrollX;
  const width = isFixed ? clientWidth : scrollWidth;
  return { left, top: -scrollY, right: left + width, bottom: scrollHeight - scrollY };
}

/** The sight from inside an element, given the one from outside. */
export function sightInside(element: Element, style: CSSStyleDeclaration, outer: Sight): Sight {
  const { position, display } = style;
  const isOfALine = /^(?:inline|contents)$/.test(display); // nothing of it overflows
  if (isOfALine && position === 'static') return outer;
  const base = baseOf(element, position, outer);
  return { own: isOfALine ? base : cut(element, style, base), style, outer };
}

/** What is placed against an element further out passes the edges of those between. */
function baseOf(element: Element, position: string, outer: Sight): Box {
  if (position !== 'fixed' && position !== 'absolute') return outer.own;
  if (position === 'fixed' && isOnTop(element)) return EVERYWHERE;
  let at = outer;
  while (at.style && at.outer && !holds(at.style, position)) at = at.outer;
  return (position === 'fixed' && at.window) || at.own;
}

/** Dialogs and their like, above all of the page. */
function isOnTop(element: Element): boolean {
  return element.matches(':modal, :popover-open');
}

/** Whether what has this position is placed against an element of this style. */
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
  if (element === element.ownerDocument.body) return base; // what is cut there, the window cuts
  if (!isWhole && hasNoRoom(element)) return NOWHERE;
  const box = element.getBoundingClientRect();
  const left = meet(base, leftByClip(element, style, box));
  if (isNothing(left)) return NOWHERE;
  return isWhole ? left : cutByEdges(element, style, left, box);
}

/** What its edges let through, and what can be scrolled to within them. */
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

/** Whether a box is scrolled from its right, or its lower, end: by its script, or as chats turn it round. */
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

/** By its own measure: the box around one that is turned has some. */
function hasNoRoom(element: Element): boolean {
  return (
    element instanceof HTMLElement && (element.offsetWidth === 0 || element.offsetHeight === 0)
  );
}

type Reach = readonly [start: number, end: number];

/** What an element lets be seen of its content along one axis. */
function letThrough(
  overflow: string,
  outside: Reach,
  seen: Reach,
  { from, length }: { readonly from: number; readonly length: number },
): Reach {
  if (overflow === 'visible') return outside;
  return /auto|scroll/.test(overflow) ? [Math.min(from, seen[0]), from + length] : seen;
}

/** Whether all of a box can be seen, and is large enough for that. */
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

/** How much of a line of text can be seen, from 0 (too little to be read) to 1. */
export function fractionSeen(line: Box, sight: Box): number {
  const width = line.right - line.left;
  const height = line.bottom - line.top;
  if (width < LEAST / 2 || height < LEAST) return 0;
  const seen = meet(line, sight);
  const seenWidth = seen.right - seen.left;
  if (seenWidth <= 0 || seen.bottom - seen.top < height * 0.4) return 0;
  if (seenWidth >= width - SLACK) return 1;
  // Of a single letter, less than half tells nothing.
  return width < LETTER && seenWidth < width / 2 ? 0 : seenWidth / width;
}

/** Nothing smaller can be read, in pixels. */
const LEAST = 2;
/** What a slanted letter reaches over its box. */
const SLACK = 2;
const LETTER = 40;
