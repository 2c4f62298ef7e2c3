/** Hands the bytes of a page to the browser. Needs a DOM. */
import { decodeText } from '../words/text/decode-text.ts';
import { saveName } from '../words/page-name.ts';
import type { Page } from '../words/reading.ts';

/** Saves the bytes as they are. */
export function savePage(page: Page): void {
  // The link's type is a hint by a stranger: as plain bytes the browser will save, and never open, what it gets.
  const bytes = new Blob([page.bytes], { type: 'application/octet-stream' });
  follow(bytes, (anchor) => (anchor.download = downloadName(page)));
}

/** Shows the bytes as text, markup and all, in a tab of their own. The browser runs nothing in plain text. */
export function openAsPlainText(page: Page): void {
  // Written anew: a browser would rather believe a mark at the start than be told of the encoding.
  const text = new Blob([decodeText(page)], { type: 'text/plain;charset=utf-8' });
  follow(text, (anchor) => {
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
  });
}

/** Chromium and Firefox take a dot at the start away, and `.env` would become `env`: behind another sign it stays. */
function downloadName(page: Page): string {
  return saveName(page).replace(/^\./, '_.');
}

const KEPT_MS = 60_000;

function follow(content: Blob, prepare: (anchor: HTMLAnchorElement) => void): void {
  const url = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = url;
  prepare(anchor);
  anchor.click();
  // Some browsers read the bytes only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
