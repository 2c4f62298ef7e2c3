/** Whether a style shows letters at all, shows them as they are, and lets them be selected. */
import { isTransparent, parseColour } from './colours.ts';
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
