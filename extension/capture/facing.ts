/** The side of an element that the reader sees, on pages that turn parts in space, like cards. */

/** The rotation of an element, for the elements that turn with it. */
export type Turn = DOMMatrixReadOnly | undefined;

export interface Facing {
  /** Its back is towards the reader, and shows nothing. */
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
