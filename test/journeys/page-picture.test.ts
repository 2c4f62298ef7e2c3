/** Pictures of pages in a real Chromium, from the popup to the decoded picture that was shared, pixel by pixel. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { browser as webExtension } from 'wxt/browser';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { columnsOf, countsOf, expectNear } from './page-picture/pixels.ts';
import {
  APP,
  BAR,
  betweenBars,
  BOTTOM_BAR,
  FRAMED,
  GROUND,
  GROWING,
  MOVING,
  type Runs,
  SCROLLED,
  SECRET,
  SIDE,
  STICKY_BAR,
  STRIPE,
  STRIPED,
  stripeRuns,
  TOP_BAR,
} from './page-picture/striped-pages.ts';
import { RelayProcess } from './relay.ts';
import { ToastSight } from './toast-sight.ts';

/** In the extension's worker. */
declare const chrome: typeof webExtension;

const PAGES: ReadonlyMap<string | undefined, string> = new Map([
  ['/scrolled', SCROLLED],
  ['/app', APP],
  ['/growing', GROWING],
  ['/moving', MOVING],
  ['/framed', FRAMED],
  ['/striped', STRIPED],
  ['/secret', SECRET],
]);

const CANVAS = '.picture-stage canvas';
const IMAGE = 'main img';

