/** Sharing from any page: each entry of the context menu, the key, the address bar, and the messages about it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { browser as webExtension } from 'wxt/browser';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { pdf } from './pdf.ts';
import { RelayProcess } from './relay.ts';
import { ToastSight } from './toast-sight.ts';

/** In the extension's worker, where `evaluate` runs. */
declare const chrome: typeof webExtension;

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==',
  'base64',
);
/** Documents that are not HTML. */
const DOCUMENTS: Readonly<Record<string, string | Buffer>> = {
  '/river.pdf': pdf('They live a day.'),
  '/around': '<embed src="/river.pdf" type="application/pdf" width="700" height="500">',
  '/river.svg': '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>',
  '/rivers.xml': '<rivers><river>Aare</river></rivers>',
};
const TYPES: Readonly<Record<string, string>> = {
  '/river.pdf': 'application/pdf',
  '/river.svg': 'image/svg+xml',
  '/rivers.xml': 'text/xml',
};
/** A name that the extension has no permission for, as it has for the relay's. */
const ANOTHER_SITE = 'another.example';
/** The policy of the page: it allows nothing that the extension puts into it. */
const POLICY =
  "default-src 'none'; img-src *; frame-src *; object-src *; style-src 'unsafe-inline'";

/** On the clipboard before each test. */
const EMPTIED = 'nothing was copied';

/** Runs in the article. */
function selectMain(): void {
  getSelection()?.selectAllChildren(document.querySelector('main') ?? document.body);
}

