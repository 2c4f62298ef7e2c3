/** A real Chromium that shows content under the policy that the relay sends: a fake DOM would prove nothing. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../support/chromium.ts';
import { CONTENT_HTML, contentFiles, contentType, RELAY_POLICY } from './content-files.ts';

export const ORIGIN = 'http://page.test';

/** The facts in Chromium's trace: the work of each thread, in microseconds of that thread's time. */
interface Trace {
  readonly traceEvents: readonly {
    readonly pid: number;
    readonly tid: number;
    readonly tdur?: number;
    readonly args?: { readonly name?: string };
  }[];
}

export class ContentBrowser {
  readonly #browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Every request for something other than the test's own page and its files. */
  readonly requests: string[] = [];
  /** The complaints of pages, such as a broken policy. */
  readonly complaints: string[] = [];

  static async open(executablePath: string): Promise<ContentBrowser> {
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const context = await browser.newContext();
    const opened = new ContentBrowser(browser, context, await context.newPage());
    await opened.#serve();
    await opened.page.goto(`${ORIGIN}/`);
    return opened;
  }

  private constructor(browser: Browser, context: BrowserContext, page: Page) {
    this.#browser = browser;
    this.context = context;
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** The words of a page that a reader sees, or would see of what can be opened. */
  async shownText(mediaType: string, source: string): Promise<string> {
    const shown = await this.page.evaluate(([type, text]) => showPage(type, text), [
      mediaType,
      source,
    ] as const);
    if (shown === '') return source;
    const body = this.page.frameLocator('iframe').locator('body');
    return await body.evaluate((element: HTMLElement) => {
      for (const details of element.querySelectorAll('details')) details.open = true;
      return element.innerText;
    });
  }

  /** Runs `work`; resolves to the longest turn of the page's main thread meanwhile, in milliseconds of its own time. */
  async longestTurn(work: () => Promise<unknown>): Promise<number> {
    await this.#browser.startTracing(this.page, { categories: ['toplevel', '__metadata'] });
    await work();
    const { traceEvents } = JSON.parse((await this.#browser.stopTracing()).toString()) as Trace;
    const main = traceEvents.filter(({ args }) => args?.name === 'CrRendererMain');
    const turns = traceEvents.filter(
      ({ tdur, pid, tid }) =>
        tdur && main.some((thread) => thread.pid === pid && thread.tid === tid),
    );
    return Math.max(0, ...turns.map(({ tdur = 0 }) => tdur / 1_000));
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async #serve(): Promise<void> {
    const headers = { 'content-security-policy': RELAY_POLICY };
    const files = await contentFiles();
    await this.context.route('**', async (route) => {
      this.requests.push(route.request().url());
      await route.fulfill({ contentType: 'text/html', body: '' });
    });
    await this.context.route(`${ORIGIN}/`, (route) =>
      route.fulfill({ contentType: 'text/html', headers, body: CONTENT_HTML }),
    );
    for (const [name, body] of files) {
      await this.context.route(`${ORIGIN}/${name}`, (route) =>
        route.fulfill({ contentType: contentType(name), headers, body }),
      );
    }
  }
}

/** Undefined on a machine without Chromium. */
export const executablePath = findChromium();
