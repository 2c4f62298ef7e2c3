/** What of a page's tree is selected. */
import { childrenOf, isElement, nameOf } from './dom.ts';

export function rangesOf(selection: Selection | null): Range[] {
  if (!selection || selection.isCollapsed) return [];
  return Array.from({ length: selection.rangeCount }, (_, i) => selection.getRangeAt(i));
}

/** The selected part of a text. */
export function selectedPart(text: Text, ranges: readonly Range[]): string {
  return ranges
    .filter((range) => range.intersectsNode(text))
    .map(({ startContainer, startOffset, endContainer, endOffset }) =>
      text.data.slice(
        startContainer === text ? startOffset : 0,
        endContainer === text ? endOffset : undefined,
      ),
    )
    .join('');
}

export function isSelected(node: Node, ranges: readonly Range[]): boolean {
  return ranges.some((range) => range.intersectsNode(node));
}

/** The innermost element that all ranges lie in. */
export function commonElement(ranges: readonly Range[]): Element {
  const ancestor = ranges
    .map((range) => range.commonAncestorContainer)
    .reduce((one, other) => {
      let common: Node = one;
      while (!common.contains(other) && common.parentNode) common = common.parentNode;
      return common;
    });
  return isElement(ancestor) ? ancestor : (ancestor.parentElement ?? document.documentElement);
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
export function* selectedElements(root: Element, ranges: readonly Range[]): Generator<Element> {
  for (const child of childrenOf(root)) {
    if (!isElement(child) || nameOf(child) === 'a' || !isSelected(child, ranges)) continue;
    yield child;
    yield* selectedElements(child, ranges);
  }
}
