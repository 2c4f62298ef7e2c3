/** Hands the bytes of a page to the browser. Needs a DOM. */
import { decodeText } from '../words/text/decode-text.ts';
import { saveName } from '../words/page-name.ts';
import type { Page } from '../words/reading.ts';

/** Saves the bytes as they are. */
export function savePage(page: Page): void {
  saveBlob(new Blob([page.bytes]), saveName(page));
}

/** Saves a Blob under a name of `saveName`. */
export function saveBlob(content: Blob, name: string): void {
  // A stranger wrote the link's type. As plain bytes, the browser saves the page and never opens it.
  const bytes = content.slice(0, content.size, 'application/octet-stream');
  follow(bytes, (anchor) => (anchor.download = downloadName(name)));
}

/** Shows the bytes as text, with their markup, in a tab of their own. The browser runs nothing in plain text. */
export function openAsPlainText(page: Page): void {
  // Encoded again, because a browser believes a mark at the start rather than a stated encoding.
  const text = new Blob([decodeText(page)], { type: 'text/plain;charset=utf-8' });
  follow(text, (anchor) => {
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
  });
}

/** Chromium and Firefox remove a dot at the start, and `.env` would become `env`. After another sign the dot stays. */
function downloadName(name: string): string {
  return name.replace(/^\./, '_.');
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
