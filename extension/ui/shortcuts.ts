/** The keys that the user has set for the extension, as they are now. */
import { t } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';

export interface Shortcut {
  /** The command's name in the manifest. */
  readonly name: string;
  readonly title: string;
  /** In the browser's own form; '' if there are none. */
  readonly keys: string;
}

export const SHARE_SELECTION = 'share-selection';
export const SHARE_PAGE = 'share-page';

export async function readShortcuts(): Promise<readonly Shortcut[]> {
  const commands = await browser.commands.getAll();
  return commands.map(({ name = '', description = '', shortcut = '' }) => ({
    name,
    // The browsers' own name for it is in no manifest.
    title: name.startsWith('_execute') ? t('keys_open') : description,
    keys: shortcut,
  }));
}

/** The keys of one command; '' if there are none. */
export async function readKeys(command: string): Promise<string> {
  const shortcuts = await readShortcuts();
  return shortcuts.find(({ name }) => name === command)?.keys ?? '';
}

/** The page where the browser lets the user change keys: no extension may change them itself. */
export async function changeShortcuts(): Promise<void> {
  if (import.meta.env.BROWSER === 'firefox') await openFirefoxSettings();
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}

async function openFirefoxSettings(): Promise<void> {
  // In Firefox since 137, and in no types.
  const commands = browser.commands as unknown as { openShortcutSettings(): Promise<void> };
  await commands.openShortcutSettings();
}
