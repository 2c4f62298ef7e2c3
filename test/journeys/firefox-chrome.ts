/**
 * A person's actions in Firefox's own menu and under its toolbar, which Marionette itself cannot reach. They run the
 * browser's code behind a click there.
 */
import type { browser as webExtension } from 'wxt/browser';
import { EXTENSION_ID, type Firefox } from './firefox.ts';

/** In the extension's own pages. */
declare const browser: typeof webExtension;

/** The part of the browser's code that the helpers use, in its window. */
interface Tab {
  readonly linkedBrowser: { readonly currentURI: { readonly spec: string } };
}
declare const gBrowser: { readonly selectedTab: Tab };
declare const gURLBar: {
  focus(): void;
  search(text: string): void;
  readonly lastQueryContextPromise: Promise<unknown>;
  handleCommand(event: KeyboardEvent): void;
};
declare const PopupNotifications: {
  getNotification(id: string): Prompt | null;
};
interface Prompt {
  readonly mainAction: { callback(): void };
  readonly secondaryActions: readonly { callback(): void }[];
  remove(): void;
}
declare const WebExtensionPolicy: {
  getByID(id: string): {
    readonly extension: {
      readonly tabManager: { addActiveTabPermission(tab: Tab): void };
      emit(event: string, click: object, tab: Tab): void;
    };
  };
};
declare const ChromeUtils: {
  importESModule(url: string): {
    readonly ExtensionParent: {
      readonly apiManager: {
        readonly global: {
          browserActionFor(extension: object): { triggerAction(window: object): void };
        };
      };
    };
  };
};

/** Chooses an entry of the context menu on the visible tab, which lets the extension read that tab. */
export async function chooseMenu(
  firefox: Firefox,
  click: {
    readonly menuItemId: string;
    readonly selectionText?: string;
    readonly linkUrl?: string;
    readonly srcUrl?: string;
  },
): Promise<void> {
  const choose = (id: string, chosen: object) => {
    const { extension } = WebExtensionPolicy.getByID(id);
    const tab = gBrowser.selectedTab;
    const pageUrl = tab.linkedBrowser.currentURI.spec;
    const rest = { pageUrl, frameId: 0, editable: false, modifiers: [], button: 0 };
    extension.tabManager.addActiveTabPermission(tab);
    extension.emit('webext-menu-menuitem-click', { ...rest, ...chosen }, tab);
  };
  await firefox.evaluateInBrowser(choose, EXTENSION_ID, click);
}

/** The names of the extension's entries in the context menu of an element, without a submenu. */
export async function menuEntries(firefox: Firefox, selector: string): Promise<readonly string[]> {
  await firefox.rightClick(selector);
  const read = async (extension: string) => {
    // The browser's own menu, in its window.
    const menu = document.getElementById('contentAreaContextMenu') as unknown as Menu;
    while (menu.state !== 'open') await new Promise((resolve) => setTimeout(resolve, 20));
    const names = () =>
      [...menu.children]
        .filter(({ id, hidden }) => id.includes(extension) && !hidden)
        .map((entry) => entry.getAttribute('label') ?? '');
    // The browser asks the extension for the fitting entries when the menu opens.
    for (let i = 0; i < 50 && names().join() === 'Mayfly'; i++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const shown = names();
    menu.hidePopup();
    return shown;
  };
  return firefox.evaluateInBrowser(read, EXTENSION_ID.slice(1, -1));
}

interface Menu {
  readonly state: string;
  readonly children: Iterable<HTMLElement>;
  hidePopup(): void;
}

/** Presses the extension's button on the visible tab: lets the extension read it, and opens the real popup. */
export async function pressButton(firefox: Firefox): Promise<void> {
  await firefox.evaluateInBrowser((id) => {
    const url = 'resource://gre/modules/ExtensionParent.sys.mjs';
    const { ExtensionParent } = ChromeUtils.importESModule(url);
    const { extension } = WebExtensionPolicy.getByID(id);
    ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
  }, EXTENSION_ID);
}

/**
 * Presses the button of the open popup whose text starts so, and waits until the popup shows `text`. The current tab must be one of the
 * extension's, because only the extension can reach the popup.
 */
export async function pressInPopup(firefox: Firefox, button: string, text: string): Promise<void> {
  await firefox.evaluate(pressAll, [button], text);
}

/** Presses such buttons one after the other. The last one closes the popup. */
export async function pressThroughPopup(firefox: Firefox, ...buttons: string[]): Promise<void> {
  await firefox.evaluate(pressAll, buttons, '');
}

/** Runs in a page of the extension. */
async function pressAll(names: readonly string[], shown: string): Promise<void> {
  const until = async <Found>(look: () => Found | undefined | false): Promise<Found> => {
    for (;;) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  // A window of this very process, although no type says so.
  const popups = () =>
    browser.extension.getViews({ type: 'popup' }) as unknown as (typeof window)[];
  const popup = await until(() => popups()[0]);
  const buttons = () => [...popup.document.querySelectorAll('button')];
  for (const name of names) {
    const pressed = await until(() =>
      buttons().find(({ innerText }) => innerText.startsWith(name)),
    );
    pressed.click();
  }
  if (shown === '') return;
  await until(() => popup.document.body.innerText.includes(shown));
  popup.close();
}

/** Presses Alt, Shift and the letter of a command on the visible tab, which lets the extension read that tab. */
export async function pressShortcut(firefox: Firefox, letter: string): Promise<void> {
  await firefox.evaluateInBrowser((pressed) => {
    const key = document.querySelector(`[id^="ext-keyset-id-"] > key[key="${pressed}"]`);
    if (!key) throw new Error(`expected a command with the key ${pressed}`);
    (key as unknown as { doCommand(): void }).doCommand(); // no type knows the browser's own elements
  }, letter);
}

/** Types into the address bar, and presses Enter when the browser knows the effect. */
export async function enterInAddressBar(firefox: Firefox, text: string): Promise<void> {
  const enter = async (typed: string) => {
    gURLBar.focus();
    gURLBar.search(typed);
    await gURLBar.lastQueryContextPromise;
    gURLBar.handleCommand(new KeyboardEvent('keydown', { key: 'Enter' }));
  };
  await firefox.evaluateInBrowser(enter, text);
}

/** The content of the clipboard. */
export async function clipboard(firefox: Firefox): Promise<string> {
  return await firefox.evaluateInBrowser(() => navigator.clipboard.readText());
}

/** Answers Firefox's question about a permission of an extension; waits for the question. */
export async function answerPrompt(firefox: Firefox, isAllowed: boolean): Promise<void> {
  await firefox.evaluateInBrowser(
    (allows) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const prompt = PopupNotifications.getNotification('addon-webext-permissions');
          if (!prompt) return setTimeout(look, 20);
          (allows ? prompt.mainAction : prompt.secondaryActions[0])?.callback();
          prompt.remove();
          resolve();
        };
        look();
      }),
    isAllowed,
  );
}
