/**
 * A person at a real Chromium of their own, with the built extension or without, on a profile that outlives the
 * browser.
 */
import { type EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page,
  type Worker,
} from 'playwright-core';
import type { browser } from 'wxt/browser';
import type { Settings } from '../../extension/store/settings.ts';
import { EXTENSION } from '../../relay/build.ts';
import { type Words, wordsIn } from '../support/catalogue.ts';
import { findChromium } from '../support/chromium.ts';
import { extensionIn } from '../support/extension-in.ts';
import { RealPopup } from './real-popup.ts';

/** In the extension's own contexts, where `evaluate` runs. */
declare const chrome: typeof browser;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-extension-debugging',
];

/** Much longer than the half minute after which an alarm restarts a killed worker: the machine may be busy. */
const WAIT_MS = 90_000;

/** The browser's event for a click on an entry of the context menu. */
export interface MenuClick {
  readonly menuItemId: string;
  readonly selectionText?: string;
  readonly linkUrl?: string;
  readonly srcUrl?: string;
  readonly pageUrl?: string;
  readonly frameId?: number;
}

export interface BrowserOptions {
  /** The relay where the extension announces pages. Without it, the browser has no extension. */
  readonly relay?: string;
  /** The answer of the user on the first-run page. With `unasked`, that page stays open. */
  readonly uploads?: Settings['uploads'];
  readonly colorScheme?: 'light' | 'dark';
  /** The language of the screens, if they have its texts. Without it, English. */
  readonly language?: string;
  /** A name under which the browser sees this machine as another one. */
  readonly foreignName?: string;
  /** The folder of its profile. */
  readonly disk?: string;
}

export class Browser {
  readonly #options: BrowserOptions;
  readonly #profile: string;
  /** The copy of the extension in its language, if that is not English. */
  readonly #translation: ReturnType<typeof extensionIn> | undefined;
  /** The texts on its screens. */
  readonly says: Words;
  #context: BrowserContext | undefined;

  static async open(options: BrowserOptions = {}): Promise<Browser> {
    const { disk = tmpdir() } = options;
    const browser = new Browser(options, await mkdtemp(join(disk, 'mayfly-profile-')));
    await browser.start();
    if (options.relay) await browser.#answer(options.uploads ?? 'all');
    return browser;
  }

  private constructor(options: BrowserOptions, profile: string) {
    const { language } = options;
    this.#options = options;
    this.#profile = profile;
    this.#translation = language ? extensionIn(language, EXTENSION.chromium) : undefined;
    this.says = wordsIn(language ?? 'en');
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error('expected a browser that runs');
    return this.#context;
  }

