import { type Browser, browser } from 'wxt/browser';

/** The tab in front, in the window that was used last. */
export async function activeTab(): Promise<Browser.tabs.Tab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab;
}
