/**
 * What a person does in Firefox's own menu and under its toolbar, where Marionette itself does not reach: by the
 * browser's code that a click there leads to.
 */
import type { browser as webExtension } from 'wxt/browser';
import { EXTENSION_ID, type Firefox } from './firefox.ts';

/** In the extension's own pages. */
declare const browser: typeof webExtension;

/** What of the browser's code is used here, in its window. */
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

/** Chooses an entry of the context menu on the tab in sight, which lets the extension read that tab. */
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

/** The extension's entries in the context menu of an element: their names, as many as are there without a submenu. */
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
    // The extension is asked which entries fit once the menu is there.
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

/** Presses the extension's button on the tab in sight: lets the extension read it, and opens the real popup. */
export async function pressButton(firefox: Firefox): Promise<void> {
  await firefox.evaluateInBrowser((id) => {
    const url = 'resource://gre/modules/ExtensionParent.sys.mjs';
    const { ExtensionParent } = ChromeUtils.importESModule(url);
    const { extension } = WebExtensionPolicy.getByID(id);
    ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
  }, EXTENSION_ID);
}

/**
 * Presses a button of the open popup and waits until the popup shows `text`. The tab that is driven has to be one of
 * the extension's, which alone can reach the popup.
 */
export async function pressInPopup(firefox: Firefox, button: string, text: string): Promise<void> {
  const press = async (name: string, shown: string) => {
    const until = async <Found>(look: () => Found | undefined | false): Promise<Found> => {
      for (;;) {
        const found = look();
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    // A window of this very process, whatever the types know of it.
    const popups = () =>
      browser.extension.getViews({ type: 'popup' }) as unknown as (typeof window)[];
    const popup = await until(() => popups()[0]);
    const buttons = () => [...popup.document.querySelectorAll('button')];
    const pressed = await until(() => buttons().find(({ innerText }) => innerText === name));
    pressed.click();
    await until(() => popup.document.body.innerText.includes(shown));
    popup.close();
  };
  await firefox.evaluate(press, button, text);
}

/** Types into the address bar, and presses Enter once the browser knows what that would do. */
export async function enterInAddressBar(firefox: Firefox, text: string): Promise<void> {
  const enter = async (typed: string) => {
    gURLBar.focus();
    gURLBar.search(typed);
    await gURLBar.lastQueryContextPromise;
    gURLBar.handleCommand(new KeyboardEvent('keydown', { key: 'Enter' }));
  };
  await firefox.evaluateInBrowser(enter, text);
}

/** What the clipboard holds. */
export async function clipboard(firefox: Firefox): Promise<string> {
  return await firefox.evaluateInBrowser(() => navigator.clipboard.readText());
}

/** Answers what Firefox asks when an extension wants to be allowed something; waits for the question. */
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
