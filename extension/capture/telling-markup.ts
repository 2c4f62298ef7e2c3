/** Says whether markup says more than its text. */

const TELLING = `a[href], img, table, ul, ol, dl, h1, h2, h3, h4, h5, h6, b, strong, i, em, u, s, del, ins, mark, sub, sup,
  code, pre, kbd, blockquote, ruby, math, [dir], [style]`;

/** One format around a whole text adds nothing to the text. */
const AROUND = 'div, p, span, pre, code, b, strong, i, em, h1, h2, h3, h4, h5, h6';

export function isRich(content: Element): boolean {
  let inner = content;
  for (let only = onlyChild(inner); only?.matches(AROUND); only = onlyChild(inner)) inner = only;
  return inner.querySelector(TELLING) !== null;
}

/** Says whether the copy should be markup: it says more than its text, or contains texts in place of missing images. */
export function isWantedAsMarkup(content: Element, missingImages: number): boolean {
  return isRich(content) || (missingImages > 0 && content.textContent.trim() !== '');
}

function onlyChild(element: Element): Element | undefined {
  const [only, ...others] = [...element.childNodes].filter((node) => !isBlank(node));
  return others.length === 0 && only instanceof Element ? only : undefined;
}

function isBlank(node: Node): boolean {
  return node instanceof Text && node.data.trim() === '';
}
