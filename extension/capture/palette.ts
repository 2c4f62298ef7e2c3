/** Whether a selection's colours are kept: only where one of them says something. Kept are all of them or none. */
import { isHue, isLight, isTransparent, parseColour, type Rgba, WHITE } from './colours.ts';
import { type Selected, selectedElements } from './selected.ts';

/** More than any screen shows; a longer selection is judged by its start. */
const LOOKED_AT = 5_000;

export function hasTellingColours(root: Element, selected: Selected): boolean {
  let looked = 0;
  for (const element of selectedElements(root, selected)) {
    const { color, backgroundColor } = getComputedStyle(element);
    if (isHue(parseColour(color)) || isHue(parseColour(backgroundColor))) return true;
    if (++looked === LOOKED_AT) return false;
  }
  return false;
}

/** What a dark page's colours need around them to be read; a light one's are at home on the reader's paper. */
export function darkGround(element: Element): string | undefined {
  const ground = groundOf(element);
  if (isLight(ground)) return undefined;
  const [red, green, blue] = ground;
  return `background-color: rgb(${red}, ${green}, ${blue}); color: ${getComputedStyle(element).color}; padding: 1em`;
}

/** What is seen behind an element. */
function groundOf(element: Element): Rgba {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const ground = parseColour(getComputedStyle(at).backgroundColor);
    if (!isTransparent(ground)) return ground;
  }
  return WHITE;
}
