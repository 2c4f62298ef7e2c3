/** Sharing from anywhere in Firefox: which entry its context menu has for what, and what comes of the new ones. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { browser as webExtension } from 'wxt/browser';
import { findFirefox } from '../support/firefox.ts';
import { Firefox } from './firefox.ts';
import {
  chooseMenu,
  clipboard,
  enterInAddressBar,
  menuEntries,
  pressButton,
  pressInPopup,
  pressShortcut,
  pressThroughPopup,
} from './firefox-chrome.ts';
import { pdf } from './pdf.ts';
import { RelayProcess } from './relay.ts';

/** In the extension's own pages. */
declare const browser: typeof webExtension;

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(findFirefox() === undefined)('sharing from anywhere in Firefox', () => {
  let relay: RelayProcess;
  let site: Server;
  let here: string;
  let alice: Firefox;
  /** The tab with the page of the site. */
  let article: string;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    site = createServer(({ url = '' }, response) => {
      if (url.endsWith('.png')) {
        response.setHeader('content-type', 'image/png').end(PICTURE);
        return;
      }
      if (url === '/river.pdf') {
        response.setHeader('content-type', 'application/pdf').end(pdf('They live a day.'));
        return;
      }
      if (url === '/untold') return void response.end(PICTURE);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><title>An article</title><main>They live a day.</main>
        <p><a id="link" href="https://a.example/">A link</a>
        <p><a id="page" href="${relay.origin}/${'7'.repeat(64)}">A page</a>
        <p><a href="https://a.example/"><img src="/mayfly.png" width="50" height="50" alt=""></a>
        <hr style="height: 9rem">`);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    // It listens on a port.
    here = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    alice = await Firefox.open({ relay: relay.origin });
    article = await alice.openTab();
    await alice.visit(here);
  });

  afterAll(async () => {
    await alice?.close();
    site?.close();
    await relay?.stop();
  });

  test.each([
    ['hr', 'Share this page ephemerally…'],
    ['#link', 'Share link ephemerally'],
    ['#page', 'Open ephemerally'],
    ['img', 'Share image ephemerally'],
  ])('there is one entry for %s: %s', async (selector, entry) => {
    expect(await menuEntries(alice, selector)).toEqual([entry]);
  });

  test('there is one entry for what is selected', async () => {
    await alice.evaluate(() =>
      getSelection()?.selectAllChildren(document.querySelector('main') ?? document.body),
    );
    expect(await menuEntries(alice, 'main')).toEqual(['Share selection ephemerally']);
  });

  test('an image is shared with its bytes and its name', async () => {
    await chooseMenu(alice, { menuItemId: 'share-image', srcUrl: `${here}mayfly.png` });
    await alice.find('#mayfly-toast');
    expect(await clipboard(alice)).toMatch(/#k=[\w-]{43}&t=image\/png&n=mayfly.png$/);
  });

  test('a toast stands above a modal dialog of the page', async () => {
    await alice.evaluate(() => {
      document.getElementById('mayfly-toast')?.remove();
      const dialog = document.createElement('dialog');
      dialog.style.cssText = 'inset: 0; width: 100vw; height: 100vh; max-width: none; margin: 0';
      document.body.append(dialog);
      dialog.showModal();
    });
    await chooseMenu(alice, { menuItemId: 'share-image', srcUrl: `${here}mayfly.png` });
    await alice.find('#mayfly-toast');
    const isOnTop = () =>
      alice.evaluate(() => {
        const middle = innerHeight - 24 - 30; // of the button in it, which alone takes the pointer
        return Array.from({ length: innerWidth }, (_, x) => x).some(
          (x) => document.elementFromPoint(x, middle)?.id === 'mayfly-toast',
        );
      });
    await expect.poll(isOnTop).toBe(true);
    await alice.evaluate(() => document.querySelector('dialog')?.remove());
  });

  test('an image is what its bytes are, where the server says nothing', async () => {
    const before = await clipboard(alice);
    await chooseMenu(alice, { menuItemId: 'share-image', srcUrl: `${here}untold` });
    await expect.poll(() => clipboard(alice)).not.toBe(before);
    expect(await clipboard(alice)).toMatch(/&t=image\/png&n=untold.png$/);
  });

  test('a link is shared, and not opened', async () => {
    await alice.evaluate(() => document.getElementById('mayfly-toast')?.remove());
    await chooseMenu(alice, { menuItemId: 'share-link', linkUrl: 'https://a.example/' });
    await alice.find('#mayfly-toast');
    expect(await clipboard(alice)).toMatch(/#k=[\w-]{43}&t=text\/html$/);
    expect(await alice.evaluate(() => location.href)).toBe(here);
  });

  /** The sentence of the preview that these steps open over a page that has just loaded. */
  async function previewAfter(open: () => Promise<void>): Promise<string | undefined> {
    const desk = await alice.openTab();
    await alice.visit(alice.extensionUrl('options.html'));
    const source = await alice.openTab();
    await alice.visit(here);
    const before = await alice.tabs();
    await alice.driveTab(desk, { focus: false });
    await open();
    const opened = async () => (await alice.tabs()).find((handle) => !before.includes(handle));
    await expect.poll(opened).toBeDefined();
    await alice.driveTab((await opened()) ?? '');
    const sentence = () =>
      alice.evaluate(() => /.*(?:no article|cannot read).*/.exec(document.body.innerText)?.[0]);
    await expect.poll(sentence).toBeTruthy();
    const said = await sentence();
    for (const handle of [await opened(), source, desk]) {
      await alice.driveTab(handle ?? '');
      await alice.closeTab();
    }
    await alice.driveTab(article);
    return said;
  }

  test.each([
    ['the context menu', () => chooseMenu(alice, { menuItemId: 'share-page' })],
    ['a key', () => pressShortcut(alice, 'G')],
    ['the address bar', () => enterInAddressBar(alice, 'mayfly this page')],
    [
      'the popup',
      async () => {
        await pressButton(alice);
        await pressThroughPopup(alice, 'This page', 'Article');
      },
    ],
  ])('%s opens a preview, which may read the page', async (_, open) => {
    expect(await previewAfter(open)).toContain('no article');
  });

  test('a preview may not read a page that nobody pointed the extension at', async () => {
    const openUnasked = () =>
      alice.evaluate(async () => {
        const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
        await browser.tabs.create({ url: `/share-page.html?tab=${tab?.id}&as=article` });
      });
    expect(await previewAfter(openUnasked)).toContain('cannot read');
  });

  test('a text is shared by the address bar, after the keyword', async () => {
    const before = await clipboard(alice);
    await enterInAddressBar(alice, 'mayfly They live a day.');
    await expect.poll(() => clipboard(alice)).not.toBe(before);
    expect(await clipboard(alice)).toMatch(/#k=[\w-]{43}$/);
    expect(await alice.evaluate(() => location.href)).toBe(here);
  });

  test('a link is opened by the address bar, in the viewer', async () => {
    const address = '7'.repeat(64);
    await enterInAddressBar(alice, `mayfly ${relay.origin}/${address}`);
    await expect.poll(() => alice.evaluate(() => location.href)).toContain(address);
    expect(await alice.evaluate(() => location.href)).toContain(alice.extensionUrl('viewer.html'));
  });

  test.each([
    ['a PDF', () => `${here}river.pdf`],
    ['the reader view', () => `about:reader?url=${encodeURIComponent(here)}`],
    ['a page of the browser', () => 'about:support'],
  ])(
    'what is selected in %s is shared by a right click, and the popup says what to do',
    async (_, urlOf) => {
      const desk = await alice.openTab();
      await alice.visit(alice.extensionUrl('options.html'));
      const tab = await alice.openTab();
      await alice.visit(urlOf());
      await pressButton(alice);
      await alice.driveTab(desk, { focus: false });
      await pressInPopup(alice, 'Selection', 'lets no extension see what is selected');
      await alice.driveTab(tab);
      const before = await clipboard(alice);
      await chooseMenu(alice, { menuItemId: 'share-selection', selectionText: 'They live a day.' });
      await expect.poll(() => clipboard(alice)).not.toBe(before);
    },
  );
});
