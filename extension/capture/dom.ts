/**
 * Reads a tree past what a page can put in its way: a form answers for its fields under any name, and what comes from
 * another window is an instance of none of the classes of this one.
 */

export function childrenOf(node: Node): Node[] {
  // The getters give what their names say.
  return [...(Reflect.get(Node.prototype, 'childNodes', node) as NodeListOf<ChildNode>)];
}

export function nameOf(element: Element): string {
  return (Reflect.get(Element.prototype, 'localName', element) as string).toLowerCase();
}

export function isElement(node: Node): node is Element {
  return Reflect.get(Node.prototype, 'nodeType', node) === 1;
}

export function isText(node: Node): node is Text {
  return Reflect.get(Node.prototype, 'nodeType', node) === 3;
}

export function isImage(element: Element): element is HTMLImageElement {
  return nameOf(element) === 'img';
}

export function isNumberedList(element: Element): element is HTMLOListElement {
  return nameOf(element) === 'ol';
}
