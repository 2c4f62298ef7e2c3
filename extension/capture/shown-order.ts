/** The order in which a page shows an element's children, if its style sheet changes it. */
import { childrenOf, isElement, nameOf } from './dom.ts';

export function childrenInOrder(element: Element, style: CSSStyleDeclaration): Node[] {
  const children = shownChildren(element);
  const { display, flexDirection } = style;
  if (children.length < 2 || !/flex|grid/.test(display)) return children;
  const ranks = new Map(children.map((child) => [child, rankOf(child)]));
  const sorted = children.toSorted((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0));
  return /flex/.test(display) && /reverse/.test(flexDirection) ? sorted.toReversed() : sorted;
}

/** Says whether the children stand beside each other in a line. */
export function isRow({ display, flexDirection }: CSSStyleDeclaration): boolean {
  return /flex/.test(display) && flexDirection.startsWith('row');
}

/** Says whether an element is part of a line by its name, whatever a row makes of it. */
export function isOfALine(name: string): boolean {
  return INLINE.test(name);
}

const INLINE =
  /^(?:a|abbr|b|bdi|bdo|button|cite|code|data|del|dfn|em|i|input|ins|kbd|label|mark|meter|output|progress|q|s|samp|select|small|span|strong|sub|sup|time|tt|u|var)$/;

/** A closed `<details>` shows only its summary. */
function shownChildren(element: Element): Node[] {
  const children = childrenOf(element);
  if (nameOf(element) !== 'details' || element.hasAttribute('open')) return children;
  const summary = children.find((child) => isElement(child) && nameOf(child) === 'summary');
  return summary ? [summary] : [];
}

function rankOf(node: Node): number {
  return isElement(node) ? Number(getComputedStyle(node).order) || 0 : 0;
}
