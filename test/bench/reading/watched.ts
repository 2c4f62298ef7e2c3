/** What is injected into each document that is timed, and what it has seen. */
import type { Page } from 'playwright-core';

/** Stands first in every text that is read. */
export const MARK = 'Mayflies live for a day';

interface Seen {
  shownAt?: number;
  copiedAt?: number;
}

/** In a document: notes when the text has been painted, and when something was copied. Unix milliseconds. */
export function watch(mark: string): void {
  const seen: Seen = {};
  Object.assign(globalThis, { seen });
  const now = (): number => performance.timeOrigin + performance.now();
  const look = (): void => {
    if (!document.body?.textContent?.includes(mark)) return;
    observer.disconnect();
    // Behind the frame in which it is drawn.
    requestAnimationFrame(() => setTimeout(() => (seen.shownAt = now())));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true, characterData: true });
  const { clipboard } = navigator;
  if (!clipboard) return; // there is none over plain http
  const write = clipboard.writeText.bind(clipboard);
  clipboard.writeText = async (text) => {
    await write(text);
    seen.copiedAt = now();
  };
}

/** When a watched document has seen it, in Unix milliseconds. Nothing looks while it is timed but once in a while. */
export async function seenAt(page: Page, what: keyof Seen): Promise<number> {
  const handle = await page.waitForFunction(
    (name) => (globalThis as { seen?: Seen }).seen?.[name],
    what,
    { polling: 100, timeout: 60_000 },
  );
  return (await handle.jsonValue()) ?? Number.NaN;
}
