/** The places of what a preview adds to the blocks of a page: elements that may stand in lists and tables. */

/** Where the button of a block stands that may not have it as its neighbour: in the block itself. */
export function placeInside(element: Element): Element | undefined {
  if (/^(?:LI|DT|DD|TD|TH|CAPTION)$/.test(element.nodeName)) return element;
  if (!/^(?:THEAD|TBODY|TFOOT|TR)$/.test(element.nodeName)) return undefined;
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
  if (/^(?:LI|DT|DD|TD|TH|CAPTION)$/.test(nodeName)) {
    const made = around(nodeName.toLowerCase(), line);
    made.setAttribute('data-taken', '');
    for (const name of ['colspan', 'rowspan']) {
      const value = element.getAttribute(name);
      if (value !== null) made.setAttribute(name, value);
    }
    return made;
  }
  if (!/^(?:THEAD|TBODY|TFOOT|TR)$/.test(nodeName)) return line;
  const cell = around('td', line);
  cell.setAttribute('colspan', '1000');
  return nodeName === 'TR' ? around('tr', cell) : around('tbody', around('tr', cell));
}
