/** The style of letters: whether it shows them at all, shows them as they are, and lets a user select them. */
import { isTransparent, parseColour, type Rgba } from './colours.ts';
import { parentElementOf } from './dom.ts';

/** Says whether letters have a colour, a line around them or a shadow, or show the ground through. */
export function hasInk(element: Element, style: CSSStyleDeclaration): boolean {
  if (!isTransparent(parseColour(style.webkitTextFillColor || style.color))) return true;
  if (style.textShadow !== 'none' || Number.parseFloat(style.webkitTextStrokeWidth) > 0)
    return true;
  for (let at: Element | null = element; at; at = parentElementOf(at)) {
    if (getComputedStyle(at).backgroundClip.includes('text')) return true;
  }
  return false;
}

/** The colour of letters, if they have nothing else: no line around them, no shadow, no drawing. */
export function inkOf(style: CSSStyleDeclaration): Rgba | undefined {
  const isMore = style.textShadow !== 'none' || Number.parseFloat(style.webkitTextStrokeWidth) > 0;
  return isMore ? undefined : parseColour(style.webkitTextFillColor || style.color);
}

/** The opacity of an element, from 0 to 1. */
export function opacityOf({ opacity, filter }: CSSStyleDeclaration): number {
  const filters = [...filter.matchAll(/opacity\(([\d.]+)\)/g)].map(([, left]) => Number(left));
  return filters.reduce((all, one) => all * one, Number(opacity));
}

/** Says whether dots replace letters, as in a field for a password. */
export function isMasked(style: CSSStyleDeclaration): boolean {
  const security = style.getPropertyValue('-webkit-text-security');
  return security !== '' && security !== 'none';
}

/** `anyway`: and everything inside, too. */
export type Taken = boolean | 'anyway';

/**
 * Says whether a user may select the content of an element. Browsers and style sheets protect controls from selection
 * by a second click, not from being read. So for controls the rule of the elements around them counts.
 */
export function mayBeTaken(name: string, { userSelect }: CSSStyleDeclaration, outer: Taken): Taken {
  if (outer === 'anyway') return outer;
  return userSelect === 'auto' || CONTROLS.test(name) ? outer : userSelect !== 'none';
}

const CONTROLS = /^(?:button|input|meter|progress|select)$/;
