/** Tells the outcome of a share from a preview in the page that was shared: its reader goes on reading there. */
import { browser } from 'wxt/browser';
import type { SharedFromTab } from '../../messages.ts';
import { actedPage } from './acted-page.ts';
import { type OutcomeDeps, tellOutcome } from './share-outcome.ts';

/** The longest wait for a tab to come on the screen. */
const SHOWN_MS = 1_000;

/**
 * Shows the tab of the page again, closes the preview, and tells the outcome. Resolves to `false`, and changes nothing,
 * where no script may run in that tab any more: then the page has gone.
 */
export async function tellAtPage(
  deps: OutcomeDeps,
  { tabId, shared }: SharedFromTab,
  previewId: number | undefined,
): Promise<boolean> {
  const page = await actedPage(tabId);
  if (!page || !(await show(tabId))) return false;
  if (previewId !== undefined) await close(previewId);
  // The toast stays for a while, and nobody waits for its end.
  void tellOutcome(deps, page, shared).catch(console.error);
  return true;
}

async function close(tabId: number): Promise<void> {
  await browser.tabs.remove(tabId).catch(() => undefined); // the user was faster
}

async function show(tabId: number): Promise<boolean> {
  const target = { tabId };
  try {
    const tab = await browser.tabs.update(tabId, { active: true });
    if (tab) await browser.windows.update(tab.windowId, { focused: true });
    // A hidden page shows no toast.
    await browser.scripting.executeScript({ target, func: untilShown, args: [SHOWN_MS] });
    return true;
  } catch {
    return false; // it was closed a moment ago
  }
}

/** Runs in the page. */
function untilShown(mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (!document.hidden) return resolve();
    document.addEventListener('visibilitychange', () => resolve(), { once: true });
    setTimeout(resolve, mostMs);
  });
}
