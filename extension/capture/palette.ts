/** Decides whether a selection keeps its colours: all of them if any says something, otherwise none. */
import { isHue, isLight, isTransparent, parseColour, type Rgba, WHITE } from './colours.ts';
import type { PagePart } from './page-part.ts';
import { selectedElements } from './selected.ts';

/** More than any screen shows. A longer selection is judged by its start. */
const LOOKED_AT = 5_000;

export function hasTellingColours(root: Element, selected: PagePart): boolean {
  let looked = 0;
  for (const element of selectedElements(root, selected)) {
    const { color, backgroundColor } = getComputedStyle(element);
    if (isHue(parseColour(color)) || isHue(parseColour(backgroundColor))) return true;
    if (++looked === LOOKED_AT) return false;
  }
  return false;
}

/** A dark page's colours need their dark ground around them. A light page's colours suit the reader's paper. */
export function darkGround(element: Element): string | undefined {
  const ground = groundOf(element);
  if (isLight(ground)) return undefined;
  const [red, green, blue] = ground;
  return `background-color: rgb(${red}, ${green}, ${blue}); color: ${getComputedStyle(element).color}; padding: 1em`;
}

/** The colour seen behind an element. */
function groundOf(element: Element): Rgba {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const ground = parseColour(getComputedStyle(at).backgroundColor);
    if (!isTransparent(ground)) return ground;
  }
  return WHITE;
}
