/** A link that opens once, between the extension and the web page in every direction, and what does not open it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { OnceWriter } from '../support/once-peers.ts';
import { Browser } from './browser.ts';
import { shareOnce, shareTextOnce } from './once-sharing.ts';
import { RelayProcess } from './relay.ts';
import { Wiretap } from './wiretap.ts';

describe.skipIf(findChromium() === undefined)('a link that opens once', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;
  /** Has no extension. */
  let carol: Browser;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob, carol] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
      Browser.open(),
    ]);
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), bob?.close(), carol?.close()]);
    await relay?.stop();
  });

  /** A person opens the link, and presses the button that is there once all but the key is. */
  async function open(reader: Browser, link: string): Promise<Page> {
    const tab = await reader.visit(link);
    await tab.getByRole('button', { name: 'Open', exact: true }).click();
    return tab;
  }

  async function aliceShares(text: string): Promise<string> {
    const desk = await alice.extensionPage('options.html');
    return await desk.evaluate(shareTextOnce, text);
  }

  test('of a web page is opened in the extension, and says so to both', async () => {
    const desk = await carol.visit(relay.origin);
    const link = await shareOnce(desk, carol.says, { text: 'From a tab', button: 'Create page' });
    await desk.getByText('Not opened yet').waitFor();
    const viewer = await open(bob, link);
    await viewer.getByText('From a tab').waitFor();
    await viewer.getByText('This page does not stay here.').waitFor();
    await desk.getByText(/^Opened at/).waitFor();
    await viewer.reload();
    await viewer.getByText('You opened this page here before').waitFor();
    expect(await viewer.getByText('From a tab').count()).toBe(0);
    const late = await open(alice, link);
    await late.getByText('This link is used up').waitFor();
    await desk.getByText(/Somebody else tried to open it/).waitFor();
  });

  test('of an extension is opened in another one, and its author is told', async () => {
    const popup = await alice.extensionPage('popup.html');
    const link = await shareOnce(popup, alice.says, { text: 'To another', button: 'Share' });
    const viewer = await open(bob, link);
    await viewer.getByText('To another').waitFor();
    await popup.getByText(/^Opened at/).waitFor();
    await expect.poll(() => alice.notifications()).toHaveLength(1);
    const library = await alice.extensionPage('library.html');
    await library.getByText('Opened: 1 of 1').waitFor();
    await alice.closeTabs();
  });

  test('waits for its author, who loses nothing while away, and opens in the web page by itself', async () => {
    const link = await aliceShares('Worth the wait');
    const page = await carol.visit(link);
    const button = page.locator('.status-action:enabled');
    await button.waitFor();
    await alice.quit();
    await button.click();
    await page.getByText('The page opens by itself when that browser is back.').waitFor();
    await alice.start();
    await page.getByText('Worth the wait').waitFor();
  });

  test('is opened by nothing but a press: by no request, no preview, no script', async () => {
    const tap = await Wiretap.before(relay.origin);
    const writer = new OnceWriter(tap.origin);
    const link = await writer.write('For a person');
    for (const method of ['GET', 'HEAD']) {
      expect((await fetch(link.url, { method })).status).toBe(200);
    }
    // A page of the relay's own site, so that the browser may load the link in advance and run it.
    const feed = `${tap.origin}/feed`;
    const rules = JSON.stringify({ prerender: [{ urls: [link.url], eagerness: 'immediate' }] });
    await carol.context.route(feed, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<link rel=prefetch href="${link.url}"><script type=speculationrules>${rules}</script>
          <iframe src="${link.url}"></iframe>`,
      }),
    );
    const feeding = await carol.visit(feed);
    const heard = () => tap.heard().toString('latin1');
    await expect.poll(heard).toMatch(/^sec-purpose: prefetch;prerender\r$/im);
    await expect.poll(heard).toMatch(/^sec-purpose: prefetch\r$/im);
    await feeding.close();
    const crawler = await carol.visit(link.url);
    await crawler.locator('.status-action:enabled').waitFor();
    await crawler.evaluate(pressEverything);
    expect(await crawler.getByText('Open this page?').count()).toBe(1);
    await crawler.close();
    const page = await open(carol, link.url);
    await page.getByText('For a person').waitFor();
    await expect
      .poll(() => writer.changes.map(({ type }) => type))
      .toEqual(['released', 'received']);
    writer.close();
    tap.close();
  });

  test('that was cut off is not used up, and opens when the whole link is pasted', async () => {
    const writer = new OnceWriter(relay.origin);
    const { url } = await writer.write('For whoever has all of it');
    const other = url.endsWith('AAA') ? 'BBB' : 'AAA';
    const page = await carol.visit(url.slice(0, -20) + other.padEnd(20, 'A'));
    await page.getByText('This did not use up the link.').waitFor();
    await page.getByRole('textbox').fill(url);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('For whoever has all of it').waitFor();
    writer.close();
  });
});

/** Runs in the page: a crawler that presses whatever it finds. */
function pressEverything(): void {
  for (const element of document.querySelectorAll<HTMLElement>('button, a, input, main')) {
    if (element.matches('a')) continue;
    element.click();
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'submit']) {
      element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    }
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  }
}