  /** Starts it; after `quit`, on the same profile again. */
  async start(): Promise<void> {
    const { relay, colorScheme = 'light', foreignName, language } = this.#options;
    const rules = foreignName && [`--host-resolver-rules=MAP ${foreignName} 127.0.0.1`];
    const folder = this.#translation?.folder ?? EXTENSION.chromium;
    const extension = relay && [
      `--load-extension=${folder}`,
      `--disable-extensions-except=${folder}`,
    ];
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error('expected a Chromium on this machine');
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      executablePath,
      headless: true,
      args: [...FLAGS, ...(extension || []), ...(rules || [])],
      colorScheme,
      ...(language && { locale: language }),
      permissions: ['clipboard-read'], // as if the user had allowed it once
    });
    this.#context.setDefaultTimeout(WAIT_MS);
    if (relay) await this.useRelay(relay);
  }

  /** Ends the browser and leaves its profile. */
  async quit(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
  }

  /** Ends the browser like a power failure, and leaves its profile as it is at that moment. */
  async crash(): Promise<void> {
    const gone = once(this.context as unknown as EventEmitter, 'close'); // an emitter in all but its type
    process.kill(await this.#processId(), 'SIGKILL');
    await gone;
    this.#context = undefined;
  }

  /** Ends the browser for good. */
  async close(): Promise<void> {
    await this.quit();
    this.#translation?.remove();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The extension's worker. The same object keeps working when the worker was killed and is back. */
  async worker(): Promise<Worker> {
    const [running] = this.context.serviceWorkers();
    return running ?? (await this.context.waitForEvent('serviceworker'));
  }

  /** Sets the relays of its user, who announces new pages at all of them. */
  async useRelay(relay: string, ...others: readonly string[]): Promise<void> {
    const worker = await this.worker();
    const settings = { relays: [relay, ...others], announceAt: 'all' };
    await worker.evaluate((chosen) => chrome.storage.local.set(chosen), settings);
    // The redirects of their links follow the setting, if the extension may have any.
    await worker.evaluate(
      async (origins) => {
        const hosts: string[] = [];
        for (const { protocol, hostname, host } of origins.map((origin) => new URL(origin))) {
          const pattern = `${protocol}//${hostname}/*`;
          const isPermitted = await chrome.permissions.contains({ origins: [pattern] });
          if (isPermitted) hosts.push(host.replaceAll('.', '\\.'));
        }
        for (;;) {
          const rules = await chrome.declarativeNetRequest.getDynamicRules();
          const filters = rules.map(({ condition }) => condition.regexFilter ?? '');
          if (hosts.every((host) => filters.some((filter) => filter.includes(host)))) return;
          await new Promise((resolve) => self.setTimeout(resolve, 20));
        }
      },
      [relay, ...others],
    );
  }

  /** A user who has finished the first-run page, unless the test wants to do that. */
  async #answer(uploads: Settings['uploads']): Promise<void> {
    const welcome = await this.tab('/welcome.html');
    if (uploads === 'unasked') return;
    await welcome.close();
    const worker = await this.worker();
    await worker.evaluate((answer) => chrome.storage.local.set({ uploads: answer }), uploads);
  }

  /** The tab whose address ends with this text; waits for it. */
  async tab(urlEnd: string): Promise<Page> {
    for (;;) {
      const page = this.context.pages().find((one) => one.url().endsWith(urlEnd));
      if (page) return page;
      await setTimeout(20);
    }
  }

  /** A stored setting of the extension. */
  async setting(name: string): Promise<unknown> {
    const worker = await this.worker();
    const stored = await worker.evaluate((key) => chrome.storage.local.get(key), name);
    return stored[name];
  }

  /** Changes settings of the extension, as its options page does. */
  async set(settings: Partial<Settings>): Promise<void> {
    const worker = await this.worker();
    await worker.evaluate((chosen) => chrome.storage.local.set(chosen), settings);
  }

  /** A page of the extension in a tab. `popup.html` there is the same document as under the toolbar. */
  async extensionPage(path: string): Promise<Page> {
    return await this.visit(await this.extensionUrl(path));
  }

  async extensionUrl(path: string): Promise<string> {
    const { protocol, host } = new URL((await this.worker()).url());
    return `${protocol}//${host}/${path}`;
  }

  async visit(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url).catch(ignoreRedirect);
    return page;
  }

  /** Closes every tab. The browser stays, with an empty one. */
  async closeTabs(): Promise<void> {
    const tabs = this.context.pages();
    await this.context.newPage();
    await Promise.all(tabs.map((tab) => tab.close()));
  }

  /** Kills the extension's worker, as the browser does at any moment. */
  async killWorker(): Promise<void> {
    const browser = await this.#debugger();
    const { targetInfos } = await browser.send('Target.getTargets');
    const workers = targetInfos.filter(({ type }) => type === 'service_worker');
    for (const { targetId } of workers) await browser.send('Target.closeTarget', { targetId });
    await browser.detach();
  }

  /** Presses the extension's button while `tab` is visible: grants activeTab and opens the real popup. */
  async pressButton(tab: Page): Promise<RealPopup> {
    const browser = await this.#debugger();
    await closePopups(browser);
    await this.#trigger(browser, tab);
    return await RealPopup.attach(browser, await targetOf(browser, 'page', '/popup.html'));
  }

  /** Presses the extension's button where it opens no popup: grants activeTab alone. */
  async allowTab(tab: Page): Promise<void> {
    const browser = await this.#debugger();
    await this.#trigger(browser, tab);
    await browser.detach();
  }

  async #trigger(browser: CDPSession, tab: Page): Promise<void> {
    await tab.bringToFront();
    const id = new URL((await this.worker()).url()).host;
    // Playwright's types do not have it yet.
    const send = browser.send.bind(browser) as (method: string, params: object) => Promise<unknown>;
    const targetId = await targetOf(browser, 'tab', tab.url());
    await send('Extensions.triggerAction', { id, targetId });
  }

  /** Chooses an entry of the context menu. Unlike a real click, this alone does not let the extension read a tab. */
  async chooseMenu(tab: Page, click: MenuClick): Promise<void> {
    await tab.bringToFront();
    const worker = await this.worker();
    await worker.evaluate(async (chosen) => {
      const [active] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      // Chromium has `dispatch`, but no types do.
      const { onClicked } = chrome.contextMenus as unknown as {
        onClicked: { dispatch: (click: object, tab: object | undefined) => void };
      };
      onClicked.dispatch(chosen, active);
    }, click);
  }

  /** Presses the key of a command. Like the menu, this alone does not let the extension read a tab. */
  async pressShortcut(
    tab: Page,
    command: 'share-selection' | 'share-page' = 'share-selection',
  ): Promise<void> {
    await tab.bringToFront();
    const worker = await this.worker();
    await worker.evaluate(async (name) => {
      const [active] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const { onCommand } = chrome.commands as unknown as {
        onCommand: { dispatch: (name: string, tab: object | undefined) => void };
      };
      onCommand.dispatch(name, active);
    }, command);
  }

  /** Types a text into the address bar after the extension's keyword, and enters it. */
  async enterInAddressBar(text: string): Promise<void> {
    const worker = await this.worker();
    await worker.evaluate((typed) => {
      const { onInputEntered } = chrome.omnibox as unknown as {
        onInputEntered: { dispatch: (text: string, disposition: string) => void };
      };
      onInputEntered.dispatch(typed, 'newForegroundTab');
    }, text);
  }

  /** The ids of the extension's notifications. */
  async notifications(): Promise<readonly string[]> {
    const worker = await this.worker();
    return Object.keys(await worker.evaluate(() => chrome.notifications.getAll()));
  }

  async clearNotifications(): Promise<void> {
    const worker = await this.worker();
    await worker.evaluate(async () => {
      const shown = Object.keys(await chrome.notifications.getAll());
      await Promise.all(shown.map((id) => chrome.notifications.clear(id)));
    });
  }

  /** Puts a text on the clipboard. */
  async copy(text: string): Promise<void> {
    const page = await this.extensionPage('options.html');
    await page.bringToFront();
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await page.close();
  }

  /** Puts markup on the clipboard, as copying from a page does. */
  async copyMarkup(markup: string): Promise<void> {
    const page = await this.extensionPage('options.html');
    await page.bringToFront();
    await page.evaluate((html) => {
      const copied = { 'text/html': html, 'text/plain': 'its text' };
      return navigator.clipboard.write([new ClipboardItem(copied)]);
    }, markup);
    await page.close();
  }

  /** The content of the clipboard. */
  async clipboard(): Promise<string> {
    const page = await this.extensionPage('options.html');
    await page.bringToFront();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    await page.close();
    return text;
  }

  async #processId(): Promise<number> {
    const browser = await this.#debugger();
    const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
    const found = processInfo.find(({ type }) => type === 'browser');
    if (!found) throw new Error('expected a browser that knows its process');
    return found.id;
  }

  #debugger() {
    const browser = this.context.browser();
    if (!browser) throw new Error('expected a browser with a debugger');
    return browser.newBrowserCDPSession();
  }
}

/** The id of the newest target of this type with this end of its URL; waits for it. */
async function targetOf(browser: CDPSession, type: string, urlEnd: string): Promise<string> {
  for (;;) {
    const { targetInfos } = await browser.send('Target.getTargets', { filter: [{ type }] });
    const found = targetInfos.find(({ url }) => url.endsWith(urlEnd));
    if (found) return found.targetId;
    await setTimeout(20);
  }
}

/** The next step would take an open popup for the popup that opens next. */
async function closePopups(browser: CDPSession): Promise<void> {
  const { targetInfos } = await browser.send('Target.getTargets', { filter: [{ type: 'page' }] });
  const popups = targetInfos.filter(({ url }) => url.endsWith('/popup.html'));
  for (const { targetId } of popups) await browser.send('Target.closeTarget', { targetId });
}

/** Playwright takes the redirect of a link to the viewer for a failure. */
function ignoreRedirect(error: unknown): void {
  if (!String(error).includes('net::ERR_ABORTED')) throw error;
}
