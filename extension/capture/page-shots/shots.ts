/** The messages of the background and the script in a page while the page is photographed. */
import type { PictureLack } from '../../page-forms.ts';
import type { Box } from '../box.ts';

/** The name of the port between the two. Its end puts the page back as it was. */
export const SHOTS_PORT = 'page shots';
/** The name under which the script leaves the way to stop an earlier copy of itself. */
export const SHOTS = 'mayflyShots';

export type ShotsForm = 'view' | 'whole';

/** Said by the background: begin, and the shot is taken. Each is answered with one note. */
export type ShotsOrder =
  { readonly order: 'start'; readonly form: ShotsForm } | { readonly order: 'next' };

/** Said by the page. */
export type ShotsNote =
  /** Answers the start of the whole page, once nothing in it moves. */
  | ({ readonly note: 'page' } & ShotPage)
  /** The window shows what these parts of the picture need: now is the time for a shot. */
  | { readonly note: 'ready'; readonly parts: readonly ShotPart[] }
  /** There is no more, and the page is as it was. `height`: of the part that was shown, in pixels of the screen. */
  | { readonly note: 'over'; readonly height: number };

/** The picture of a page, in pixels of the screen. */
export interface ShotPage {
  readonly width: number;
  readonly height: number;
  readonly lacks: PictureLack;
  /** The colour of the page, beside what scrolls. */
  readonly ground: string;
}

/** A part of a shot, and its place in the picture. Both are of one size, in pixels of the screen. */
export interface ShotPart {
  readonly from: Box;
  readonly to: Box;
}
