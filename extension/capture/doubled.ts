/** The texts of images that are not shown. Each appears once, even if the page has the same words beside the image. */
import { labelOf } from './image-sight.ts';

const alternatives = new WeakSet<Node>();

/** The text of an image that is not shown. */
export function alternative(image: Element, owner: Document): Node[] {
  const label = labelOf(image);
  if (label === '') return [];
  const text = owner.createTextNode(label);
  alternatives.add(text);
  return [text];
}

/** Removes the text of an image if the text before or after it says the same. */
export function leaveOutDoubles(content: Element): void {
  let texts = textsIn(content);
  for (const text of texts.filter((one) => alternatives.has(one))) {
    const at = texts.indexOf(text);
    const isDoubled = [texts[at - 1], texts[at + 1]].some(
      (beside) => beside && saysOf(beside, text),
    );
    if (!isDoubled) continue;
    removeEmptied(text, content);
    texts = texts.filter((one) => one !== text);
  }
}

function textsIn(content: Element): Text[] {
  const walker = content.ownerDocument.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text); // it shows only text
  return texts.filter(({ data }) => data.trim() !== '');
}

/** Says whether a text, or an element around it that does not contain the other text, says the same as the other. */
function saysOf(beside: Text, text: Text): boolean {
  const words = plain(text.data);
  for (let at: Node | null = beside; at && !at.contains(text); at = at.parentNode) {
    if (plain(at.textContent ?? '') === words) return true;
  }
  return false;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** Removes a node, and the elements that become empty. */
export function removeEmptied(node: Node, content: Element): void {
  let parent = node.parentNode;
  parent?.removeChild(node);
  while (parent instanceof Element && parent !== content && isEmptied(parent)) {
    const around: ParentNode | null = parent.parentNode;
    parent.remove();
    parent = around;
  }
}

function isEmptied(element: Element): boolean {
  return element.childNodes.length === 0 && !/^t[dh]$/.test(element.localName);
}
