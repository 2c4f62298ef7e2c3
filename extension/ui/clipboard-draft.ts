/** What the clipboard holds as something to share: formatted where the formatting says something, else its text. */
import type { Draft } from '@mayfly/relay/view';

const TELLING =
  'a[href], img, table, ul, ol, h1, h2, h3, h4, h5, h6, b, strong, i, em, code, pre, blockquote';

export async function clipboardDraft(clipboard: Clipboard): Promise<Draft | undefined> {
  const items = await clipboard.read();
  const html = await textOf(items, 'text/html');
  if (html !== undefined && isRich(html)) return { text: html, mediaType: 'text/html' };
  const text = await textOf(items, 'text/plain');
  return text ? { text, mediaType: 'text/plain' } : undefined;
}

/** Whether markup says more than its text does; browsers and editors wrap plain text in markup of their own. */
function isRich(html: string): boolean {
  return new DOMParser().parseFromString(html, 'text/html').body.querySelector(TELLING) !== null;
}

async function textOf(items: ClipboardItems, type: string): Promise<string | undefined> {
  const item = items.find((one) => one.types.includes(type));
  return item && (await item.getType(type)).text();
}
