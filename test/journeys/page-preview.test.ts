/**
 * The preview of a page before it is shared, in a real browser: nothing in it runs, loads or leads anywhere, whatever was
 * read; and each part of it can be taken out. The background's answers are made up, so that the pages can be hostile.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { browser as webExtension } from 'wxt/browser';
import type { CapturedPage } from '../../extension/capture/captured-page.ts';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { RelayProcess } from './relay.ts';

const PAGE: CapturedPage = {
  html: '',
  title: 'A pond',
  author: '',
  isPrivate: false,
  missingImages: 0,
  hasImages: false,
  notes: [],
};

describe.skipIf(findChromium() === undefined)('the preview of a page', () => {
  let relay: RelayProcess;
  let browser: Browser;
  let hostile: Server;
  let requests: string[];
  let preview: Page;
  let sent: unknown[];

  beforeAll(async () => {
    requests = [];
    hostile = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await once(hostile, 'listening');
    relay = await RelayProcess.start();
    browser = await Browser.open({ relay: relay.origin });
    browser.context.setDefaultTimeout(10_000);
  });

  afterEach(() => preview?.close());

  afterAll(async () => {
    await browser?.close();
    await relay?.stop();
    hostile?.close();
  });

  /** Opens a preview of a page with this content, until a part of it can be taken out. */
  async function open(html: string, rest: Partial<CapturedPage> = {}): Promise<Page> {
    const tab = await openAny(html, rest);
    await tab.waitForFunction(() =>
      document.querySelector('iframe')?.contentDocument?.body?.querySelector('[data-block]'),
    );
    return tab;
  }

  /** Opens a preview of a page with this content. What is shared from it goes nowhere. */
  async function openAny(html: string, rest: Partial<CapturedPage> = {}): Promise<Page> {
    preview = await browser.context.newPage();
    sent = [];
    await preview.exposeFunction('noteSent', (data: unknown) => sent.push(data));
    await preview.addInitScript(answer, { ...PAGE, ...rest, html });
    await preview.goto(await browser.extensionUrl('share-page.html?tab=1&as=article'));
    return preview;
  }

  function textSent(): string {
    return (sent.at(-1) as { text?: string } | undefined)?.text ?? '';
  }

  test('whatever was read, nothing of it runs, loads or leads anywhere', async () => {
    const { port } = hostile.address() as AddressInfo; // it listens on a port
    const there = `http://127.0.0.1:${port}`;
    const tab = await open(`<h1>Hostile</h1>
      <script>top.isRun = true</script><img src="x" onerror="top.isRun = true">
      <svg onload="top.isRun = true"><script>top.isRun = true</script></svg>
      <p onclick="top.isRun = true"><img src="${there}/image"><a href="${there}/link">away</a></p>
      <p style="background: url(${there}/style)"><a href="javascript:top.isRun = true">run</a></p>
      <p><a href="${there}/tab" target="_blank" ping="${there}/ping">a tab</a></p>
      <iframe src="${there}/frame"></iframe><form action="${there}/form"><button>send</button></form>
      <meta http-equiv="refresh" content="0; url=${there}/refresh"><link rel="stylesheet" href="${there}/sheet">
      <style>@import "${there}/import"; p { background: url(${there}/sheet-image) }</style>`);
    const page = tab.frameLocator('iframe');
    for (const name of ['away', 'run', 'a tab'])
      await page.getByText(name, { exact: true }).click();
    await page.getByText('Hostile', { exact: true }).click({ modifiers: ['ControlOrMeta'] });
    expect(await page.getByText('Taken out').count()).toBe(4);
    expect(requests).toEqual([]);
    expect(await tab.evaluate(() => Reflect.get(window, 'isRun') as unknown)).toBeUndefined();
    expect(await tab.evaluate(() => document.querySelector('iframe')?.sandbox.value)).toBe(
      'allow-same-origin',
    );
    expect(
      browser.context
        .pages()
        .map((one) => one.url())
        .filter((url) => url.startsWith(there)),
    ).toEqual([]);
  });

  /** The name of the button with the focus in the preview; undefined while the focus is elsewhere. */
  const focused = (tab: Page) =>
    tab.evaluate(
      () =>
        document.activeElement instanceof HTMLIFrameElement &&
        document.activeElement.contentDocument?.activeElement?.getAttribute('aria-label'),
    );

  test('by the keyboard alone, a part is taken out, put back, and the rest is shared', async () => {
    const tab = await open(
      '<h1>One</h1><p>Two <a href="https://x.example/">words</a></p><p>Three</p>',
    );
    await tab.frameLocator('iframe').getByRole('button', { name: 'Take out: One' }).focus();
    await tab.keyboard.press('ArrowDown');
    expect(await focused(tab)).toBe('Take out: Two words');
    await tab.keyboard.press('Enter');
    await expect.poll(() => focused(tab)).toBe('Put back: Two words');
    await tab.keyboard.press('Enter');
    await expect.poll(() => focused(tab)).toBe('Take out: Two words');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Space');
    await expect.poll(() => focused(tab)).toBe('Put back: Three');
    await tab.getByText('Taken out: Three', { exact: true }).first().waitFor();
    await tab.keyboard.press('Control+Enter');
    await expect
      .poll(textSent)
      .toBe('<h1>One</h1><p>Two <a href="https://x.example/">words</a></p>');
  });

  test('all parts together are one stop of the Tab key, and arrows, Home and End go among them', async () => {
    const tab = await open('<h1>One</h1><ul><li>Two</li></ul><p>Three</p><p>Four</p>');
    await tab.getByRole('radio', { name: 'Article' }).focus();
    await tab.keyboard.press('Tab');
    expect(await focused(tab)).toBe('Take out: One');
    for (const [key, name] of [
      ['End', 'Take out: Four'],
      ['ArrowDown', 'Take out: Four'],
      ['ArrowUp', 'Take out: Three'],
      ['Home', 'Take out: One'],
      ['ArrowUp', 'Take out: One'],
      ['ArrowDown', 'Take out: Two'],
    ] as const) {
      await tab.keyboard.press(key);
      expect(await focused(tab), key).toBe(name);
    }
    await tab.keyboard.press('Tab');
    expect(await focused(tab)).toBe(false);
    await tab.keyboard.press('Shift+Tab');
    expect(await focused(tab)).toBe('Take out: Two');
  });

  test('Delete takes a part out and brings it back, once however long it is held down', async () => {
    const tab = await open('<p>One</p><p>Two</p>');
    await tab.frameLocator('iframe').getByRole('button', { name: 'Take out: One' }).focus();
    for (let i = 0; i < 4; i++) await tab.keyboard.down('Delete');
    await tab.keyboard.up('Delete');
    await tab.getByText('1 part is taken out.').waitFor();
    expect(await focused(tab)).toBe('Put back: One');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowUp');
    expect(await focused(tab)).toBe('Put back: One');
    await tab.keyboard.press('Delete');
    await expect.poll(() => focused(tab)).toBe('Take out: One');
  });

  test('an arrow key brings a part on the screen, and nothing lies over it', async () => {
    const words = 'Some words that fill the lines of a narrow screen. '.repeat(6);
    const tab = await open(Array.from({ length: 30 }, (_, i) => `<p>${i} ${words}</p>`).join(''));
    await tab.setViewportSize({ width: 320, height: 600 });
    await tab.frameLocator('iframe').locator('.take-out').first().focus();
    for (let i = 0; i < 5; i++) await tab.keyboard.press('ArrowDown');
    const seen = await tab.evaluate(() => {
      const frame = document.querySelector('iframe');
      const block = frame?.contentDocument?.querySelectorAll('[data-block]')[5];
      const top = frame?.getBoundingClientRect().top ?? 0;
      const { top: from = 0, bottom: to = 0 } = block?.getBoundingClientRect() ?? {};
      const foot = document.querySelector('.share-page-foot')?.getBoundingClientRect().top ?? 0;
      return { above: top + from, below: foot - top - to };
    });
    expect(seen.above).toBeGreaterThanOrEqual(0);
    expect(seen.below).toBeGreaterThanOrEqual(0);
  });

  test('the hint about parts stands only where a part can be taken out', async () => {
    const hint = 'Click a part to take it out';
    const whole = await open('<p>One</p>');
    expect(await whole.getByText(hint).count()).toBe(1);
    await whole.close();
    const source = await openAny('<hr><hr>');
    await source.getByText('Shares 8 bytes', { exact: true }).waitFor();
    await source.getByText('Exactly this is shared', { exact: false }).waitFor();
    expect(await source.getByText(hint).count()).toBe(0);
  });

  test('the size is that of the bytes that are sent, and nothing is sent once all is taken out', async () => {
    const html = '<p>Ägypten</p><p>more</p>';
    const tab = await open(html);
    await tab.getByText('Shares 26 bytes', { exact: true }).waitFor();
    for (const words of ['Ägypten', 'more']) {
      await tab.frameLocator('iframe').getByText(words).first().click();
    }
    await tab.getByText('Everything is taken out', { exact: false }).waitFor();
    await tab.getByRole('button', { name: 'Share', exact: true }).click({ force: true });
    await tab.getByRole('button', { name: 'Put all back' }).click();
    await tab.getByRole('button', { name: 'Share', exact: true }).click();
    await expect.poll(() => sent.length).toBe(1);
    expect(textSent()).toBe(html);
  });

  test('selecting words takes nothing out', async () => {
    const tab = await open('<p>Some words that somebody selects</p>');
    await tab.frameLocator('iframe').getByText('Some words').dblclick({ delay: 20 });
    expect(await tab.frameLocator('iframe').getByText('Taken out').count()).toBe(0);
  });

  test('a part of a page of two thousand is taken out at once', async () => {
    const tab = await open(
      Array.from(
        { length: 2_000 },
        (_, i) => `<p>Part ${i} of a long page, with some words.</p>`,
      ).join(''),
    );
    const took = await tab.evaluate(async () => {
      const page = document.querySelector('iframe')?.contentDocument;
      const from = performance.now();
      page?.querySelectorAll<HTMLElement>('[data-block]')[1_000]?.click();
      while (!page?.querySelector('.taken-out')) await new Promise(requestAnimationFrame);
      return performance.now() - from;
    });
    expect(took).toBeLessThan(1_000);
  });
});

/** Runs in the preview before its own scripts: answers in place of the background. */
function answer(page: CapturedPage): void {
  const { runtime } = chrome;
  const real = runtime.sendMessage.bind(runtime) as (...args: readonly unknown[]) => unknown;
  const answers: Record<string, unknown> = {
    readArticle: { outcome: 'read', page },
    shareText: { outcome: 'refused', message: 'not in this test' },
  };
  type Message = { readonly type: string; readonly data: unknown };
  const send = (message: Message, tell?: (answer: object) => void) => {
    if (!(message.type in answers)) return real(message, tell);
    if (message.type === 'shareText') noteSent(message.data);
    return tell?.({ res: answers[message.type] });
  };
  Object.assign(runtime, { sendMessage: send });
}

/** In the preview. */
declare const chrome: typeof webExtension;
/** Left there by the test. */
declare const noteSent: (data: unknown) => void;
