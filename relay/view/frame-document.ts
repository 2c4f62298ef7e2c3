/** Builds the document of the sandboxed frame that shows untrusted HTML, also HTML made from Markdown. */
import { FRAME_STYLE } from './frame-style.ts';
import { markDrawings, setsColours } from './own-colours.ts';
import { sanitiseHtml } from './sanitise.ts';

/** The frame may load only images, sounds and films inside the page itself, and inline style. */
export const FRAME_POLICY =
  "default-src 'none'; img-src data: blob:; media-src data:; style-src 'unsafe-inline'";

/** A whole document, ready for `srcdoc`, that shows `html` and can neither run nor call out. */
export async function frameDocument(html: string, stopped: AbortSignal): Promise<string> {
  const root = await sanitiseHtml(html, stopped);
  if (setsColours(root)) root.setAttribute('data-own-colours', '');
  markDrawings(root);
  const head = root.querySelector('head') ?? root.insertBefore(newElement('head'), root.firstChild);
  head.prepend(
    newElement('meta', { 'http-equiv': 'Content-Security-Policy', content: FRAME_POLICY }),
    newElement('meta', { charset: 'utf-8' }),
    newElement('meta', { name: 'referrer', content: 'no-referrer' }),
    // Resolving a link's host would be a request before any click.
    newElement('meta', { 'http-equiv': 'x-dns-prefetch-control', content: 'off' }),
    newElement('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    newElement('style', {}, FRAME_STYLE),
  );
  return `<!doctype html>${root.outerHTML}`;
}

function newElement(name: string, attributes: Record<string, string> = {}, text = ''): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}
