/**
 * The blocks of a page: the parts that its reader can take out before it is shared. The same walk runs over the captured
 * content and over the preview, so block 5 of the one is block 5 of the other. Elements may be of another window.
 */

/** A longer element is split into the blocks in it: a chat in one list, a thread in one table. */
const LONG_CHARS = 600;
const NAME_CHARS = 48;

const BLOCKS = words(`
  DIV P H1 H2 H3 H4 H5 H6 PRE BLOCKQUOTE FIGURE HR UL OL LI DL DT DD TABLE CAPTION THEAD TBODY TFOOT TR TD TH
`);
/** The blocks that may have blocks in them. */
const AROUND_BLOCKS = words('DIV BLOCKQUOTE UL OL LI DL DD TABLE THEAD TBODY TFOOT TR TD TH');
/** The blocks that have their own parts in them and no text. */
const AROUND_PARTS = words('UL OL TABLE THEAD TBODY TFOOT TR');
const PICTURED = 'img, svg, math, video, audio';

/** The blocks in `root`, in the order of the page. None lies in another, and each says or shows something. */
export function blocksOf(root: Element): Element[] {
  const blocks: Element[] = [];
  for (const child of root.children) {
    if (!isBlock(child) || !isTold(child)) continue;
    if (isSplit(child)) blocks.push(...blocksOf(child));
    else blocks.push(child);
  }
  return blocks;
}

/** Puts each run of text that stands beside blocks into an element of its own, which makes it a block too. */
export function wrapLooseText(root: Element): void {
  let run: Element | undefined;
  for (const node of [...root.childNodes]) {
    if (isElement(node) && isBlock(node)) {
      run = undefined;
      if (isSplit(node)) wrapLooseText(node);
    } else if (run) {
      run.append(node);
    } else if (isTold(node) && !AROUND_PARTS.has(root.nodeName)) {
      run = root.ownerDocument.createElement(root.nodeName === 'DL' ? 'dd' : 'div');
      node.replaceWith(run);
      run.append(node);
    }
  }
}

/** Removes these blocks, and the elements around them that have nothing else in them. */
export function removeBlocks(root: Element, blocks: Iterable<Element>): void {
  for (const block of blocks) {
    const gone = outermost(root, block);
    // A row keeps its cells, so that the others stay in their columns.
    if (isCell(gone)) gone.replaceChildren();
    else gone.remove();
  }
}

/** The block, or the largest element around it that has nothing else in it. */
function outermost(root: Element, block: Element): Element {
  let gone = block;
  for (let around = gone.parentElement; around && around !== root; around = gone.parentElement) {
    if (hasOthers(around, gone)) break;
    gone = around;
  }
  return gone;
}

/** The first words of a block, to know it by; '' of one without words. */
export function firstWords(block: Element): string {
  const text = startOf(block);
  if (text.length <= NAME_CHARS) return text;
  const start = text.slice(0, NAME_CHARS + 1);
  const end = start.lastIndexOf(' ');
  return `${start.slice(0, end > 0 ? end : NAME_CHARS)}…`;
}

/** Names of blocks that stay the same when a page is read again: its words, and a number where several have the same. */
export function namesOf(blocks: readonly Element[]): readonly string[] {
  const counts = new Map<string, number>();
  return blocks.map((block) => {
    const text = wordsOf(block);
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    return `${count} ${text}`;
  });
}

function wordsOf({ textContent }: Element): string {
  return textContent.replaceAll(/\s+/g, ' ').trim();
}

/** More than the first words, with a space between the points of a list or the cells of a table. */
function startOf(block: Element): string {
  const texts = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let start = '';
  let around: Element | undefined;
  while (start.length <= 2 * NAME_CHARS && texts.nextNode()) {
    const { parentElement, textContent } = texts.currentNode;
    let inner = parentElement ?? block;
    while (inner !== block && !isBlock(inner)) inner = inner.parentElement ?? block;
    start = `${start}${around === inner ? '' : ' '}${textContent ?? ''}`.replaceAll(/\s+/g, ' ');
    around = inner;
  }
  return start.trim();
}

/** An element around blocks, and no block itself. */
function isSplit(element: Element): boolean {
  const { nodeName } = element;
  if (!AROUND_BLOCKS.has(nodeName)) return false;
  const inside = [...element.children].filter(isBlock);
  if (inside.length === 0 || nodeName === 'DIV') return inside.length > 0;
  if (element.textContent.length <= LONG_CHARS) return false;
  return nodeName !== 'TR' || inside.some(isSplit);
}

function isBlock({ nodeName }: Element): boolean {
  return BLOCKS.has(nodeName);
}

function isCell({ nodeName }: Element): boolean {
  return nodeName === 'TD' || nodeName === 'TH';
}

/** It says or shows something. */
function isTold(node: Node): boolean {
  if (node.textContent?.trim()) return true;
  return isElement(node) && (node.matches(PICTURED) || node.querySelector(PICTURED) !== null);
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

function hasOthers(around: Element, one: Element): boolean {
  for (const child of around.childNodes) if (child !== one && isTold(child)) return true;
  return false;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
