/** The elements of an article, as a part of the page. */
import { childrenOf, isElement, isText, parentOf } from '../dom.ts';
import type { Extent, PagePart } from '../page-part.ts';

export class ArticlePart implements PagePart {
  readonly commonElement: Element;
  readonly isTakenAnyway: boolean;
  readonly #nodes = new Set<Node>();

  /** Everything in `root` except the elements that `isLeftOut` names, with all that they contain. */
  constructor(root: Element, isLeftOut: (element: Element) => boolean) {
    this.commonElement = root;
    // Such a rule for a whole page is against copies by hand; for a part of it, it marks what is no text.
    this.isTakenAnyway = getComputedStyle(root).userSelect === 'none';
    const visit = (node: Node): void => {
      this.#nodes.add(node);
      for (const child of childrenOf(node)) {
        if (isText(child)) this.#nodes.add(child);
        else if (isElement(child) && !isLeftOut(child)) visit(child);
      }
    };
    visit(root);
    for (let at = parentOf(root); at; at = parentOf(at)) this.#nodes.add(at);
  }

  has(node: Node): boolean {
    return this.#nodes.has(node);
  }

  extentsOf(text: Text): readonly Extent[] {
    return [[0, text.length]];
  }
}
