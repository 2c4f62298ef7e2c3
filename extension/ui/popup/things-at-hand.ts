/**
 * The things that the popup can share at once: a selection, a page, the clipboard. Read once, after the first paint.
 */
import { signal } from '@preact/signals';
import { browser } from 'wxt/browser';
import { ask } from '../../browser/messaging.ts';
import type { SelectionSample } from '../../capture/captured.ts';
import { type ClipboardKind, clipboardKind } from '../clipboard-kind.ts';

/** The page in the tab that the popup was opened over. */
export interface TabPage {
  readonly tabId: number;
  /** Undefined where others cannot open it, as a page of the browser. */
  readonly address: string | undefined;
  readonly title: string;
  /** A script may run there. */
  readonly isReadable: boolean;
}

export class ThingsAtHand {
  /** Each is undefined until it is known, and where nobody can tell. */
  readonly selection = signal<SelectionSample | undefined>(undefined);
  readonly page = signal<TabPage | undefined>(undefined);
  readonly clipboard = signal<ClipboardKind | undefined>(undefined);

  async read(): Promise<void> {
    await Promise.all([this.#readTab(), this.#readClipboard()]);
  }

  async #readTab(): Promise<void> {
    const page = await activePage();
    this.page.value = { ...page, isReadable: await mayRead(page.tabId) };
    const sample = await ask('sampleSelection', page.tabId).catch(noSample);
    this.selection.value = sample ?? undefined; // a message has no undefined
  }

  async #readClipboard(): Promise<void> {
    this.clipboard.value = await clipboardKind(navigator.clipboard);
  }
}

/** The page in the active tab now. */
export async function activePage(): Promise<Omit<TabPage, 'isReadable'>> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const { id = browser.tabs.TAB_ID_NONE, url = '', title = '' } = tab ?? {};
  const address = /^https?:/.test(url) ? url : undefined;
  return { tabId: id, address, title: title || (address ?? '') };
}

/** No browser says so before a script is tried: its own pages, stores and viewers are closed to extensions. */
async function mayRead(tabId: number): Promise<boolean> {
  const script = { target: { tabId }, func: () => true };
  return browser.scripting.executeScript(script).then(
    () => true,
    () => false,
  );
}

function noSample(): undefined {
  return undefined; // the background tells why, when the selection is shared
}
