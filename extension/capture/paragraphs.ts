/** The markup of a plain text: empty lines part its paragraphs. */
import { inertDocument } from './dom.ts';
export function paragraphsOf(plain: string): string {
  return inParagraphs(plain).innerHTML;
}

/** The same, as an element that has the paragraphs. */
export function inParagraphs(plain: string): HTMLElement {
  const owner = inertDocument();
  const content = owner.createElement('div');
  for (const text of plain.split(/\n{2,}/)) {
    if (text.trim() === '') continue;
    const paragraph = owner.createElement('p');
    for (const [at, line] of text.split('\n').entries()) {
      if (at > 0) paragraph.append(owner.createElement('br'));
      paragraph.append(line);
    }
    content.append(paragraph);
  }
  return content;
}
