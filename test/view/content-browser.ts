/** A real Chromium that shows content under the policy that the relay sends: a fake DOM would prove nothing. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { findChromium } from '../support/chromium.ts';

export const ORIGIN = 'http://page.test';
const RELAY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  'media-src blob:',
  "worker-src 'self'",
  "connect-src 'self'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types mayfly dompurify',
].join('; ');

export class ContentBrowser {
  readonly #browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Every request for something other than the test's own page and its files. */
  readonly requests: string[] = [];
  /** What pages complained of, such as a policy that was broken. */
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

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async #serve(): Promise<void> {
    const headers = { 'content-security-policy': RELAY_POLICY };
    const files = await bundle();
    await this.context.route('**', async (route) => {
      this.requests.push(route.request().url());
      await route.fulfill({ contentType: 'text/html', body: '' });
    });
    await this.context.route(`${ORIGIN}/`, (route) =>
      route.fulfill({ contentType: 'text/html', headers, body: HTML }),
    );
    for (const [name, body] of files) {
      const contentType = name.endsWith('.css') ? 'text/css' : 'text/javascript; charset=utf-8';
      await this.context.route(`${ORIGIN}/${name}`, (route) =>
        route.fulfill({ contentType, headers, body }),
      );
    }
  }
}

const HTML = `<!doctype html><title>still</title><link rel="stylesheet" href="/page.css">
<body></body><script type="module" src="/page.js"></script>`;

/** The files of frame-page.tsx, workers and styles included, by their names. */
async function bundle(): Promise<Map<string, string>> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es' },
    build: {
      write: false,
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: { page: `${import.meta.dirname}/frame-page.tsx` },
        output: {
          entryFileNames: '[name].js',
          assetFileNames: ({ names: [name = ''] }) =>
            name.endsWith('.css') ? 'page.css' : 'assets/[name]-[hash][extname]',
        },
      },
    },
  });
  if (!('output' in built)) throw new Error('expected one bundle');
  return new Map(
    built.output.map((file) => [
      file.fileName,
      file.type === 'chunk' ? file.code : String(file.source),
    ]),
  );
}

/** Undefined on a machine without Chromium. */
export const executablePath = findChromium();
