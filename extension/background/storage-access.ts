/** Keeps settings and drafts from the scripts that the extension puts into web pages. */
import { browser } from 'wxt/browser';

/** Firefox has no such rule for `storage.local`. The extension's scripts in pages do not read it there either. */
export async function keepStorageFromPages(): Promise<void> {
  if (import.meta.env.BROWSER === 'firefox') return;
  await browser.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}
