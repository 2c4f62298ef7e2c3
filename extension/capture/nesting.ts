/**
 * Puts copied nodes into an element in such a way that the reader's parser builds the same tree. That parser ends a
 * paragraph before a block, knows no link in a link, and drops parts of a table outside a table.
 */

const BLOCKS = `address, article, blockquote, div, dl, figure, figcaption, h1, h2, h3, h4, h5, h6, hr, ol, p, pre, table, ul`;

/** The name that an element with such content can have. */
export function nameAround(name: string, children: readonly Node[]): string {
  if (name === 'p' && holds(children, BLOCKS)) return 'div';
  return name === 'a' && holds(children, 'a') ? 'span' : name;
}

function holds(nodes: readonly Node[], selector: string): boolean {
  return nodes.some(
    (node) => node instanceof Element && (node.matches(selector) || node.querySelector(selector)),
  );
}

/** The nodes in a form that fits into an element of this name. */
export function nestedIn(name: string, nodes: readonly Node[]): Node[] {
  switch (name) {
    case 'table':
      return inRuns(
        nodes,
        (node) => /^(?:caption|thead|tbody|tfoot|tr)$/.test(nameOf(node)),
        rowsOf,
      );
    case 'thead':
    case 'tbody':
    case 'tfoot':
      return inRuns(nodes, (node) => nameOf(node) === 'tr', rowsOf);
    case 'tr':
      return inRuns(nodes, isCell, (run) => (isBlank(run) ? [] : [wrapped('td', run)]));
    default:
      return inRuns(
        nodes,
        (node) => !OF_TABLE.test(nameOf(node)),
        (run) => [wrapped('table', nestedIn('table', run))],
      );
  }
}

const OF_TABLE = /^(?:caption|thead|tbody|tfoot|tr|td|th)$/;

/** A sequence of nodes: those that fit stay as they are, and each run of others becomes `mended`. */
function inRuns(
  nodes: readonly Node[],
  fits: (node: Node) => boolean,
  mended: (run: readonly Node[]) => Node[],
): Node[] {
  const settled: Node[] = [];
  let run: Node[] = [];
  const settle = () => {
    if (run.length > 0) settled.push(...mended(run));
    run = [];
  };
  for (const node of nodes) {
    if (fits(node)) {
      settle();
      settled.push(node);
    } else run.push(node);
  }
  settle();
  return settled;
}

/** Cells beside each other form one row, and so do nodes outside any cell. */
function rowsOf(run: readonly Node[]): Node[] {
  return isBlank(run) ? [] : [wrapped('tr', nestedIn('tr', run))];
}

function wrapped(name: string, nodes: readonly Node[]): Element {
  const [first] = nodes;
  const owner = first?.ownerDocument ?? document;
  const element = owner.createElement(name);
  element.append(...nodes);
  return element;
}

function isCell(node: Node): boolean {
  return /^t[dh]$/.test(nameOf(node));
}

function isBlank(nodes: readonly Node[]): boolean {
  return nodes.every(
    (node) => !(node instanceof Element) && (node.textContent ?? '').trim() === '',
  );
}

function nameOf(node: Node): string {
  return node instanceof Element ? node.localName : '';
}
