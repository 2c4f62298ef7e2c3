/** Walks over the elements of a page that are laid out, those in shadow roots too. */
import { childrenOf, isElement, parentElementOf } from '../dom.ts';

export interface Met {
  readonly element: Element;
  readonly style: CSSStyleDeclaration;
}

/** Every element with its style, each before its children; not the children of one for which `visit` gives false. */
export function visitElements(root: Element, visit: (met: Met) => boolean | void): void {
  const waiting: Element[] = [root];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    const style = getComputedStyle(element);
    if (style.display === 'none') continue;
    if (visit({ element, style }) === false) continue;
    for (const child of childrenOf(element).reverse()) if (isElement(child)) waiting.push(child);
  }
}

/** Says whether `inner` is `outer` or lies in it, in the visible tree. */
export function isWithin(inner: Element, outer: Element): boolean {
  for (let at: Element | null = inner; at; at = parentElementOf(at)) {
    if (at === outer) return true;
  }
  return false;
}

/** The innermost element at a point of the window, also in shadow roots. */
export function elementAt(x: number, y: number): Element | null {
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found;
}
