/**
 * The plan of the shots: which part of each shot goes where, so that every pixel of what scrolls comes once, and what
 * stands still around it once. All numbers are pixels of the screen. It knows nothing of a page.
 */
import { type Box, isNothing } from '../box.ts';
import type { ShotPart } from './shots.ts';

/** One direction of a window: what scrolls in it lies between `from` and `to`, and can be scrolled by `range`. */
export interface Axis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly range: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface View {
  readonly columns: Axis;
  readonly rows: Axis;
  /** Scrolls to a place, or as near as the page lets it; resolves to the place that is seen then. */
  readonly show: (place: Place, isLast: boolean) => Promise<Place>;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A page may round the place to whole pixels of its own, which are larger: then a second try begins a little before. */
const MOST_TRIES = 3;

/** The length of the picture in this direction. */
export function lengthOf({ size, range }: Axis): number {
  return size + range;
}

/** Gives the parts of each shot while the window shows it. Returns the height that was shown in the end. */
export async function* planShots(view: View): AsyncGenerator<readonly ShotPart[], number> {
  const { rows, columns } = view;
  let top = 0;
  while (top < lengthOf(rows)) {
    let bottom = top;
    let left = 0;
    while (left < lengthOf(columns)) {
      const place = await showNext(view, { x: left, y: top });
      const row = newSpan(rows, top, place.y);
      const column = newSpan(columns, left, place.x);
      yield partsOf(view, column, row, place).filter(({ from }) => !isNothing(from));
      bottom = Math.max(bottom, row.to + place.y);
      if (column.to + place.x <= left) break; // it is narrower by now
      left = column.to + place.x;
    }
    if (bottom <= top) return top; // it is shorter by now
    top = bottom;
  }
  return top;
}

/** Scrolls so that the pixels after `covered` come into the window. */
async function showNext({ rows, columns, show }: View, covered: Place): Promise<Place> {
  const wanted = { x: nextPlace(columns, covered.x), y: nextPlace(rows, covered.y) };
  const isLast = wanted.y >= rows.range;
  let asked = wanted;
  let at = await show(asked, isLast);
  for (let i = 1; i < MOST_TRIES && (at.x > wanted.x || at.y > wanted.y); i++) {
    asked = {
      x: at.x > wanted.x ? Math.max(0, wanted.x - 2 * i) : asked.x,
      y: at.y > wanted.y ? Math.max(0, wanted.y - 2 * i) : asked.y,
    };
    at = await show(asked, isLast);
  }
  return at;
}

function nextPlace({ from, range }: Axis, covered: number): number {
  return Math.max(0, Math.min(range, covered - from));
}

/** The new pixels in the window: all that stands still before what scrolls comes at first, and what is after it at last. */
function newSpan({ size, to, range }: Axis, covered: number, place: number): Span {
  return { from: Math.max(0, covered - place), to: place >= range ? size : to };
}

/** Beside what scrolls, only the first shot and the lines below have something new. */
function partsOf({ columns, rows }: View, column: Span, row: Span, at: Place): ShotPart[] {
  const isFirst = row.from === 0 && at.y === 0;
  const inside = {
    from: Math.max(column.from, columns.from),
    to: Math.min(column.to, columns.to),
  };
  const upper = { from: row.from, to: Math.min(row.to, rows.to) };
  const lower = { from: Math.max(row.from, rows.to), to: row.to };
  return [partOf(isFirst ? column : inside, upper, at), partOf(column, lower, at)];
}

function partOf(column: Span, row: Span, { x, y }: Place): ShotPart {
  const from: Box = { left: column.from, top: row.from, right: column.to, bottom: row.to };
  const to: Box = {
    left: from.left + x,
    top: from.top + y,
    right: from.right + x,
    bottom: from.bottom + y,
  };
  return { from, to };
}
