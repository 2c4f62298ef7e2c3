/** Guesses, without parsing it, what a browser would have to build from HTML; markup can be written to be a bomb. */

/** The most elements that are built while the reader waits; a long article has a few thousand. */
export const MOST_ELEMENTS = 40_000;

const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;
/** Elements that a parser opens again in each block until they are closed. */
const REOPENED = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));

/** About how many elements come of it; counting stops where it is more than is ever built. */
export function markupCost(html: string): number {
  let cost = 0;
  let open = 0;
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    if (REOPENED.has(name.toLowerCase())) open = Math.max(0, open + (slash ? -1 : 1));
    // A few are open in any honest text, and each block in it is not a copy of all of them.
    cost += slash ? 0 : 1 + Math.max(0, open - 8);
    if (cost > MOST_ELEMENTS) break;
  }
  return cost;
}
