/** Which side of an element is turned to the reader, where a page turns parts of it in space, as it does cards. */

/** How an element is turned, for those in it that are turned with it. */
export type Turn = DOMMatrixReadOnly | undefined;

export interface Facing {
  /** Whether its back is turned to the reader, and shows nothing. */
  readonly isAway: boolean;
  readonly turn: Turn;
}

const FACING: Facing = { isAway: false, turn: undefined };

export function facingOf(style: CSSStyleDeclaration, outer: Turn): Facing {
  const { backfaceVisibility, transformStyle } = style;
  const isKept = transformStyle === 'preserve-3d';
  if (!isKept && backfaceVisibility !== 'hidden') return FACING;
  const own = new DOMMatrixReadOnly(style.transform);
  const turn = outer ? outer.multiply(own) : own;
  const isAway = backfaceVisibility === 'hidden' && turn.m33 < 0;
  return { isAway, turn: isKept ? turn : undefined };
}
