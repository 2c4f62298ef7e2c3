/** The selected part of a page's tree. */
import {
  childrenOf,
  closestOf,
  isElement,
  isText,
  nameOf,
  parentElementOf,
  parentOf,
  shadowRootOf,
  writtenChildrenOf,
} from './dom.ts';
import type { Extent, PagePart } from './page-part.ts';

/** From one place in a page to another; the two may lie in different shadow trees. */
export type Span = Pick<Range, 'startContainer' | 'startOffset' | 'endContainer' | 'endOffset'>;

/** The selection, also inside shadow roots, which ranges do not expose. */
export function rangesOf(selection: Selection | null): readonly Span[] {
  if (!selection || selection.rangeCount === 0) return [];
  const ranges = Array.from({ length: selection.rangeCount }, (_, i) => selection.getRangeAt(i));
  const composed = ranges.length === 1 ? composedRanges(selection) : [];
  return (composed.length > 0 ? composed : ranges).filter((span) => !isCollapsed(span));
}

function composedRanges(selection: Selection): readonly Span[] {
  const shadowRoots = rootsIn(document);
  if (shadowRoots.length === 0 || !('getComposedRanges' in selection)) return [];
  return selection.getComposedRanges({ shadowRoots });
}

function rootsIn(tree: Document | ShadowRoot): ShadowRoot[] {
  const roots = [...tree.querySelectorAll('*')].flatMap((element) => shadowRootOf(element) ?? []);
  return roots.flatMap((root) => [root, ...rootsIn(root)]);
}

function isCollapsed({ startContainer, startOffset, endContainer, endOffset }: Span): boolean {
  return startContainer === endContainer && startOffset === endOffset;
}

/** All nodes that the spans touch, and their ancestors in the visible tree. One pass finds them. */
export class Selected implements PagePart {
  readonly #spans: readonly Span[];
  readonly #nodes = new Set<Node>();

  constructor(spans: readonly Span[]) {
    this.#spans = spans;
    for (const span of spans) this.#add(span);
  }

  has(node: Node): boolean {
    return this.#nodes.has(node);
  }

  extentsOf(text: Text): readonly Extent[] {
    const cuts = this.#spans.filter(
      ({ startContainer, endContainer }) => startContainer === text || endContainer === text,
    );
    if (cuts.length === 0) return [[0, text.length]];
    return cuts.map(({ startContainer, startOffset, endContainer, endOffset }) => [
      startContainer === text ? startOffset : 0,
      endContainer === text ? endOffset : text.length,
    ]);
  }

  get commonElement(): Element {
    const ends = this.#spans.flatMap(({ startContainer, endContainer }) => [
      startContainer,
      endContainer,
    ]);
    const common = ends.reduce(commonOf);
    return isElement(common) ? common : (parentElementOf(common) ?? document.documentElement);
  }

  #add({ startContainer, startOffset, endContainer, endOffset }: Span): void {
    const start = placeOf(startContainer, startOffset, 'enter');
    const end = placeOf(endContainer, endOffset, 'leave');
    let passed = 0; // counts the two places, because slots may reverse their order
    const pass = (node: Node, on: Place['on']) => {
      for (const place of [start, end]) if (place.node === node && place.on === on) passed++;
    };
    const visit = (node: Node): boolean => {
      pass(node, 'enter');
      const children = childrenOf(node);
      let isTouched = children.length === 0 && passed === 1;
      for (const child of children) {
        if (passed < 2 && visit(child)) isTouched = true;
      }
      pass(node, 'leave');
      if (isTouched) this.#nodes.add(node);
      return isTouched;
    };
    const common = commonOf(startContainer, endContainer);
    if (!visit(common)) return;
    for (let at = parentOf(common); at; at = parentOf(at)) this.#nodes.add(at);
  }
}

/** The start or end of a span, found by a walk through the tree. */
interface Place {
  readonly node: Node;
  readonly on: 'enter' | 'leave';
}

function placeOf(container: Node, offset: number, inText: Place['on']): Place {
  if (isText(container)) return { node: container, on: inText };
  const child = writtenChildrenOf(container)[offset];
  return child && isShown(child) ? { node: child, on: 'enter' } : { node: container, on: 'leave' };
}

/**
 * Says whether a walk through the visible tree comes by: an element with a shadow root shows only its slotted children.
 */
function isShown(node: Node): boolean {
  const parent = parentElementOf(node);
  return parent === null || childrenOf(parent).includes(node);
}

function commonOf(one: Node, other: Node): Node {
  const around = new Set<Node>();
  for (let at: Node | null = other; at; at = parentOf(at)) around.add(at);
  let common = one;
  while (!around.has(common)) {
    const parent = parentOf(common);
    if (parent === null) return document.documentElement;
    common = parent;
  }
  return common;
}

/**
 * The outermost element that gives the selected text its meaning: the link, code or list around it, or the table of its
 * rows. Undefined if there is none.
 */
export function meaningfulAncestor(common: Element): Element | undefined {
  const name = nameOf(common);
  if (/^(?:tr|tbody|thead|tfoot|table)$/.test(name)) return closestOf(common, /^table$/);
  if (/^(?:ul|ol|menu|dl)$/.test(name)) return common;
  return closestOf(common, /^pre$/) ?? outermostInline(common);
}

function outermostInline(element: Element): Element | undefined {
  let found: Element | undefined;
  for (let at: Element | null = element; at && isInline(at); at = parentElementOf(at)) found = at;
  return found;
}

function isInline(element: Element): boolean {
  return /^(?:inline|contents)$/.test(getComputedStyle(element).display);
}

/** The selected elements below `root`, in their order, without those inside links. */
export function* selectedElements(root: Element, selected: PagePart): Generator<Element> {
  for (const child of childrenOf(root)) {
    if (!isElement(child) || nameOf(child) === 'a' || !selected.has(child)) continue;
    yield child;
    yield* selectedElements(child, selected);
  }
}
