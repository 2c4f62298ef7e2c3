/** The entries in the browser's own menus and the keyboard command that do the same without the popup. */
import { type Browser, browser } from 'wxt/browser';
import { openLink } from './opening.ts';
import { shareSelection } from './share-selection.ts';
import type { SharingDeps } from './sharing.ts';
import { tell } from './toast.ts';

const ENTRIES: readonly Browser.contextMenus.CreateProperties[] = [
  { id: 'share-selection', title: 'Share selection ephemerally', contexts: ['selection'] },
  {
    id: 'open-link',
    title: 'Open ephemerally',
    contexts: ['link'],
    targetUrlPatterns: ['http://*/*', 'https://*/*'],
  },
];

export function addMenus(deps: SharingDeps): void {
  for (const entry of ENTRIES) browser.contextMenus.create(entry, ignoreExisting);
  browser.contextMenus.onClicked.addListener((click, tab) => void onMenu(deps, click, tab));
  browser.commands.onCommand.addListener((command, tab) => {
    if (command === 'share-selection') void onCommand(deps, tab);
  });
}

/** Chromium keeps menus across restarts of the worker and Firefox does not, so each start creates them. */
function ignoreExisting(): void {
  void browser.runtime.lastError; // read, so that it is not reported
}

async function onMenu(
  deps: SharingDeps,
  click: Browser.contextMenus.OnClickData,
  tab: Browser.tabs.Tab | undefined,
): Promise<void> {
  if (click.menuItemId === 'share-selection') {
    const { frameId, selectionText } = click;
    await shareSelection(deps, { tabId: tab?.id ?? -1, frameId }, selectionText);
  } else if (click.menuItemId === 'open-link') {
    const opened = await openLink(click.linkUrl ?? '', tab);
    if (opened.outcome === 'refused') await tell(tab?.id, opened.message);
  }
}

async function onCommand(deps: SharingDeps, tab?: Browser.tabs.Tab): Promise<void> {
  const [active] = tab ? [tab] : await browser.tabs.query({ active: true, currentWindow: true });
  if (active?.id !== undefined) await shareSelection(deps, { tabId: active.id });
}
