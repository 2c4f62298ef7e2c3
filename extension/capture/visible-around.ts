/** The boxes, grounds and turns around an element. Besides its own style, they decide which of its words are visible. */
import type { Box } from './box.ts';
import { boxesOf, nameOf } from './dom.ts';
import { facingOf, type Turn } from './facing.ts';
import { type Ground, groundInside, groundOfPage, isAlike } from './ground.ts';
import { hasInk, inkOf, isMasked, mayBeTaken, opacityOf, type Taken } from './ink.ts';
import type { Spaces } from './plain-text.ts';
import { spacesOf } from './text-style.ts';
import { fractionSeen, type Sight, sightInside, sightOfPage } from './visible-boxes.ts';

/** The facts that an element passes on to its content. */
export interface Around {
  readonly sight: Sight;
  readonly opacity: number;
  /** A user may select it. */
  readonly isTaken: Taken;
  readonly ground: Ground | undefined;
  readonly turn: Turn;
}

/** Around the whole page. */
export function aroundPage(page: Document, isTaken: Taken = true): Around {
  return {
    sight: sightOfPage(page),
    opacity: 1,
    isTaken,
    ground: groundOfPage(page),
    turn: undefined,
  };
}

/** Says whether a part of it is visible and may be taken. */
export function isInSight(element: Element, { isTaken, sight }: Around): boolean {
  const boxes = boxesOf(element);
  return isTaken && boxes.some((box) => fractionSeen(box, sight.own) > 0);
}

/** Undefined for an element whose back is towards the reader. */
export function inside(
  element: Element,
  style: CSSStyleDeclaration,
  outer: Around,
): Around | undefined {
  const { isAway, turn } = facingOf(style, outer.turn);
  if (isAway) return undefined;
  return {
    sight: sightInside(element, style, outer.sight),
    opacity: outer.opacity * opacityOf(style),
    isTaken: mayBeTaken(nameOf(element), style, outer.isTaken),
    ground: groundInside(element, style, outer.ground),
    turn,
  };
}

/** The look of the texts directly in an element. */
export interface TextsIn {
  readonly isShown: boolean;
  readonly isMasked: boolean;
  readonly spaces: Spaces;
  readonly sight: Box;
  readonly alike: Alike | undefined;
}

/** An element whose letters have the colour of a ground. */
export interface Alike {
  readonly element: Element;
  readonly ground: Ground;
}

export function textsIn(element: Element, style: CSSStyleDeclaration, around: Around): TextsIn {
  const isOut = style.visibility !== 'visible' || style.contentVisibility === 'hidden';
  const { ground } = around;
  const ink = inkOf(style);
  return {
    alike: ground && ink && isAlike(ink, ground) ? { element, ground } : undefined,
    isShown: around.isTaken && !isOut && hasInk(element, style),
    isMasked: isMasked(style),
    spaces: spacesOf(style),
    sight: around.sight.own,
  };
}
