/** Shows the welcome page once, and follows a consent that is taken back: opened pages are uploaded only as long as the user allows it. */
import { type Browser, browser } from 'wxt/browser';
import { changeSettings, readSettings } from '../../store/settings.ts';
import { VIEWED_DATA } from '../../browser/data-collection.ts';

/** Firefox's addition is newer than the types. */
type Removed = Browser.permissions.Permissions & { readonly data_collection?: readonly string[] };

export function keepConsent(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void welcome();
  });
  // In Firefox's own settings the user can take back a permission that was given here.
  browser.permissions.onRemoved.addListener((removed: Removed) => {
    if (VIEWED_DATA.some((kind) => removed.data_collection?.includes(kind))) void takeBack();
  });
}

async function welcome(): Promise<void> {
  // At each start, Chromium installs an extension again that was loaded from a folder.
  const { uploads, isWelcomed } = await readSettings();
  if (isWelcomed || uploads !== 'unasked') return;
  await changeSettings(() => ({ isWelcomed: true }));
  await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
}

async function takeBack(): Promise<void> {
  await changeSettings(({ uploads }) => (uploads === 'all' ? { uploads: 'published' } : undefined));
}
