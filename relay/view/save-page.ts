/** Hands the bytes of a page to the browser. Needs a DOM. */
import { encodingOf } from './decode-text.ts';
import { saveName } from './page-name.ts';
import type { Page } from './reading.ts';

/** Saves the bytes as they are. */
export function savePage(page: Page): void {
  // The link's type is a hint by a stranger: as plain bytes the browser will save, and never open, what it gets.
  follow(page, 'application/octet-stream', (anchor) => (anchor.download = saveName(page)));
}

/** Shows the bytes as text, markup and all, in a tab of their own. The browser runs nothing in plain text. */
export function openAsPlainText(page: Page): void {
  follow(page, `text/plain;charset=${encodingOf(page)}`, (anchor) => {
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
  });
}

const KEPT_MS = 60_000;

function follow(page: Page, type: string, prepare: (anchor: HTMLAnchorElement) => void): void {
  const url = URL.createObjectURL(new Blob([page.bytes], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  prepare(anchor);
  anchor.click();
  // Some browsers read the bytes only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
