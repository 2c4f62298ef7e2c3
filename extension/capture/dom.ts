/**
 * Reads a tree despite the traps of a page: a form answers for its fields under any name, and an object from another
 * window is an instance of none of this window's classes. The tree is the visible one: the children of an element's
 * shadow root replace its own children, and a slot contains the nodes assigned to it.
 */

/** Members that browsers give only to scripts of extensions. */
interface ForExtensions {
  readonly dom?: { openOrClosedShadowRoot(element: Element): ShadowRoot | null };
}
declare const chrome: ForExtensions | undefined;

/**
 * Reads an attribute although a form may hide it by a field's name. Made once, because it reads every node of a page.
 */
function getter<Value>(prototype: object, name: string): (node: Node) => Value {
  const property = propertyOf(prototype, name);
  if (!property?.get) throw new Error(`expected a browser whose nodes have ${name}`);
  return (node) => property.get?.call(node) as Value; // each getter returns the type of its name
}

function propertyOf(prototype: object | null, name: string): PropertyDescriptor | undefined {
  if (prototype === null) return undefined;
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  return own ?? propertyOf(Object.getPrototypeOf(prototype), name);
}

const typeOf = getter<number>(Node.prototype, 'nodeType');
const firstChildOf = getter<Node | null>(Node.prototype, 'firstChild');
const nextSiblingOf = getter<Node | null>(Node.prototype, 'nextSibling');
const parentNodeOf = getter<Node | null>(Node.prototype, 'parentNode');
const localNameOf = getter<string>(Element.prototype, 'localName');
const namespaceOf = getter<string | null>(Element.prototype, 'namespaceURI');
const openRootOf = getter<ShadowRoot | null>(Element.prototype, 'shadowRoot');

/** The visible children of a node. */
export function childrenOf(node: Node): Node[] {
  const inside = (isElement(node) && shadowRootOf(node)) || node;
  const put = isElement(node) && nameOf(node) === 'slot' ? assignedTo(node) : [];
  return put.length > 0 ? put : writtenChildrenOf(inside);
}

/** The children of a node in its own tree, which a range counts. */
export function writtenChildrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let at = firstChildOf(node); at; at = nextSiblingOf(at)) children.push(at);
  return children;
}

/** The node that contains a node in the visible tree. */
export function parentOf(node: Node): Node | null {
  const slot = isElement(node) || isText(node) ? assignedSlotOf(node) : null;
  const parent = slot ?? parentNodeOf(node);
  return parent !== null && isShadowRoot(parent) ? parent.host : parent;
}

/** The element that contains a node in the visible tree. */
export function parentElementOf(node: Node): Element | null {
  const parent = parentOf(node);
  return parent !== null && isElement(parent) ? parent : null;
}

/** The element itself, and the elements around it in the visible tree, from the inside out. */
export function ancestorsOf(element: Element): readonly Element[] {
  const ancestors: Element[] = [];
  for (let at: Element | null = element; at; at = parentElementOf(at)) ancestors.push(at);
  return ancestors;
}

/** The element itself, or the innermost element around it, that has one of these names. */
export function closestOf(element: Element, names: RegExp): Element | undefined {
  return ancestorsOf(element).find((at) => names.test(nameOf(at)));
}

/** The elements below a node in the visible tree, in their order. */
export function elementsIn(root: Node): readonly Element[] {
  const elements: Element[] = [];
  const waiting = [root];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    if (isElement(at)) elements.push(at);
    for (const child of childrenOf(at).toReversed()) waiting.push(child);
  }
  return elements.filter((element) => element !== root);
}

/** Says whether an element has such a text of its own. */
export function hasText(element: Element, isSuch: (text: string) => boolean): boolean {
  return childrenOf(element).some((child) => isText(child) && isSuch(child.data));
}

/** The shadow root, open or closed. */
export function shadowRootOf(element: Element): ShadowRoot | null {
  return openRootOf(element) ?? closedRootOf(element);
}

function closedRootOf(element: Element): ShadowRoot | null {
  const root: unknown = Reflect.get(Element.prototype, 'openOrClosedShadowRoot', element); // Firefox
  if (root !== undefined) return root as ShadowRoot | null;
  const dom = typeof chrome === 'undefined' ? undefined : chrome?.dom;
  return dom && isHtml(element) ? dom.openOrClosedShadowRoot(element) : null;
}

function assignedTo(slot: Element): Node[] {
  return (slot as HTMLSlotElement).assignedNodes?.() ?? [];
}

function assignedSlotOf(node: Element | Text): HTMLSlotElement | null {
  const prototype = isText(node) ? Text.prototype : Element.prototype;
  return Reflect.get(prototype, 'assignedSlot', node) as HTMLSlotElement | null;
}

export function nameOf(element: Element): string {
  return localNameOf(element).toLowerCase();
}

export function attributeOf(element: Element, name: string): string | null {
  return Element.prototype.getAttribute.call(element, name);
}

export function matches(element: Element, selector: string): boolean {
  return Element.prototype.matches.call(element, selector);
}

export function boxOf(element: Element): DOMRect {
  return Element.prototype.getBoundingClientRect.call(element);
}

export function boxesOf(element: Element): readonly DOMRect[] {
  return [...Element.prototype.getClientRects.call(element)];
}

/** Null in a document that is no page, such as a drawing. */
export const bodyOf = getter<HTMLElement | null>(Document.prototype, 'body');
export const contentTypeOf = getter<string>(Document.prototype, 'contentType');
export const tabTitleOf = getter<string>(Document.prototype, 'title');
export const textContentOf = getter<string | null>(Node.prototype, 'textContent');
const implementationOf = getter<DOMImplementation>(Document.prototype, 'implementation');

export function allIn(page: Document, selector: string): readonly Element[] {
  return [...Document.prototype.querySelectorAll.call(page, selector)];
}

/** A new document, where nothing loads or runs. */
export function inertDocument(title = ''): Document {
  return implementationOf(document).createHTMLDocument(title);
}

export function newRange(): Range {
  return Document.prototype.createRange.call(document);
}

/** Creates an element that is never put into the page. */
export function newElement<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
): HTMLElementTagNameMap[Name] {
  // It returns the type of the name.
  return Document.prototype.createElement.call(document, name) as HTMLElementTagNameMap[Name];
}

export function isElement(node: Node): node is Element {
  return typeOf(node) === 1;
}

export function isText(node: Node): node is Text {
  return typeOf(node) === 3;
}

function isShadowRoot(node: Node): node is ShadowRoot {
  return typeOf(node) === 11 && 'host' in node;
}

function isHtml(element: Element): boolean {
  return namespaceOf(element) === 'http://www.w3.org/1999/xhtml';
}

export function isImage(element: Element): element is HTMLImageElement {
  return nameOf(element) === 'img';
}
