/** Watches each document that is timed, and ends its tab. Knows nothing of relays. */
import type { Page } from 'playwright-core';

/** Every text that is read begins with these words. */
export const MARK = 'Mayflies live for a day';

/** A step that takes longer has failed: the bench says so and ends. */
export const DEADLINE_MS = 60_000;

interface Seen {
  shownAt?: number;
  copiedAt?: number;
}

/** Runs in a document: notes when the text has been painted and when something was copied, in Unix milliseconds. */
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

/** Resolves with the time that a watched document noted, in Unix milliseconds. Looks seldom, so as not to slow the document. */
export async function seenAt(page: Page, what: keyof Seen): Promise<number> {
  const handle = await page.waitForFunction(
    (name) => (globalThis as { seen?: Seen }).seen?.[name],
    what,
    { polling: 100, timeout: DEADLINE_MS },
  );
  return (await handle.jsonValue()) ?? Number.NaN;
}

/** The part of a tab that is needed to end it. */
export type OpenTab = Pick<Page, 'waitForLoadState' | 'close' | 'url'>;

/** Closes a tab once its load has ended: Chromium now and then never closes one whose navigation has only begun. */
export async function closeTab(tab: OpenTab): Promise<void> {
  await tab.waitForLoadState('load', { timeout: DEADLINE_MS });
  const late = Promise.withResolvers<never>();
  const complain = () => late.reject(new Error(`expected a tab that closes, at ${tab.url()}`));
  const timer = setTimeout(complain, DEADLINE_MS);
  try {
    await Promise.race([tab.close(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
