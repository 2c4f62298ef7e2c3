/** Whether a style shows letters at all, shows them as they are, and lets them be selected. */
import { isTransparent, parseColour, type Rgba } from './colours.ts';
import { parentElementOf } from './dom.ts';

/** Whether letters have a colour, a line around them or a shadow, or let a ground shine through. */
export function hasInk(element: Element, style: CSSStyleDeclaration): boolean {
  if (!isTransparent(parseColour(style.webkitTextFillColor || style.color))) return true;
  if (style.textShadow !== 'none' || Number.parseFloat(style.webkitTextStrokeWidth) > 0)
    return true;
  for (let at: Element | null = element; at; at = parentElementOf(at)) {
    if (getComputedStyle(at).backgroundClip.includes('text')) return true;
  }
  return false;
}

/** The colour of letters, where that is all there is of them: no line around them, no shadow, no drawing. */
export function inkOf(style: CSSStyleDeclaration): Rgba | undefined {
  const isMore = style.textShadow !== 'none' || Number.parseFloat(style.webkitTextStrokeWidth) > 0;
  return isMore ? undefined : parseColour(style.webkitTextFillColor || style.color);
}

/** What an element lets be seen of itself, from 0 to 1. */
export function opacityOf({ opacity, filter }: CSSStyleDeclaration): number {
  const filters = [...filter.matchAll(/opacity\(([\d.]+)\)/g)].map(([, left]) => Number(left));
  return filters.reduce((all, one) => all * one, Number(opacity));
}

/** Whether dots stand in the place of letters, as in a field for a password. */
export function isMasked(style: CSSStyleDeclaration): boolean {
  const security = style.getPropertyValue('-webkit-text-security');
  return security !== '' && security !== 'none';
}

/**
 * Whether what is in an element may be selected. Browsers and sheets keep controls from being marked by a second click on
 * them, and not from being read: for these it counts what is said of the elements around them.
 */
export function mayBeTaken(
  name: string,
  { userSelect }: CSSStyleDeclaration,
  outer: boolean,
): boolean {
  return userSelect === 'auto' || CONTROLS.test(name) ? outer : userSelect !== 'none';
}

const CONTROLS = /^(?:button|input|meter|progress|select)$/;
