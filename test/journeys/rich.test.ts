/** Selections with their formatting, and files: shared from a real page, read elsewhere. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { copyPicture } from './copy-picture.ts';
import { RelayProcess } from './relay.ts';

const FLY = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="teal"/></svg>`;
const ARTICLE = `<!doctype html><title>An article</title>
<style>em { font-style: normal; color: crimson }</style>
<main>
  <h1>On mayflies</h1>
  <p onclick="alert(1)">They live <b>a day</b>, <em>no more</em>. <a href="/river?utm_source=x&p=2">More</a></p>
  <table><tr><th>River</th><th>Length</th></tr><tr><td>Aare</td><td>288 km</td></tr></table>
  <img src="/fly.svg" alt="a fly">
  <script>document.title = 'An article that ran'</script>
</main>`;

describe.skipIf(findChromium() === undefined)('sharing with formatting', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;
  let site: Server;
  let article: Page;
  /** The paths that the site was asked for. */
  const asked: string[] = [];

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
    ]);
    site = createServer((request, response) => {
      asked.push(request.url ?? '');
      const isFly = request.url === '/fly.svg';
      response.setHeader('content-type', isFly ? 'image/svg+xml' : 'text/html; charset=utf-8');
      response.end(isFly ? FLY : ARTICLE);
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    // It listens on a port.
    const { port } = site.address() as AddressInfo;
    article = await alice.visit(`http://127.0.0.1:${port}/`);
    await article.evaluate(() => {
      const main = document.querySelector('main');
      if (main) getSelection()?.selectAllChildren(main);
    });
  });

  afterAll(async () => {
    site?.close();
    await Promise.all([alice?.close(), bob?.close()]);
    await relay?.stop();
  });

  /** Shares the selection by the popup, with these boxes turned over. */
  async function shareSelection(...boxes: readonly string[]): Promise<void> {
    const popup = await alice.pressButton(article);
    for (const box of boxes) await popup.check(box);
    await popup.press('Selection');
    await popup.shows('Link copied');
  }

  /** Bob's view when he opens the link on Alice's clipboard. */
  async function bobSees(look: (content: FrameLocator, viewer: Page) => Promise<void>) {
    const viewer = await bob.visit(await alice.clipboard());
    await viewer.getByText('The page is open.').waitFor({ state: 'attached' });
    await look(viewer.frameLocator('iframe'), viewer);
    await viewer.close();
  }

  test('a selection looks as it did, and leads where it led', async () => {
    await shareSelection();
    await bobSees(async (content) => {
      await content.getByRole('heading', { name: 'On mayflies' }).waitFor();
      expect(await content.getByRole('row').count()).toBe(2);
      expect(await content.getByText('a day').evaluate((it) => it.localName)).toBe('b');
      const colour = await content
        .getByText('no more')
        .evaluate((it) => getComputedStyle(it).color);
      expect(colour).toBe('rgb(220, 20, 60)');
      expect(await content.getByRole('link').getAttribute('href')).toMatch(/\/river\?p=2$/);
      expect(await content.locator('img, [onclick]').count()).toBe(0);
      expect(await content.getByText('An article').count()).toBe(0);
    });
  });

  test('by the context menu as well', async () => {
    await alice.pressButton(article); // as a real right click would, it lets the extension read this tab
    await alice.chooseMenu(article, { menuItemId: 'share-selection', selectionText: 'flat' });
    await article.locator('#mayfly-toast').waitFor({ state: 'attached' });
    await bobSees((content) => content.getByRole('heading', { name: 'On mayflies' }).waitFor());
  });

  test('with its images, when asked to, for this time', async () => {
    await shareSelection('Include images');
    await bobSees(async (content) => {
      const width = () =>
        content.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
      await expect.poll(width).toBe(40);
    });
    await shareSelection();
    await bobSees(async (content) => {
      await content.getByRole('heading').waitFor();
      expect(await content.locator('img').count()).toBe(0);
      expect(await content.getByText('An article').count()).toBe(0);
    });
  });

  test('what was copied with its formatting, by the popup', async () => {
    await alice.copyMarkup(
      `<p>They live <b onclick="x()">a day</b>.<script>x()</script> <img src="${article.url()}beacon.png"></p>`,
    );
    const popup = await alice.pressButton(article);
    await popup.press('Clipboard');
    await popup.shows('Link copied');
    await bobSees(async (content) => {
      expect(await content.getByText('a day').evaluate((it) => it.localName)).toBe('b');
      expect(await content.locator('script, img, [onclick]').count()).toBe(0);
    });
    expect(asked).not.toContain('/beacon.png');
  });

  test('a picture in what was copied is not loaded: its text stands there, and the popup says so', async () => {
    const src = `${article.url()}fly.svg?copied`;
    await alice.copyMarkup(`<p>They live a day.</p><img src="${src}" alt="a fly by the river">`);
    const popup = await alice.pressButton(article);
    await popup.press('Clipboard');
    await popup.shows('One image could not be read');
    await bobSees((content) => content.getByText('a fly by the river').waitFor());
    expect(asked).not.toContain('/fly.svg?copied');
  });

  test('a copied picture, by the popup', async () => {
    const options = await alice.extensionPage('options.html');
    await copyPicture(options);
    await options.close();
    const popup = await alice.pressButton(article);
    await popup.press('Clipboard');
    await popup.shows('Link copied');
    expect(await alice.clipboard()).toMatch(/t=image\/png&n=image.png/);
    await bobSees(async (_, viewer) => {
      const width = () =>
        viewer.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
      await expect.poll(width).toBe(7);
    });
  });

  test('a file, picked in a tab that the popup opens', async () => {
    const popup = await alice.extensionPage('popup.html');
    const opening = alice.context.waitForEvent('page');
    await popup.getByRole('link', { name: 'File' }).click();
    const tab = await opening;
    const picking = tab.waitForEvent('filechooser');
    await tab.getByText('Choose files…').click();
    const bytes = Buffer.from([0, 1, 2, 3]);
    const mimeType = 'application/zip';
    await (await picking).setFiles({ name: 'river.zip', mimeType, buffer: bytes });
    await tab.getByText('river.zip').waitFor();
    await tab.getByText('4 bytes', { exact: true }).waitFor();
    await tab.getByText(mimeType).waitFor();
    await tab.getByRole('button', { name: 'Share', exact: true }).click();
    await tab.getByText('Link copied').waitFor();
    await bobSees(async (_, viewer) => {
      const saving = viewer.waitForEvent('download');
      await viewer.getByRole('button', { name: 'Save' }).first().click();
      const saved = await saving;
      expect(saved.suggestedFilename()).toBe('river.zip');
      expect(await readFile(await saved.path())).toEqual(bytes);
    });
    await Promise.all([tab.close(), popup.close()]);
  });

  test('as plain text where that was chosen, from then on', async () => {
    await shareSelection('Keep formatting');
    await shareSelection();
    await bobSees(async (_, viewer) => {
      const text = () => viewer.locator('.content-text').innerText();
      await expect.poll(text).toContain('They live a day, no more. More');
    });
    await shareSelection('Keep formatting');
  });
});
