/** The elements of a copy that are worth keeping: those that show something, or change how something looks. */
import { boxOf } from './dom.ts';
import type { Look } from './text-style.ts';

/** Says whether an empty line is visible. */
export function hasEmptyLine(element: Element, { spaces }: Look): boolean {
  return (
    spaces !== 'normal' &&
    /^(?:block|list-item|table-row|flex|grid)/.test(getComputedStyle(element).display) &&
    boxOf(element).height > 0
  );
}

/** Says whether an element shows something although it is empty. */
const SHOWN_EMPTY = /^(?:br|wbr|hr|td|th)$/i;

export function isEmpty(copy: Element, { isTaken }: Look): boolean {
  return copy.childNodes.length === 0 && !(isTaken && SHOWN_EMPTY.test(copy.localName));
}

/** Pages wrap their text in many elements for reasons of their own. */
export function isNeeded(copy: Element): boolean {
  if (copy.attributes.length > 0) return true;
  if (/^(?:span|a)$/.test(copy.localName)) return false;
  return copy.localName !== 'div' || !(copy.childNodes.length === 1 && isBlock(copy.firstChild));
}

function isBlock(node: Node | null): boolean {
  return (
    node instanceof Element &&
    /^(?:div|p|[uod]l|table|pre|blockquote|figure|h[1-6])$/.test(node.localName)
  );
}
