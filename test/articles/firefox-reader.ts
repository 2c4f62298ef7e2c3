/** Reads the made pages in a real Firefox, from a page of the extension in a tab behind the one that is read. */
import type { browser as webExtension } from 'wxt/browser';
import {
  ARTICLE,
  type CaptureArticle,
  type PageOptions,
} from '../../extension/capture/captured-page.ts';
import { EXTENSION_ID, type Firefox } from '../journeys/firefox.ts';
import { HIDDEN_PLACES } from './pages/hidden-places.ts';
import { NO_ARTICLES } from './pages/no-articles.ts';
import { FIXTURES } from './pages.ts';
import { type ArticleReader, type Floor, type Reading, settled } from './reading.ts';
import { DOMAIN } from './site.ts';

/** In the extension's own pages. */
declare const browser: typeof webExtension;

/** In the browser's window. */
declare const Services: { readonly prefs: { setStringPref(name: string, value: string): void } };
declare const gBrowser: { readonly selectedTab: object };
declare const WebExtensionPolicy: {
  getByID(id: string): {
    readonly extension: {
      readonly tabManager: { addActiveTabPermission(tab: object): void };
    };
  };
};

/** The hosts of all pages, which lead to this machine. */
const HOSTS = [...FIXTURES, ...NO_ARTICLES, HIDDEN_PLACES].map(({ name }) => `${name}.${DOMAIN}`);

/** A reader in the open browser of the user. */
export async function firefoxReader(firefox: Firefox): Promise<ArticleReader> {
  await firefox.evaluateInBrowser((names) => {
    Services.prefs.setStringPref('network.dns.localDomains', names);
  }, HOSTS.join(','));
  await firefox.visit(firefox.extensionUrl('options.html'));
  const [extension = ''] = await firefox.tabs();
  const page = await firefox.openTab();
  /** The result of `run` in the extension, while the page stays visible. */
  const inExtension = async <Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> => {
    await firefox.driveTab(extension, { focus: false });
    try {
      return await firefox.evaluate(run, ...args);
    } finally {
      await firefox.driveTab(page, { focus: false });
    }
  };
  return {
    async visit(address) {
      await firefox.visit(address);
      await firefox.evaluate(settled);
      await firefox.evaluateInBrowser((id) => {
        const { extension: allowed } = WebExtensionPolicy.getByID(id);
        allowed.tabManager.addActiveTabPermission(gBrowser.selectedTab);
      }, EXTENSION_ID);
    },
    read: (options) => inExtension(readInTab, ARTICLE, options),
    floor: () => inExtension(measureTab),
    close: () => firefox.closeTabs(),
  };
}

/** Runs in a page of the extension, as the background does it. */
async function readInTab(name: string, options: PageOptions): Promise<Reading> {
  const [tab] = await browser.tabs.query({ active: true });
  const target = { tabId: tab?.id ?? 0, frameIds: [0] };
  const start = performance.now();
  await browser.scripting.executeScript({ target, files: ['/article.js'] });
  const [injection] = await browser.scripting.executeScript({
    target,
    func: (script: string, given: PageOptions) =>
      (Reflect.get(globalThis, script) as CaptureArticle)(given),
    args: [name, options],
  });
  // What the function gives.
  const answer = injection?.result as Reading['answer'];
  return { answer, ms: performance.now() - start };
}

async function measureTab(): Promise<Floor> {
  const [tab] = await browser.tabs.query({ active: true });
  const target = { tabId: tab?.id ?? 0, frameIds: [0] };
  const start = performance.now();
  const func = () => document.documentElement.outerHTML;
  const [injection] = await browser.scripting.executeScript({ target, func });
  return { ms: performance.now() - start, length: String(injection?.result).length };
}
