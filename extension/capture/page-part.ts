/** A part of a page's tree: its nodes, and their ancestors in the visible tree. A selection is one, an article another. */

/** A part of a text. */
export type Extent = readonly [from: number, to: number];

export interface PagePart {
  has(node: Node): boolean;
  /** The start and the end of each part of a text that belongs to it. */
  extentsOf(text: Text): readonly Extent[];
  /** The innermost element that contains all of it. */
  readonly commonElement: Element;
  /** It counts as seen although the page does not let a user select it. */
  readonly isTakenAnyway?: boolean;
}
