/** Marks at the starts of lines that show a line's number. They have no text of their own, so none is found or copied. */
import type { TextBlock } from './text-blocks.ts';

/** Puts a mark before each line that starts in the block's element, whatever else is in there. */
export function numberLines(element: HTMLElement, { line, startsLine }: TextBlock): void {
  element.style.counterReset = `line ${startsLine ? line - 1 : line}`;
  let isStart = startsLine;
  for (const text of textsIn(element)) {
    const parts = text.data.split(/(?<=\n)/);
    text.replaceWith(...parts.flatMap((part, at) => (at > 0 || isStart ? [mark(), part] : [part])));
    isStart = text.data.endsWith('\n');
  }
}

function textsIn(element: HTMLElement): readonly Text[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() instanceof Text) texts.push(walker.currentNode as Text); // as asked for
  return texts;
}

function mark(): HTMLElement {
  const element = document.createElement('i');
  element.className = 'line-number';
  return element;
}
