/** Rectangles on a page, in pixels of the window. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const NOWHERE: Box = { left: 0, top: 0, right: 0, bottom: 0 };
export const EVERYWHERE: Box = {
  left: -Infinity,
  top: -Infinity,
  right: Infinity,
  bottom: Infinity,
};

export function isNothing({ left, top, right, bottom }: Box): boolean {
  return right <= left || bottom <= top;
}

/** The part that two boxes have in common. */
export function meet(one: Box, other: Box): Box {
  return {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
}

export function doMeet(one: Box, other: Box): boolean {
  return !isNothing(meet(one, other));
}

export function isInside(inner: Box, outer: Box, slack: number): boolean {
  return (
    inner.left >= outer.left - slack &&
    inner.top >= outer.top - slack &&
    inner.right <= outer.right + slack &&
    inner.bottom <= outer.bottom + slack
  );
}
