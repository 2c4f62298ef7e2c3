/**
 * The entries of the browser's context menu. Two that fit at once are put into a submenu, so for most things that one
 * can point at there is one alone: `decisions/menus.md` says where that is not to be had.
 */
import { type Browser, browser } from 'wxt/browser';
import { hostPattern } from '../host-pattern.ts';
import { knownRelays, onSettings, readSettings } from '../store/settings.ts';
import { isPageLink } from './share-address.ts';

type Entry = Browser.contextMenus.CreateProperties & { readonly id: EntryId };
export type EntryId =
  'share-selection' | 'share-image' | 'share-link' | 'open-link' | 'share-address';

const WEB = ['http://*/*', 'https://*/*'];
const ENTRIES: readonly Entry[] = [
  { id: 'share-selection', title: 'Share selection ephemerally', contexts: ['selection'] },
  { id: 'share-image', title: 'Share image ephemerally', contexts: ['image'] },
  {
    id: 'share-link',
    title: 'Share link ephemerally',
    contexts: ['link'],
    targetUrlPatterns: WEB,
  },
  { id: 'open-link', title: 'Open ephemerally', contexts: ['link'], targetUrlPatterns: WEB },
  {
    id: 'share-address',
    title: 'Share page address ephemerally',
    contexts: ['page'],
    documentUrlPatterns: WEB,
  },
];

/** Chromium keeps menus across restarts of the worker and Firefox does not, so each start creates them. */
export function addEntries(): void {
  for (const entry of ENTRIES) browser.contextMenus.create(entry, ignoreExisting);
  if (import.meta.env.FIREFOX) fitWhenShown();
  else {
    void openAtKnownRelays();
    onSettings(['relays', 'knownRelays'], () => void openAtKnownRelays());
  }
}

function ignoreExisting(): void {
  void browser.runtime.lastError; // read, so that it is not reported
}

/** Chromium says nothing before it shows a menu: links to the hosts of known relays may be links to pages. */
async function openAtKnownRelays(): Promise<void> {
  const targetUrlPatterns = knownRelays(await readSettings()).map(hostPattern);
  await browser.contextMenus.update('open-link', { targetUrlPatterns });
}

/** What of a thing that is pointed at decides which entry it gets. */
export interface Pointed {
  readonly selectionText?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly linkUrl?: string | undefined;
}

export function entryFor({ selectionText, mediaType, linkUrl }: Pointed): EntryId {
  if (selectionText) return 'share-selection';
  if (mediaType === 'image') return 'share-image';
  if (linkUrl === undefined) return 'share-address';
  return isPageLink(linkUrl) ? 'open-link' : 'share-link';
}

function fitWhenShown(): void {
  // In Firefox alone, and in no types.
  const menus = browser.contextMenus as unknown as {
    onShown: { addListener(listener: (pointed: Pointed) => void): void };
    refresh(): Promise<void>;
  };
  menus.onShown.addListener((pointed) => {
    const fitting = entryFor(pointed);
    for (const { id } of ENTRIES) {
      void browser.contextMenus.update(id, { visible: id === fitting });
    }
    void menus.refresh();
  });
}
