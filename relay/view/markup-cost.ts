/** Guesses, without parsing it, what a browser would have to build from HTML; markup can be written to be a bomb. */

/** The most elements that are built while the reader waits; a long article has a few thousand. */
export const MOST_ELEMENTS = 40_000;

/** The most characters of markup and text, images not counted: a browser lays them out in one go. */
export const MOST_CHARACTERS = 2 * 1024 * 1024;

const IMAGE = /data:image\/[\w.+-]+;base64,[\w+/=]+/gi;

/** How much there is to lay out: images that stand in the markup are a matter of their size on the screen. */
export function markupLength(html: string): number {
  let length = html.length;
  for (const [image] of html.matchAll(IMAGE)) length -= image.length;
  return length;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;
/** Elements that a parser opens again in each block until they are closed. */
const REOPENED = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));

/** About how many elements come of it; counting stops where it is more than is ever built. */
export function markupCost(html: string): number {
  let cost = 0;
  let open = 0;
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    const isReopened = REOPENED.has(name.toLowerCase());
    if (isReopened) open = Math.max(0, open + (slash ? -1 : 1));
    // A few are open in any honest text, and not copied into each block of it.
    const copies = isReopened ? 0 : Math.max(0, open - 8);
    if (!slash) cost += 1 + copies;
    if (cost > MOST_ELEMENTS) break;
  }
  return cost;
}