describe.skipIf(findChromium() === undefined)('sharing from anywhere', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;
  let site: Server;
  /** The same site under two names: to the browser, they are two. */
  let here: string;
  let elsewhere: string;
  /** The paths that were asked for. */
  const asked: string[] = [];
  let article: Page;
  let toast: ToastSight;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob] = await Promise.all([
      Browser.open({ relay: relay.origin, foreignName: ANOTHER_SITE }),
      Browser.open({ relay: relay.origin }),
    ]);
    site = createServer(({ url = '', headers }, response) => {
      asked.push(url);
      if (url === '/open.png') {
        // As a store of files answers: who does not ask as scripts do is not told that everybody may read it.
        response.setHeader('cache-control', 'max-age=3600');
        if (headers.origin) response.setHeader('access-control-allow-origin', '*');
      }
      if (url === '/never.png') return;
      if (url.endsWith('.png'))
        return void response.setHeader('content-type', 'image/png').end(PICTURE);
      response.setHeader('content-type', TYPES[url] ?? 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', POLICY);
      response.end(DOCUMENTS[url] ?? pageAt(url));
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    // It listens on a port.
    const { port } = site.address() as AddressInfo;
    here = `http://127.0.0.1:${port}`;
    elsewhere = `http://${ANOTHER_SITE}:${port}`;
    article = await alice.visit(`${here}/`);
    toast = await ToastSight.of(article);
    await alice.pressButton(article); // as a real right click would, it lets the extension read this tab
  });

  afterEach(async () => {
    await alice.clearNotifications();
    await alice.copy(EMPTIED);
    await article.evaluate(() => document.getElementById('mayfly-toast')?.remove());
  });

  afterAll(async () => {
    site?.closeAllConnections();
    site?.close();
    await Promise.all([alice?.close(), bob?.close()]);
    await relay?.stop();
  });

  function pageAt(url: string): string {
    if (url === '/frame') return '<p>said in a frame</p>';
    return `<!doctype html><title>An <b>article</b></title><main><p>They live a day.</p></main>
      <a href="/target?id=7&utm_source=x">A <i>link</i>
      to follow</a> <img src="/mayfly.png" alt="">
      <img id="foreign" src="${elsewhere}/theirs.png" alt=""> <img src="${elsewhere}/open.png" alt="">
      <iframe src="/frame"></iframe><iframe src="${elsewhere}/frame"></iframe>`;
  }

  /** The link that comes to Alice's clipboard. A test begins with an empty one. */
  async function alicesLink(): Promise<string> {
    let link = '';
    await expect.poll(async () => (link = await alice.clipboard())).not.toBe(EMPTIED);
    return link;
  }

  /** Opens, as Bob, the link that comes to Alice's clipboard. */
  async function bobOpens(): Promise<Page> {
    const viewer = await bob.visit(await alicesLink());
    await viewer.getByText('The page is open.').waitFor({ state: 'attached' });
    return viewer;
  }

  test('there is an entry for each kind of thing', async () => {
    const ids = ['share-selection', 'share-image', 'share-link', 'open-link', 'share-page'];
    const worker = await alice.worker();
    const updated = worker.evaluate(
      (all) => Promise.all(all.map((id) => chrome.contextMenus.update(id, { enabled: true }))),
      ids,
    );
    await expect(updated).resolves.toHaveLength(ids.length); // a missing entry cannot be changed
  });

  test('a toast stands above a modal dialog of the page, and its button deletes what was shared', async () => {
    await article.evaluate(() => {
      const dialog = document.createElement('dialog');
      dialog.style.cssText = 'inset: 0; width: 100vw; height: 100vh; max-width: none; margin: 0';
      document.body.append(dialog);
      dialog.showModal();
    });
    await alice.chooseMenu(article, { menuItemId: 'share-link', linkUrl: `${here}/target` });
    await toast.says('Link copied.');
    await toast.press('Undo'); // with the mouse: a toast below the dialog would not get it
    await toast.says('Deleted.');
    await article.evaluate(() => document.querySelector('dialog')?.close());
    await toast.says('Deleted.'); // also when the dialog is gone
    expect(await toast.isSeen()).toBe(true);
    await article.evaluate(() => document.querySelector('dialog')?.remove());
    const viewer = await bob.visit(await alicesLink());
    await viewer.getByRole('heading', { name: 'Nobody' }).waitFor();
    await viewer.close();
  });

  test('an image is shared with its bytes and its name', async () => {
    await alice.chooseMenu(article, { menuItemId: 'share-image', srcUrl: `${here}/mayfly.png` });
    await toast.says('Link copied.');
    const link = await alicesLink();
    expect(link).toMatch(/#k=[\w-]{43}&t=image\/png&n=mayfly.png$/);
    const viewer = await bobOpens();
    const width = () =>
      viewer
        .getByRole('main')
        .getByRole('img')
        .last()
        .evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBe(5);
    await viewer.close();
  });

  test('an image that only its own site may read is not shared, and the way to share it is told', async () => {
    const srcUrl = `${elsewhere}/theirs.png`;
    await alice.chooseMenu(article, { menuItemId: 'share-image', srcUrl });
    await toast.says('Open it in a tab of its own');
  });

  test('an image that another site lets everybody read is shared, though the cache has it unreadable', async () => {
    const srcUrl = `${elsewhere}/open.png`;
    await alice.chooseMenu(article, { menuItemId: 'share-image', srcUrl });
    await toast.says('Link copied.');
    expect(await alicesLink()).toMatch(/&t=image\/png&n=open.png$/);
  });

  test('a link is shared with its text, and what it leads to is not opened', async () => {
    const linkUrl = `${here}/target?id=7&utm_source=x`;
    const tabs = alice.context.pages().length;
    await alice.chooseMenu(article, { menuItemId: 'share-link', linkUrl });
    await toast.says('Link copied.');
    expect(alice.context.pages()).toHaveLength(tabs);
    const viewer = await bobOpens();
    const page = viewer.frameLocator('iframe');
    await page.getByRole('heading', { name: 'A link to follow' }).waitFor();
    expect(await page.getByRole('link').getAttribute('href')).toBe(`${here}/target?id=7`);
    expect(asked).not.toContain('/target?id=7&utm_source=x');
    await viewer.close();
  });

  test('a link to a page is not wrapped into another', async () => {
    const linkUrl = `https://unknown.example/${'7'.repeat(64)}#k=${'A'.repeat(43)}`;
    await alice.chooseMenu(article, { menuItemId: 'share-link', linkUrl });
    await toast.says('leads to a page on Mayfly already');
    expect(await alicesLink()).toBe(linkUrl);
  });

  test('the address of the page is shared with its title, as text', async () => {
    const popup = await alice.pressButton(article);
    await popup.press('This page');
    await popup.press('Address only');
    await popup.shows('Link copied');
    const viewer = await bobOpens();
    const page = viewer.frameLocator('iframe');
    await page.getByRole('heading', { name: 'An <b>article</b>' }).waitFor();
    expect(await page.getByRole('link').innerText()).toBe(`${here}/`);
    await viewer.close();
  });

  test.each([
    ['the context menu', () => alice.chooseMenu(article, { menuItemId: 'share-page' })],
    ['a key', () => alice.pressShortcut(article, 'share-page')],
    ['the address bar', () => alice.enterInAddressBar('this page')],
  ])('a preview of the page opens beside it by %s', async (_, open) => {
    await article.bringToFront();
    await open();
    const preview = await alice.tab('as=article');
    const worker = await alice.worker();
    const [source, shown] = await worker.evaluate(async () => {
      const [active] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const beside = active && (await chrome.tabs.query({ index: active.index - 1 }))[0];
      return [beside?.id, active?.openerTabId];
    });
    expect(preview.url()).toContain(`?tab=${source}&`);
    expect(shown).toBe(source);
    await preview.close();
  });

  test('the key shares what is selected in the frame that has the focus', async () => {
    await selectIn(`${here}/frame`);
    await alice.pressShortcut(article);
    await toast.says('Link copied.');
    const viewer = await bobOpens();
    await viewer.getByText('said in a frame').waitFor();
    await viewer.close();
  });

  test("another site's frame is not read, and nothing else is shared in its place", async () => {
    await article.evaluate(selectMain);
    await selectIn(`${elsewhere}/frame`);
    await alice.pressShortcut(article);
    await toast.says('may not read: it comes from another site');
  });

  async function selectIn(url: string): Promise<void> {
    await article.bringToFront();
    const frame = article.frames().find((one) => one.url() === url);
    await frame?.locator('p').click();
    await frame?.evaluate(() => getSelection()?.selectAllChildren(document.body));
  }

  test.each([
    ['a PDF', '/river.pdf', { x: 705, y: 184 }],
    ['a PDF in a page', '/around', { x: 420, y: 188 }],
  ])('the key shares what is selected in %s', async (_, path, { x, y }) => {
    const tab = await alice.visit(`${here}${path}`);
    await alice.pressButton(tab);
    const told = await ToastSight.of(tab);
    await tab.bringToFront();
    const share = async () => {
      await tab.mouse.dblclick(x, y); // nothing tells when the viewer is ready for it
      await alice.pressShortcut(tab);
      await expect.poll(() => told.status(), { timeout: 10_000 }).not.toBe('');
      return told.status();
    };
    await expect.poll(share).toContain('Link copied.');
    const viewer = await bobOpens();
    await expect
      .poll(() => viewer.locator('.content-text').innerText())
      .toMatch(/^(?:They|live|day)\.?$/);
    await Promise.all([viewer.close(), tab.close()]);
  });

  test('of a page of the browser it is told that no extension reads it, and what to do', async () => {
    const tab = await alice.visit('chrome://version');
    const popup = await alice.pressButton(tab);
    await popup.press('Selection');
    await popup.shows('lets no extension see what is selected');
    await popup.shows('press “Clipboard”');
    await alice.pressShortcut(tab);
    await expect.poll(() => alice.notifications()).toHaveLength(1);
    await tab.close();
  });

  test('a text after the keyword is shared, and a notification says so', async () => {
    await alice.enterInAddressBar('typed <in> the bar');
    await expect.poll(() => alice.notifications()).toEqual([expect.stringMatching(/^page /)]);
    expect(await toast.text()).toBe('');
    const viewer = await bobOpens();
    await viewer.getByText('typed <in> the bar').waitFor();
    await viewer.close();
  });

  test('a link after the keyword is opened, and a bare address at the default relay', async () => {
    const address = '7'.repeat(64);
    await alice.enterInAddressBar(`${relay.origin}/${address}#n=one.txt`);
    await (await alice.tab('#n=one.txt')).close();
    await alice.enterInAddressBar(address);
    const viewer = await alice.tab(`&u=${address}`);
    expect(viewer.url()).toContain(encodeURIComponent(relay.origin));
    await viewer.close();
  });

  test('with the relay out of reach the link is copied, and when it is announced is told', async () => {
    await alice.useRelay('http://localhost:1');
    await alice.chooseMenu(article, { menuItemId: 'share-selection', selectionText: 'kept' });
    await toast.says(
      'Your browser keeps the page, and readers can open it there once the relay is back',
    );
    await alice.useRelay(relay.origin);
  });

  test('a relay that was never met says that it takes no page of that size, before there is a link', async () => {
    const small = await RelayProcess.start({ MAYFLY_PAGE_BYTES: '100' });
    await alice.useRelay(small.origin);
    await alice.chooseMenu(article, { menuItemId: 'share-image', srcUrl: `${here}/mayfly.png` });
    await toast.says('an encrypted page can be at most');
    await alice.useRelay(relay.origin);
    await small.stop();
  });

  test('what was said in a page that was left meanwhile is said in no other one', async () => {
    await alice.chooseMenu(article, { menuItemId: 'share-image', srcUrl: `${here}/never.png` });
    await expect.poll(() => asked).toContain('/never.png');
    await article.goto(`${here}/next`);
    await expect.poll(() => alice.notifications()).toHaveLength(1);
    expect(await toast.text()).toBe('');
    await article.goBack();
    await alice.pressButton(article);
  });

  test.each(['rivers.xml', 'river.svg'])(
    'a document that is no HTML shows it: %s',
    async (file) => {
      const tab = await alice.visit(`${here}/${file}`);
      await alice.pressButton(tab);
      await alice.chooseMenu(tab, { menuItemId: 'share-link', linkUrl: `${elsewhere}/frame` });
      await (await ToastSight.of(tab)).says('Link copied.');
      expect(await alice.notifications()).toEqual([]);
      await tab.close();
    },
  );

  test('a link that was not copied is a button away, and not in the page', async () => {
    const worker = await alice.worker();
    await worker.evaluate(() => {
      const { createDocument } = chrome.offscreen;
      chrome.offscreen.createDocument = () => Promise.reject(new Error('no clipboard'));
      Reflect.set(globalThis, 'giveBack', () => {
        chrome.offscreen.createDocument = createDocument;
      });
    });
    await article.evaluate(selectMain);
    const click = { menuItemId: 'share-selection', selectionText: 'They', frameId: 0 };
    await alice.chooseMenu(article, click);
    await toast.says('Shared. The link could not be copied.');
    expect(await toast.text()).not.toContain('http');
    await worker.evaluate(() => (Reflect.get(globalThis, 'giveBack') as () => void)());
    await toast.press('Copy link');
    await toast.says('Link copied.');
    expect(await alicesLink()).toContain(relay.origin);
  });
});
