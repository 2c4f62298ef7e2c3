/** The texts of some elements of a page, as far as a person can see them. */
import { childrenOf, isElement, isText, nameOf, parentOf } from './dom.ts';
import { GeneratedTexts } from './generated.ts';
import type { Extent, PagePart } from './page-part.ts';
import { type Visible, visibleIn } from './visible-words.ts';

export class SeenTexts {
  readonly #parts: Visible['parts'];

  constructor(page: Document, elements: Iterable<Element>) {
    const part = new WholeElements(page, elements);
    this.#parts = visibleIn(part, page, new GeneratedTexts()).parts;
  }

  /** The text of one of the elements, or of an element in one, as one line. */
  of(element: Element): string {
    return [...this.#in(element)].join('').replaceAll(/\s+/g, ' ').trim();
  }

  *#in(element: Element): Generator<string> {
    const isApart = !/^(?:inline|contents)/.test(getComputedStyle(element).display);
    if (isApart || nameOf(element) === 'br') yield ' ';
    for (const child of childrenOf(element)) {
      if (isElement(child)) yield* this.#in(child);
      else if (isText(child)) yield this.#parts.get(child) ?? ' ';
    }
    if (isApart) yield ' ';
  }
}

class WholeElements implements PagePart {
  readonly isTakenAnyway = true;
  readonly commonElement: Element;
  readonly #nodes = new Set<Node>();

  constructor(page: Document, elements: Iterable<Element>) {
    this.commonElement = page.documentElement;
    for (const element of elements) {
      this.#add(element);
      for (let at = parentOf(element); at; at = parentOf(at)) this.#nodes.add(at);
    }
  }

  has(node: Node): boolean {
    return this.#nodes.has(node);
  }

  extentsOf(text: Text): readonly Extent[] {
    return [[0, text.length]];
  }

  #add(node: Node): void {
    this.#nodes.add(node);
    for (const child of childrenOf(node)) this.#add(child);
  }
}
