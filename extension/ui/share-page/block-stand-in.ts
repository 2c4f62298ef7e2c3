/** The places of what a preview adds to the blocks of a page: elements that may stand in lists and tables. */

/** The elements of lists and tables that have content of their own. */
const CELL = /^(?:LI|DT|DD|TD|TH|CAPTION)$/;
/** Rows of a table, and groups of rows. */
const ROW = /^(?:THEAD|TBODY|TFOOT|TR)$/;

/** Where the button of a block stands that may not have it as its neighbour: in the block itself. */
export function placeInside(element: Element): Element | undefined {
  if (CELL.test(element.nodeName)) return element;
  if (!ROW.test(element.nodeName)) return undefined;
  return element.querySelector('td, th') ?? undefined;
}

/** An element of the kind that may stand in the place of `element`, with `line` in it. */
export function standIn(element: Element, line: HTMLElement): HTMLElement {
  const owner = element.ownerDocument;
  const around = (name: string, content: HTMLElement) => {
    const made = owner.createElement(name);
    made.append(content);
    return made;
  };
  const { nodeName } = element;
  if (CELL.test(nodeName)) {
    const made = around(nodeName.toLowerCase(), line);
    made.setAttribute('data-taken', '');
    for (const name of ['colspan', 'rowspan']) {
      const value = element.getAttribute(name);
      if (value !== null) made.setAttribute(name, value);
    }
    return made;
  }
  if (!ROW.test(nodeName)) return line;
  const cell = around('td', line);
  cell.setAttribute('colspan', '1000');
  return nodeName === 'TR' ? around('tr', cell) : around('tbody', around('tr', cell));
}
