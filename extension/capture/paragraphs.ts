/** The markup of a plain text: empty lines part its paragraphs. */
export function paragraphsOf(plain: string): string {
  return inParagraphs(plain).innerHTML;
}

/** The same, as an element that has the paragraphs. */
export function inParagraphs(plain: string): HTMLElement {
  const owner = document.implementation.createHTMLDocument('');
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
