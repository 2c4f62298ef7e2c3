/** Photographs the visible part of a tab, as a PNG. */
import { browser } from 'wxt/browser';

/** Chromium allows two shots a second, and refuses others. */
const QUOTA = 'MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND';
const RETRY_MS = 100;
const MOST_WAIT_MS = 3_000;

/** A data: address. Rejects if the browser does not let the extension see what is on the screen of this window. */
export async function photograph(windowId: number): Promise<string> {
  for (let waited = 0; ; waited += RETRY_MS) {
    try {
      return await browser.tabs.captureVisibleTab(windowId, { format: 'png' });
    } catch (error) {
      if (waited >= MOST_WAIT_MS || !String(error).includes(QUOTA)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** The size that a PNG says in its head. */
export function sizeOfPng(url: string): { readonly width: number; readonly height: number } {
  const head = atob(url.slice(url.indexOf(',') + 1, url.indexOf(',') + 1 + 32));
  const bytes = Uint8Array.from(head, (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
