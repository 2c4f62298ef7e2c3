/** Settings and drafts are for the extension's own pages: scripts that it puts into a page need none of them. */
import { browser } from 'wxt/browser';

/** Firefox has no such rule for `storage.local`; nothing of what the extension puts into pages there reads it either. */
export async function keepStorageFromPages(): Promise<void> {
  if (import.meta.env.BROWSER === 'firefox') return;
  await browser.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}
