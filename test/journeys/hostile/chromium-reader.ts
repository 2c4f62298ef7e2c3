import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { Browser } from '../browser.ts';
import { CONTENT, type Reader, type Sight, type UrlOf } from './reader.ts';

const PATIENCE_MS = 60_000;

export class ChromiumReader implements Reader {
  readonly #browser: Browser;
  readonly urlOf: UrlOf;
  readonly #tabs: Page[] = [];
  /** The tabs that existed before the last click. */
  #before: readonly Page[] = [];

  constructor(browser: Browser, urlOf: UrlOf = (link) => link) {
    this.#browser = browser;
    this.urlOf = urlOf;
  }

  async show(links: readonly string[]): Promise<readonly Sight[]> {
    const tabs = await Promise.all(links.map((_, i) => this.#tab(i)));
    await Promise.all(tabs.map((tab, i) => this.#open(tab, links[i] ?? '')));
    return await Promise.all(tabs.map((tab) => this.#look(tab)));
  }

  async openFile(link: string, index: number): Promise<Sight> {
    const tab = await this.#tab(0);
    await this.#open(tab, link);
    await tab.locator(`[data-entry="${index}"]`).click();
    await tab
      .locator('.content:not(.files)')
      .locator(CONTENT)
      .first()
      .waitFor({ state: 'attached' });
    await tab.evaluate(framesLoaded);
    return await this.#look(tab);
  }

  async click(link: string, ids: readonly string[]): Promise<Sight> {
    const tab = await this.#tab(0);
    await this.#open(tab, link);
    this.#before = this.#browser.context.pages();
    for (const id of ids) {
      await tab.bringToFront();
      await tab.frameLocator('iframe').locator(`#${id}`).click({ force: true });
    }
    return await this.#look(tab);
  }

  async closeOpened() {
    const opened = this.#browser.context.pages().filter((page) => !this.#before.includes(page));
    await Promise.all(opened.map((page) => page.waitForLoadState()));
    const openers = await Promise.all(opened.map((page) => page.evaluate(() => opener !== null)));
    await Promise.all(opened.map((page) => page.close()));
    return { count: opened.length, haveOpener: openers.includes(true) };
  }

  async #tab(index: number): Promise<Page> {
    return (this.#tabs[index] ??= await this.#newTab());
  }

  async #newTab(): Promise<Page> {
    const tab = await this.#browser.context.newPage();
    await tab.addInitScript(noteMessages);
    await tab.addInitScript(noteLoads);
    return tab;
  }

  async #open(tab: Page, link: string): Promise<void> {
    await tab.goto(this.urlOf(link));
    await tab.locator(CONTENT).first().waitFor({ state: 'attached' });
    await tab.evaluate(framesLoaded);
  }

  async #look(tab: Page): Promise<Sight> {
    // The test hears of a frame's address apart from its load event, and later where the browser has much to do.
    await vi.waitFor(() => {
      const children = tab.mainFrame().childFrames();
      expect(children.map((frame) => frame.url())).not.toContain('');
    }, PATIENCE_MS);
    const frames = tab.frames().filter((frame) => frame !== tab.mainFrame());
    // Only frames that the test may read; a page that navigated shows it in its URL.
    const own = frames.filter((frame) => frame.url().startsWith('about:srcdoc'));
    const marks = await Promise.all(
      own.map((frame) => frame.locator('html').getAttribute('data-ran')),
    );
    const seen = await tab.evaluate(lookAround);
    const traces = [...seen.traces, ...marks.filter((mark) => mark !== null)];
    return { ...seen, traces, frames: frames.map((frame) => frame.url().replace(/#.*/, '')) };
  }
}

/** In the tab: keeps the messages of frames to it. */
function noteMessages(): void {
  addEventListener('message', ({ data }) => (document.documentElement.dataset['message'] = data));
}

/** In the tab: marks the loaded frames. */
function noteLoads(): void {
  const note = ({ target }: Event) => {
    if (target instanceof HTMLIFrameElement) target.dataset['loaded'] = '';
  };
  document.addEventListener('load', note, true);
}

/** In the tab: waits until all frames have loaded. */
async function framesLoaded(): Promise<void> {
  while (document.querySelector('iframe:not([data-loaded])')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** In the tab: the traces of a script that ran. */
function lookAround() {
  const sandboxes = [...document.querySelectorAll('iframe')].map((frame) =>
    frame.getAttribute('sandbox'),
  );
  const { ran = '', message = '' } = document.documentElement.dataset;
  const texts = [document.title, window.name, document.cookie, ran, message];
  return { url: location.href, sandboxes, traces: texts.filter((it) => it.includes('ran')) };
}
