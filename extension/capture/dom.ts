/** Reads a page's tree past what the page can put in its way: a form answers for its fields under any name. */

export function childrenOf(node: Node): Node[] {
  // The getter gives what its name says.
  return [...(Reflect.get(Node.prototype, 'childNodes', node) as NodeListOf<ChildNode>)];
}

export function nameOf(element: Element): string {
  // The getter gives what its name says.
  return (Reflect.get(Element.prototype, 'localName', element) as string).toLowerCase();
}

export function isElement(node: Node): node is Element {
  return node instanceof Element;
}
