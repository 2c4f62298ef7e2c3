/** Puts the copy of an article into the form of a page by itself: its title, its author, and one block after another. */

/** Elements that are blocks of their own. */
const BLOCK = /^(?:blockquote|div|dl|figure|h[1-6]|hr|ol|p|pre|table|ul)$/;

/** Takes away the boxes that a page puts around its blocks for reasons of its own. */
export function flatten(content: HTMLElement): void {
  for (const child of [...content.children]) unwrap(child);
  for (const run of looseRuns(content)) {
    const line = content.ownerDocument.createElement('div');
    run[0]?.before(line);
    for (const node of run) line.append(node);
  }
}

/** Each element once, and none as an argument: a page may have a hundred thousand. */
function unwrap(element: Element): void {
  const children = [...element.children];
  const { localName, attributes } = element;
  if (localName !== 'div' || attributes.length > 0 || !children.some(isBlock)) return;
  while (element.firstChild) element.before(element.firstChild);
  element.remove();
  children.forEach(unwrap);
}

/** Lines between the blocks. */
function looseRuns(content: HTMLElement): readonly ChildNode[][] {
  const runs: ChildNode[][] = [[]];
  for (const node of content.childNodes) {
    if (node instanceof Element && isBlock(node)) runs.push([]);
    else runs.at(-1)?.push(node);
  }
  for (const run of runs.filter(isBlank)) run.forEach((node) => node.remove());
  return runs.filter((run) => !isBlank(run));
}

function isBlock({ localName }: Element): boolean {
  return BLOCK.test(localName);
}

function isBlank(nodes: readonly ChildNode[]): boolean {
  return nodes.every(
    (node) => !(node instanceof Element) && (node.textContent ?? '').trim() === '',
  );
}

/** Makes the title the heading of the page, and puts it and the author's name at the start if they are not there. */
export function head(content: HTMLElement, title: string, author: string): void {
  const heading = title === '' ? undefined : headingIn(content, title);
  const isNamed = author === '' || content.textContent.includes(author);
  if (isNamed) return;
  const line = content.ownerDocument.createElement('p');
  line.append(author);
  if (heading) heading.after(line);
  else content.prepend(line);
}

function headingIn(content: HTMLElement, title: string): Element {
  const first = [...content.children].find(({ textContent }) => textContent.trim() !== '');
  const found = [...content.querySelectorAll('h1, h2, h3'), ...(first ? [first] : [])].find(
    ({ textContent }) => inOneLine(textContent) === inOneLine(title),
  );
  const heading = content.ownerDocument.createElement('h1');
  if (found?.localName === 'h1') return found;
  if (found) {
    heading.append(...found.childNodes);
    found.replaceWith(heading);
  } else {
    heading.append(title);
    content.prepend(heading);
  }
  return heading;
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, '').toLowerCase();
}
