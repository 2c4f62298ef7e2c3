/** Asks, once, which pages are handed on: what was only viewed is not, before somebody said so. */
import { browser } from 'wxt/browser';
import { readSettings } from '../store/settings.ts';

export function welcomeOnInstall(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void welcome();
  });
}

async function welcome(): Promise<void> {
  // Chromium installs an extension that was loaded from a folder again each time it starts.
  if ((await readSettings()).handsOn !== 'unasked') return;
  await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
}
