/** The user's changes to a picture: the part that is kept, and the parts that are blacked out, in the picture's pixels. */
import { type Box, isNothing, meet } from '../../capture/box.ts';

export interface PictureEdits {
  /** Left out: all of the picture is kept. */
  readonly crop?: Box;
  readonly blacked: readonly Box[];
}

/** The colour of what is blacked out, on the screen and in the file. */
export const BLACK = '#000';

export const NO_EDITS: PictureEdits = { blacked: [] };

/** The crop, or the blacked out part of this number, from 0. */
export type AreaName = 'crop' | number;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A smaller area is a slip of the hand, and could not be taken hold of. */
const LEAST_SIDE = 4;

function wholeOf({ width, height }: PictureSize): Box {
  return { left: 0, top: 0, right: width, bottom: height };
}

/** The part of the picture that is kept. */
export function keptOf(size: PictureSize, { crop }: PictureEdits): Box {
  const whole = wholeOf(size);
  const kept = crop ? meet(crop, whole) : whole;
  return isNothing(kept) ? whole : kept;
}

export function areaOf({ crop, blacked }: PictureEdits, name: AreaName): Box | undefined {
  return name === 'crop' ? crop : blacked[name];
}

/** The edits with this area in its new place; a number that is not there yet adds one. */
export function withArea(edits: PictureEdits, name: AreaName, box: Box): PictureEdits {
  if (name === 'crop') return { ...edits, crop: box };
  return { ...edits, blacked: edits.blacked.toSpliced(name, 1, box) };
}

export function withoutArea({ crop, blacked }: PictureEdits, name: AreaName): PictureEdits {
  if (name === 'crop') return { blacked };
  return { ...(crop && { crop }), blacked: blacked.toSpliced(name, 1) };
}

/** The area between two points: whole pixels, and none outside of the picture. */
export function spanned(one: Point, other: Point, { width, height }: PictureSize): Box {
  return {
    left: between(0, Math.floor(Math.min(one.x, other.x)), width),
    top: between(0, Math.floor(Math.min(one.y, other.y)), height),
    right: between(0, Math.ceil(Math.max(one.x, other.x)), width),
    bottom: between(0, Math.ceil(Math.max(one.y, other.y)), height),
  };
}

export function isTooSmall({ left, top, right, bottom }: Box): boolean {
  return right - left < LEAST_SIDE || bottom - top < LEAST_SIDE;
}

/** The area in another place of the picture, as large as before. */
export function movedBy({ left, top, right, bottom }: Box, by: Point, size: PictureSize): Box {
  const x = between(-left, Math.round(by.x), size.width - right);
  const y = between(-top, Math.round(by.y), size.height - bottom);
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
}

/** The area with its right and lower edges in another place. */
export function grownBy(box: Box, by: Point, { width, height }: PictureSize): Box {
  return {
    ...box,
    right: between(box.left + LEAST_SIDE, box.right + Math.round(by.x), width),
    bottom: between(box.top + LEAST_SIDE, box.bottom + Math.round(by.y), height),
  };
}

/** An area in the middle of the part that is seen. */
export function middleOf(seen: Box): Box {
  const x = (seen.right - seen.left) / 4;
  const y = (seen.bottom - seen.top) / 4;
  return {
    left: Math.floor(seen.left + x),
    top: Math.floor(seen.top + y),
    right: Math.ceil(seen.right - x),
    bottom: Math.ceil(seen.bottom - y),
  };
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(least, value), most);
}
