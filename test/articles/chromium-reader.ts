/** Reads the made pages in a real Chromium: the extension's button lets it read one tab, and its worker runs the script. */
import type { browser } from 'wxt/browser';
import {
  ARTICLE,
  type CaptureArticle,
  type PageOptions,
} from '../../extension/capture/captured-page.ts';
import type { Browser } from '../journeys/browser.ts';
import { type ArticleReader, type Floor, type Reading, settled } from './reading.ts';

/** In the extension's worker, where `evaluate` runs. */
declare const chrome: typeof browser;

/** A reader in the open browser of the user, whose domain of the site must lead to this machine. */
export async function chromiumReader(user: Browser): Promise<ArticleReader> {
  const tab = await user.visit('about:blank');
  const worker = await user.worker();
  await worker.evaluate(() => chrome.action.setPopup({ popup: '' })); // a press of the button opens nothing
  return {
    async visit(address) {
      await tab.goto(address);
      await tab.evaluate(settled);
      await user.allowTab(tab);
      await worker.evaluate(allowed);
    },
    read: (options) => worker.evaluate(readInTab, { name: ARTICLE, options }),
    floor: () => worker.evaluate(measureTab),
    close: () => tab.close(),
  };
}

/** Runs in the worker. Resolves when the tab's own process knows that it may be read, too. */
async function allowed(): Promise<void> {
  for (;;) {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const target = { tabId: tab?.id ?? 0, frameIds: [0] };
    try {
      return void (await chrome.scripting.executeScript({ target, func: () => true }));
    } catch {
      await new Promise((resolve) => self.setTimeout(resolve, 10)); // not yet
    }
  }
}

interface Asked {
  readonly name: string;
  readonly options: PageOptions;
}

/** Runs in the worker, as the background does it. */
async function readInTab({ name, options }: Asked): Promise<Reading> {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  const target = { tabId: tab?.id ?? 0, frameIds: [0] };
  const start = performance.now();
  await chrome.scripting.executeScript({ target, files: ['/article.js'] });
  const [injection] = await chrome.scripting.executeScript({
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
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  const target = { tabId: tab?.id ?? 0, frameIds: [0] };
  const start = performance.now();
  const func = () => document.documentElement.outerHTML;
  const [injection] = await chrome.scripting.executeScript({ target, func });
  return { ms: performance.now() - start, length: String(injection?.result).length };
}