describe.skipIf(findChromium() === undefined)('a picture of a page', () => {
  let relay: RelayProcess;
  let site: Server;
  let alice: Browser;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    site = createServer(({ url }, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(PAGES.get(url));
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    alice = await Browser.open({ relay: relay.origin });
  });

  afterAll(async () => {
    await alice?.close();
    site?.close();
    await relay?.stop();
  });

  /** A tab with this page, in which the user has gone somewhere. */
  async function open(path: string): Promise<Page> {
    // It listens on a port.
    const { port } = site.address() as AddressInfo;
    const page = await alice.visit(`http://127.0.0.1:${port}${path}`);
    await page.evaluate(() => {
      document.querySelector('input')?.focus({ preventScroll: true });
      scrollTo({ top: 500, behavior: 'instant' });
      document.querySelector('main')?.scrollTo({ top: 300, behavior: 'instant' });
    });
    if (path === '/scrolled') await page.locator('.late').waitFor();
    return page;
  }

  /** The preview that the popup opens for this form. */
  async function preview(page: Page, form: 'sharePage_view' | 'sharePage_whole'): Promise<Page> {
    const popup = await alice.pressButton(page);
    const opening = alice.context.waitForEvent('page');
    await popup.press(alice.says('popup_page'));
    await popup.press(alice.says(form));
    return await opening;
  }

  /** The preview with its picture, on the screen again. */
  async function previewed(page: Page, form: 'sharePage_view' | 'sharePage_whole'): Promise<Page> {
    const opened = await preview(page, form);
    await opened.locator(CANVAS).waitFor();
    await expect.poll(() => opened.evaluate(() => document.visibilityState)).toBe('visible');
    return opened;
  }

  /** All that a page's own scripts can see of a picture that is taken. */
  function traces(page: Page) {
    return page.evaluate(() => ({
      markup: document.documentElement.outerHTML,
      scrolled: [scrollY, document.querySelector('main')?.scrollTop],
      focused: document.activeElement?.localName,
    }));
  }

  /** Shares what the preview shows, and opens the link when the toast in the page has told of it. */
  async function shared(opened: Page, page: Page): Promise<Page> {
    const closed = opened.waitForEvent('close');
    await opened.getByRole('button', { name: alice.says('share_share') }).click();
    await closed;
    const toast = await ToastSight.of(page);
    await toast.says('Link copied');
    const reader = await alice.visit(await alice.clipboard());
    await reader.locator(IMAGE).waitFor();
    await expect
      .poll(() => reader.evaluate(() => document.querySelector('img')?.naturalWidth))
      .toBeGreaterThan(0);
    return reader;
  }

  test('that scrolls has every stripe once and in order, each bar once, and is put back', async () => {
    const page = await open('/scrolled');
    const before = await traces(page);
    const opened = await previewed(page, 'sharePage_whole');
    await expect.poll(() => traces(page)).toEqual(before);
    const reader = await shared(opened, page);
    const { width, columns } = await reader.evaluate(columnsOf, { selector: IMAGE, parts: [0.5] });
    expect(width).toBe(1280);
    const sticky = [STICKY_BAR, BAR] as const;
    const runs = [...stripeRuns(0, 2), sticky, ...stripeRuns(2, 32)];
    expectNear(columns[0], betweenBars(runs));
  });

  test('whose part scrolls has every stripe once, and what stands around it once', async () => {
    const page = await open('/app');
    const before = await traces(page);
    const opened = await previewed(page, 'sharePage_whole');
    await expect.poll(() => traces(page)).toEqual(before);
    const { columns } = await opened.evaluate(columnsOf, { selector: CANVAS, parts: [0.1, 0.9] });
    const [left, right] = columns;
    expect(right).toEqual([[TOP_BAR, BAR], ...stripeRuns(0, 30), [BOTTOM_BAR, BAR]]);
    expect(left?.map(([colour]) => colour)).toEqual([TOP_BAR, SIDE, GROUND, BOTTOM_BAR]);
    await opened.close();
  });

  test('that is enlarged has every stripe once, on pixels that fit no stripe', async () => {
    const zoom = 1.1;
    const page = await open('/scrolled');
    const worker = await alice.worker();
    await worker.evaluate(async (factor) => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      await chrome.tabs.setZoom(tab?.id ?? 0, factor);
    }, zoom);
    await expect.poll(() => page.evaluate(() => devicePixelRatio)).toBeCloseTo(zoom);
    const opened = await previewed(page, 'sharePage_whole');
    const { columns } = await opened.evaluate(columnsOf, { selector: CANVAS, parts: [0.5] });
    const runs: Runs = [...stripeRuns(0, 2), [STICKY_BAR, BAR], ...stripeRuns(2, 32)];
    expectNear(columns[0], betweenBars(runs), zoom);
    await worker.evaluate(async () => {
      const tabs = await chrome.tabs.query({});
      await Promise.all(tabs.map(({ id }) => chrome.tabs.setZoom(id ?? 0, 1).catch(() => {})));
    });
    await opened.close();
  });

  test('that is wider than its window, runs from right to left, and grows, ends where it ended at first', async () => {
    const page = await open('/growing');
    const heightOf = () => page.evaluate(() => document.documentElement.scrollHeight);
    await expect.poll(heightOf).toBe(24 * STRIPE);
    const opened = await previewed(page, 'sharePage_whole');
    const seen = { selector: CANVAS, parts: [0.3, 0.9] };
    const { width, columns } = await opened.evaluate(columnsOf, seen);
    expect(width).toBe(2000);
    expect(await heightOf()).toBeGreaterThan(24 * STRIPE);
    const [below, beside] = columns;
    expectNear(below, betweenBars(stripeRuns(0, 24)));
    expectNear(beside, stripeRuns(0, 24)); // the bars are as wide as the window
    await opened.close();
  });

  test('whose bars and text move as it is scrolled has each of them once, when it has come to rest', async () => {
    const opened = await previewed(await open('/moving'), 'sharePage_whole');
    const { columns } = await opened.evaluate(columnsOf, { selector: CANVAS, parts: [0.5] });
    expect(columns[0]).toEqual([[TOP_BAR, BAR], [STICKY_BAR, BAR], ...stripeRuns(0, 30)]);
    await opened.close();
  });

  test('that scrolls in a frame is the part that was seen, and says so', async () => {
    const page = await open('/framed');
    await page.frame({ url: /striped/ })?.evaluate((top) => scrollTo(0, top), 2 * STRIPE);
    const opened = await previewed(page, 'sharePage_whole');
    await opened.getByText(alice.says('picture_unseen')).waitFor();
    const { columns } = await opened.evaluate(columnsOf, { selector: CANVAS, parts: [0.5] });
    expect(columns[0]?.slice(0, 3)).toEqual([[TOP_BAR, BAR], ...stripeRuns(2, 4)]);
    await opened.close();
  });

  test('is cropped and blacked out in its bytes', async () => {
    const page = await open('/secret');
    const opened = await previewed(page, 'sharePage_view');
    const drag = async (tool: 'picture_crop' | 'picture_blackOut', from: Spot, to: Spot) => {
      await opened.getByRole('radio', { name: alice.says(tool) }).check();
      // The tool's hint and the measured size move the picture down.
      await opened
        .getByText(alice.says(`picture_hint${tool === 'picture_crop' ? 'Crop' : 'BlackOut'}`))
        .waitFor();
      const measured = () => opened.locator('.picture-facts').innerText();
      await expect.poll(measured).toMatch(/\d [kM]?B|bytes/);
      const stage = await opened.locator(CANVAS).boundingBox();
      if (!stage) throw new Error('expected a picture on the screen');
      const scale = stage.width / 1280;
      await opened.mouse.move(stage.x + scale * from[0], stage.y + scale * from[1]);
      await opened.mouse.down();
      await opened.mouse.move(stage.x + scale * to[0], stage.y + scale * to[1], { steps: 3 });
      await opened.mouse.up();
    };
    await drag('picture_blackOut', [80, 80], [320, 220]);
    await drag('picture_crop', [60, 60], [600, 500]);
    const reader = await shared(opened, page);
    const colours = ['#ff0000', '#00ff00', '#000000'];
    const { width, height, counts } = await reader.evaluate(countsOf, { selector: IMAGE, colours });
    const [red, green, black] = counts;
    expect(Math.abs(width - 540) + Math.abs(height - 440)).toBeLessThan(8);
    expect(red).toBe(0);
    expect(Math.abs((green ?? 0) - 100 * 100)).toBeLessThan(1_000);
    expect(Math.abs((black ?? 0) - 240 * 140)).toBeLessThan(1_500);
    const across = await reader.evaluate(columnsOf, { selector: IMAGE, parts: [0.25] });
    expect(across.columns[0]?.map(([colour]) => colour)).toEqual([GROUND, '#000000', GROUND]);
  });

  test('is interrupted when another tab comes to the screen; the page is put back, and a second try works', async () => {
    const page = await open('/scrolled');
    const before = await traces(page);
    const other = await alice.visit('about:blank');
    const opened = await preview(page, 'sharePage_whole');
    await page.waitForFunction(() => scrollY > 600);
    await other.bringToFront();
    await expect.poll(() => traces(page)).toEqual(before);
    expect(await opened.getByRole('alert').first().innerText()).toContain(
      alice.says('picture_interrupted'),
    );
    await opened.bringToFront();
    await opened.getByRole('button', { name: alice.says('picture_again') }).click();
    await opened.locator(CANVAS).waitFor();
    await expect.poll(() => traces(page)).toEqual(before);
  });

  test('is interrupted when the worker is killed; the page is put back, and the preview comes to take it again', async () => {
    const page = await open('/scrolled');
    const before = await traces(page);
    const opened = await preview(page, 'sharePage_whole');
    await page.waitForFunction(() => scrollY > 600);
    await alice.killWorker();
    await expect.poll(() => traces(page)).toEqual(before);
    const again = opened.getByRole('button', { name: alice.says('picture_again') });
    await again.waitFor();
    const worker = await alice.worker();
    const shown = () =>
      worker.evaluate(async () => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        return tab?.url;
      });
    await expect.poll(shown).toBe(opened.url());
    await again.click();
    await opened.locator(CANVAS).waitFor();
    await expect.poll(() => traces(page)).toEqual(before);
  });
});

type Spot = readonly [number, number];
