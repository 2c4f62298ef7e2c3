/**
 * Estimates the elements that a browser would build from HTML, without parsing it. Somebody can write markup as a bomb.
 */

/** The most elements that are built while the reader waits. A long article has a few thousand. */
export const MOST_ELEMENTS = 40_000;

/** The most characters of markup and text, without images: a browser lays them out in one go. */
export const MOST_CHARACTERS = 2 * 1024 * 1024;

const IMAGE = /data:image\/[\w.+-]+;base64,[\w+/=]+/gi;

/**
 * The number of characters to lay out. The cost of images in the markup depends on their size on the screen instead.
 */
export function markupLength(html: string): number {
  let length = html.length;
  for (const [image] of html.matchAll(IMAGE)) length -= image.length;
  return length;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;
/** Elements that a parser opens again in each block until they are closed. */
const REOPENED = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));

/** The approximate number of elements. Counting stops above the limit. */
export function markupCost(html: string): number {
  let cost = 0;
  let open = 0;
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    const isReopened = REOPENED.has(name.toLowerCase());
    if (isReopened) open = Math.max(0, open + (slash ? -1 : 1));
    // Every honest text has a few open ones, which are not copied into each block.
    const copies = isReopened ? 0 : Math.max(0, open - 8);
    if (!slash) cost += 1 + copies;
    if (cost > MOST_ELEMENTS) break;
  }
  return cost;
}
