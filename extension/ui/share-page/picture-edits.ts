/** The user's changes to a picture: the part that is kept, and the parts that are blacked out, in the picture's pixels. */
import { type Box, isNothing, meet } from '../../capture/box.ts';

export interface PictureEdits {
  /** Left out: all of the picture is kept. */
  readonly crop?: Box;
  readonly blacked: readonly Box[];
}

export const NO_EDITS: PictureEdits = { blacked: [] };

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

function wholeOf({ width, height }: PictureSize): Box {
  return { left: 0, top: 0, right: width, bottom: height };
}

/** The part of the picture that is kept. */
export function keptOf(size: PictureSize, { crop }: PictureEdits): Box {
  const whole = wholeOf(size);
  const kept = crop ? meet(crop, whole) : whole;
  return isNothing(kept) ? whole : kept;
}
