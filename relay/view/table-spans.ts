/**
 * Limits the places that a few cells may stretch over. A browser lays out each place of a table: a hundred cells that
 * span a thousand columns and all rows keep Firefox busy for minutes.
 */

/** The places that all stretched cells of a page may take together. */
const MOST_PLACES = 20_000;

/** Removes the spans of every cell and column beyond the limit. */
export function boundSpans(root: Element): void {
  let places = 0;
  for (const element of root.querySelectorAll('[colspan], [rowspan], [span]')) {
    places += spanOf(element, 'colspan') * spanOf(element, 'rowspan') * spanOf(element, 'span');
    if (places > MOST_PLACES) removeSpans(element);
  }
}

/** 0 means as many as there are. */
function spanOf(element: Element, attribute: string): number {
  const span = Number.parseInt(element.getAttribute(attribute) ?? '1', 10);
  return span === 0 ? 1_000 : Math.max(1, span || 1);
}

function removeSpans(element: Element): void {
  for (const attribute of ['colspan', 'rowspan', 'span']) element.removeAttribute(attribute);
}
