/**
 * The entries of the browser's context menu. The browser puts two fitting entries into a submenu, so only one fits most
 * things that a user can point at. `decisions/menus.md` lists the exceptions.
 */
import { type PlainKey, t } from '@mayfly/relay/words';
import { type Browser, browser } from 'wxt/browser';
import { hostPattern } from '../../browser/host-pattern.ts';
import { knownRelays, onSettings, readSettings } from '../../store/settings.ts';

interface Entry extends Omit<Browser.contextMenus.CreateProperties, 'title'> {
  readonly id: EntryId;
  readonly title: PlainKey;
}
export type EntryId = 'share-selection' | 'share-image' | 'share-link' | 'open-link' | 'share-page';

const WEB = ['http://*/*', 'https://*/*'];
const ENTRIES: readonly Entry[] = [
  { id: 'share-selection', title: 'menu_shareSelection', contexts: ['selection'] },
  { id: 'share-image', title: 'menu_shareImage', contexts: ['image'] },
  {
    id: 'share-link',
    title: 'menu_shareLink',
    contexts: ['link'],
    targetUrlPatterns: WEB,
  },
  { id: 'open-link', title: 'menu_open', contexts: ['link'], targetUrlPatterns: WEB },
  {
    id: 'share-page',
    title: 'menu_sharePage',
    contexts: ['page'],
    documentUrlPatterns: WEB,
  },
];

/** Chromium keeps menus across restarts of the worker and Firefox does not, so each start creates them. */
export function addEntries(): void {
  for (const { title: key, ...entry } of ENTRIES) {
    const title = t(key);
    browser.contextMenus.create({ ...entry, title }, ignoreExisting);
    void browser.contextMenus.update(entry.id, { title }); // the browser may speak another language by now
  }
  void openAtKnownRelays();
  onSettings(['relays', 'knownRelays'], () => void openAtKnownRelays());
  if (import.meta.env.BROWSER === 'firefox') fitWhenShown();
}

function ignoreExisting(): void {
  void browser.runtime.lastError; // read, so that it is not reported
}

const HEX_DIGITS = '0123456789abcdefABCDEF'.split('');

/** Offers to open links that may lead to pages: at a known relay, with a path that begins like an address. */
async function openAtKnownRelays(): Promise<void> {
  const hosts = knownRelays(await readSettings()).map(hostPattern);
  const targetUrlPatterns = hosts.flatMap((host) =>
    HEX_DIGITS.map((digit) => host.replace(/\*$/, `${digit}*`)),
  );
  await browser.contextMenus.update('open-link', { targetUrlPatterns });
}

/** The first fitting entry in this order is shown. */
const ORDER: readonly EntryId[] = [
  'share-selection',
  'share-image',
  'open-link',
  'share-link',
  'share-page',
];

export function entryOf(fitting: readonly unknown[]): EntryId | undefined {
  return ORDER.find((id) => fitting.includes(id));
}

/** Firefox alone asks before it shows a menu; the types do not have it. */
interface FirefoxMenus {
  readonly onShown: { addListener(listener: (shown: { menuIds: unknown[] }) => void): void };
  readonly onHidden: { addListener(listener: () => void): void };
  refresh(): Promise<void>;
}

function fitWhenShown(): void {
  const menus = browser.contextMenus as unknown as FirefoxMenus;
  menus.onShown.addListener(({ menuIds }) => {
    const one = entryOf(menuIds);
    showEntries((id) => id === one);
    void menus.refresh();
  });
  menus.onHidden.addListener(() => showEntries(() => true));
}

function showEntries(isShown: (id: EntryId) => boolean): void {
  for (const { id } of ENTRIES) void browser.contextMenus.update(id, { visible: isShown(id) });
}
