/** Asks, once, which pages are handed on: what was only viewed is not, before somebody said so, nor when they no longer do. */
import { type Browser, browser } from 'wxt/browser';
import { changeSettings, readSettings } from '../../store/settings.ts';
import { VIEWED_DATA } from '../../browser/data-collection.ts';

/** What Firefox adds is newer than the types. */
type Removed = Browser.permissions.Permissions & { readonly data_collection?: readonly string[] };

export function keepConsent(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void ask();
  });
  // Firefox lets its user take back there what they allowed here.
  browser.permissions.onRemoved.addListener((removed: Removed) => {
    if (VIEWED_DATA.some((kind) => removed.data_collection?.includes(kind))) void takeBack();
  });
}

async function ask(): Promise<void> {
  // Chromium installs an extension that was loaded from a folder again each time it starts.
  if ((await readSettings()).uploads !== 'unasked') return;
  await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
}

async function takeBack(): Promise<void> {
  await changeSettings(({ uploads }) => (uploads === 'all' ? { uploads: 'published' } : undefined));
}
