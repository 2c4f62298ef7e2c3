/**
 * Pages inside pages: a nested page with its content in the page is shown in its place. Others become their name and
 * address.
 */
import { noteFor } from './foreign-media.ts';
import { markupCost, MOST_ELEMENTS } from './markup-cost.ts';
import { trustedInertMarkup } from './trusted.ts';
import { t } from '../words/language.ts';

export function frameWords(dirty: Document): void {
  const root: Element = Reflect.get(Document.prototype, 'documentElement', dirty);
  const outermost = root.querySelector('frameset');
  if (outermost) outermost.replaceWith(bodyFor(outermost));
  for (const frame of root.querySelectorAll('iframe[srcdoc]')) {
    const block = frame.ownerDocument.createElement('div');
    block.append(...contentOf(frame.getAttribute('srcdoc') ?? ''));
    frame.replaceWith(block);
  }
}

/** A body that describes the frames of a set, with the page's text for readers without frames. */
function bodyFor(frameset: Element): HTMLElement {
  const body = frameset.ownerDocument.createElement('body');
  for (const frame of frameset.querySelectorAll('frame')) {
    const line = frameset.ownerDocument.createElement('p');
    const title = frame.getAttribute('title') ?? frame.getAttribute('name') ?? '';
    const address = frame.getAttribute('src') ?? '';
    line.append(noteFor(frame, title || t('view_frameLeftOut'), address));
    if (!/^\s*https?:/i.test(address) && address !== '') line.append(`: ${address}`);
    body.append(line);
  }
  for (const element of frameset.querySelectorAll('noframes')) {
    body.append(...contentOf(element.textContent));
  }
  return body;
}

/** The text in the body of a nested page; empty if it is too long. */
function contentOf(html: string): Node[] {
  if (markupCost(html) > MOST_ELEMENTS) return [];
  const inner = new DOMParser().parseFromString(trustedInertMarkup(html), 'text/html');
  const body: Element = Reflect.get(Document.prototype, 'body', inner);
  return [...body.childNodes];
}
