/** What of a page's tree is selected. */
import { childrenOf, isElement, nameOf } from './dom.ts';

export function rangesOf(selection: Selection | null): Range[] {
  if (!selection || selection.isCollapsed) return [];
  return Array.from({ length: selection.rangeCount }, (_, i) => selection.getRangeAt(i));
}

/**
 * All nodes that some ranges touch, and those around them. Found in one pass: to ask a range of each node takes time
 * that is quadratic in the number of its siblings (Chromium 156).
 */
export class Selected {
  readonly #ranges: readonly Range[];
  readonly #nodes = new Set<Node>();

  constructor(ranges: readonly Range[]) {
    this.#ranges = ranges;
    for (const range of ranges) this.#add(range);
  }

  has(node: Node): boolean {
    return this.#nodes.has(node);
  }

  /** The selected part of a text. */
  partOf(text: Text): string {
    const cuts = this.#ranges.filter(
      ({ startContainer, endContainer }) => startContainer === text || endContainer === text,
    );
    if (cuts.length === 0) return text.data;
    return cuts
      .map(({ startContainer, startOffset, endContainer, endOffset }) =>
        text.data.slice(
          startContainer === text ? startOffset : 0,
          endContainer === text ? endOffset : undefined,
        ),
      )
      .join('');
  }

  /** The innermost element that all ranges lie in. */
  get commonElement(): Element {
    const ancestor = this.#ranges
      .map((range) => range.commonAncestorContainer)
      .reduce((one, other) => {
        let common: Node = one;
        while (!common.contains(other) && common.parentNode) common = common.parentNode;
        return common;
      });
    return isElement(ancestor) ? ancestor : (ancestor.parentElement ?? document.documentElement);
  }

  #add({ startContainer, startOffset, endContainer, endOffset }: Range): void {
    const end = nodeAt(endContainer, endOffset);
    const first = nodeAt(startContainer, startOffset, startContainer);
    for (let at: Node | null = startContainer; at; at = at.parentNode) this.#nodes.add(at);
    const walker = walkerFrom(first ?? startContainer);
    for (let at: Node | null = first; at && at !== end; at = walker.nextNode()) this.#nodes.add(at);
  }
}

/** The first node after a boundary; a text that is cut by it is `cut`, or else the node after that. */
function nodeAt(container: Node, offset: number, cut?: Node): Node | null {
  if (!isElement(container)) return cut ?? nodeAfter(container);
  return childrenOf(container)[offset] ?? nodeAfter(container);
}

/** The first node that is neither `node` nor in it. */
function nodeAfter(node: Node): Node | null {
  const walker = walkerFrom(node);
  do {
    const next = walker.nextSibling();
    if (next) return next;
  } while (walker.parentNode());
  return null;
}

function walkerFrom(node: Node): TreeWalker {
  const walker = document.createTreeWalker(node.getRootNode());
  walker.currentNode = node;
  return walker;
}

/**
 * The outermost element that the selected text takes its meaning from: the link, the code or the list that it lies in,
 * the table whose rows it is. Undefined where there is none.
 */
export function meaningfulAncestor(common: Element): Element | undefined {
  const name = nameOf(common);
  if (/^(?:tr|tbody|thead|tfoot|table)$/.test(name)) return common.closest('table') ?? undefined;
  if (/^(?:ul|ol|menu|dl)$/.test(name)) return common;
  return common.closest('pre') ?? outermostInline(common);
}

function outermostInline(element: Element): Element | undefined {
  let found: Element | undefined;
  for (let at: Element | null = element; at && isInline(at); at = at.parentElement) found = at;
  return found;
}

function isInline(element: Element): boolean {
  return /^(?:inline|contents)$/.test(getComputedStyle(element).display);
}

/** The selected elements below `root`, in their order, without those that lie in links. */
export function* selectedElements(root: Element, selected: Selected): Generator<Element> {
  for (const child of childrenOf(root)) {
    if (!isElement(child) || nameOf(child) === 'a' || !selected.has(child)) continue;
    yield child;
    yield* selectedElements(child, selected);
  }
}
