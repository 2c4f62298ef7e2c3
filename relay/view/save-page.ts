/** Hands a page to the browser's downloads. */
import { saveName } from './page-name.ts';
import type { Page } from './reading.ts';

const KEPT_MS = 60_000;

/** Saves the bytes as they are. Needs a DOM. */
export function savePage(page: Page): void {
  // The link's type is a hint by a stranger: as plain bytes the browser will save, and never open, what it gets.
  const url = URL.createObjectURL(new Blob([page.bytes], { type: 'application/octet-stream' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = saveName(page);
  anchor.click();
  // Some browsers read the bytes only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
