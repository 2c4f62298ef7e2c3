/**
 * Where on a page something can be seen, by geometry: the boxes that the browser laid out, cut to what the boxes around
 * them and the edges of the page let through. What can be scrolled to counts as seen.
 */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What of the page can be seen from inside an element, in pixels of the window. */
export interface Sight {
  readonly inFlow: Box;
  /** For what is positioned against the nearest positioned element, and passes the edges of those between. */
  readonly absolute: Box;
  /** For what is positioned against the window. */
  readonly fixed: Box;
}

export function sightOfPage(page: Document): Sight {
  const edges = edgesOf(page);
  const { clientWidth: right, clientHeight: bottom } = page.documentElement;
  const window = { left: 0, top: 0, right, bottom: Math.max(bottom, SMALL) };
  return { inFlow: edges, absolute: edges, fixed: window };
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
  const isReversed = getComputedStyle(root).direction === 'rtl';
  const left = isFixed ? 0 : (isReversed ? clientWidth - scrollWidth : 0) - scrollX;
  const width = isFixed ? clientWidth : scrollWidth;
  return { left, top: -scrollY, right: left + width, bottom: scrollHeight - scrollY };
}

/** The sight from inside an element, given the one from outside. */
export function sightInside(element: Element, style: CSSStyleDeclaration, outer: Sight): Sight {
  const base = baseOf(element, style, outer);
  const own = cut(element, style, base);
  const isFrame = holdsAll(style);
  const isPlaced = isFrame || style.position !== 'static';
  if (own === outer.inFlow && !isPlaced) return outer;
  return {
    inFlow: own,
    absolute: isPlaced ? own : outer.absolute,
    fixed: isFrame ? own : outer.fixed,
  };
}

function baseOf(element: Element, { position }: CSSStyleDeclaration, outer: Sight): Box {
  if (position === 'fixed') return isOnTop(element) ? EVERYWHERE : outer.fixed;
  return position === 'absolute' ? outer.absolute : outer.inFlow;
}

const EVERYWHERE: Box = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

/** Dialogs and their like, above all of the page. */
function isOnTop(element: Element): boolean {
  return element.matches(':modal, :popover-open');
}

/** Whether even what is fixed to the window is placed against it. */
function holdsAll({ transform, filter, perspective, contain }: CSSStyleDeclaration): boolean {
  return (
    transform !== 'none' ||
    filter !== 'none' ||
    perspective !== 'none' ||
    /strict|content|paint|layout/.test(contain)
  );
}

function cut(element: Element, style: CSSStyleDeclaration, base: Box): Box {
  const { overflowX, overflowY, clip, clipPath } = style;
  const isWhole = overflowX === 'visible' && overflowY === 'visible';
  if (isWhole && clip === 'auto' && clipPath === 'none') return base;
  if (element === element.ownerDocument.documentElement) return base;
  if (element === element.ownerDocument.body) return base; // what is cut there, the window cuts
  if (/^(?:inline|contents)$/.test(style.display)) return base; // nothing of it overflows
  if (isSqueezedOut(style)) return NOWHERE;
  const box = element.getBoundingClientRect();
  const seen = meet(base, box);
  if (isNothing(seen) && !isWhole) return NOWHERE;
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = element;
  const [left, right] = letThrough(overflowX, [base.left, base.right], [seen.left, seen.right], {
    from: box.left - scrollLeft,
    length: scrollWidth,
  });
  const [top, bottom] = letThrough(overflowY, [base.top, base.bottom], [seen.top, seen.bottom], {
    from: box.top - scrollTop,
    length: scrollHeight,
  });
  return { left, right, top, bottom };
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

const PERCENTAGES = /^inset\(([\d.]+)%(?: ([\d.]+)%)?(?: ([\d.]+)%)?(?: ([\d.]+)%)?/;
const PIXELS = /^rect\(([\d.]+)px,? ([\d.]+)px,? ([\d.]+)px,? ([\d.]+)px\)/;

/** Whether `clip` or `clip-path` leaves nothing of an element: other shapes are taken for all of it. */
function isSqueezedOut({ clip, clipPath, position }: CSSStyleDeclaration): boolean {
  const isPlaced = /absolute|fixed/.test(position);
  const [, top, right, bottom, left] = (isPlaced && PIXELS.exec(clip)) || [];
  if (top !== undefined && (top === bottom || left === right)) return true;
  if (/^(?:circle|ellipse)\(0|^polygon\((.+?)(?:, \1)*\)$/.test(clipPath)) return true;
  const [, first, second = first, third = first, fourth = second] =
    PERCENTAGES.exec(clipPath) ?? [];
  return Number(first) + Number(third) >= 100 || Number(second) + Number(fourth) >= 100;
}

const NOWHERE: Box = { left: 0, top: 0, right: 0, bottom: 0 };

function isNothing({ left, top, right, bottom }: Box): boolean {
  return right <= left || bottom <= top;
}

function meet(one: Box, other: Box): Box {
  return {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
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
