import type { Box } from '../../capture/box.ts';
import { type PictureSize, type Point, spanned } from './picture-edits.ts';

/** A place on the screen, as a place in the picture that fills this stage. */
export function inPicture({ x, y }: Point, stage: Element, { width, height }: PictureSize): Point {
  const at = stage.getBoundingClientRect();
  return { x: ((x - at.left) * width) / at.width, y: ((y - at.top) * height) / at.height };
}

/** The part of the picture that the user sees. */
export function seenPart(stage: Element, size: PictureSize): Box {
  const start = inPicture({ x: 0, y: 0 }, stage, size);
  const end = inPicture({ x: innerWidth, y: innerHeight }, stage, size);
  const seen = spanned(start, end, size);
  // The picture may lie below the part of the screen that is seen.
  const isSeen = seen.bottom - seen.top >= size.width / 10;
  return isSeen
    ? seen
    : { left: 0, top: 0, right: size.width, bottom: Math.min(size.width, size.height) };
}
