/** (b) Sharing parts of a real page: by menu, by popup, from the clipboard. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { RelayProcess } from './relay.ts';

const ARTICLE = `<!doctype html><title>An article</title>
<main><p>They live a day.</p><p>Then they go.</p></main>
<textarea>what stands in a field</textarea>`;
/** With its text far below the window. */
const FAR_ARTICLE = ARTICLE.replace('<main>', `${'<p>Another day.</p>'.repeat(100)}<main>`);
const CONTROLS = 'a, button, input, select, summary, textarea';
const ARTICLE_TEXT = 'They live a day.\n\nThen they go.';

describe.skipIf(findChromium() === undefined)('sharing', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;
  let site: Server;
  let article: Page;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
    ]);
    site = createServer(({ url }, response) => {
      // A strict page: what the extension puts into it must not need its permission.
      response.setHeader('content-security-policy', "default-src 'none'");
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(url === '/far' ? FAR_ARTICLE : ARTICLE);
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    // It listens on a port.
    const { port } = site.address() as AddressInfo;
    article = await alice.visit(`http://127.0.0.1:${port}/`);
  });

  afterAll(async () => {
    site?.close();
    await Promise.all([alice?.close(), bob?.close()]);
    await relay?.stop();
  });

  /** Bob's view when he opens the link on Alice's clipboard. */
  async function bobReads(expected: string): Promise<void> {
    const link = await alice.clipboard();
    expect(link.startsWith(`${relay.origin}/`)).toBe(true);
    const viewer = await bob.visit(link);
    await viewer.getByText('The page is open.').waitFor({ state: 'attached' });
    await expect.poll(() => viewer.locator('.content-text').innerText()).toBe(expected);
    expect(await viewer.title()).toBe('A page on Mayfly'); // browsers write titles into their history
    await viewer.close();
  }

  async function select(selector: string): Promise<void> {
    await article.bringToFront();
    await article.evaluate((target) => {
      const element = document.querySelector(target);
      if (element instanceof HTMLTextAreaElement) return element.select();
      if (element) getSelection()?.selectAllChildren(element);
    }, selector);
  }

  test('a selection, by the context menu, with its line breaks', async () => {
    await select('main');
    await alice.pressButton(article); // as a real right click would, it lets the extension read this tab
    await alice.chooseMenu(article, { menuItemId: 'share-selection', selectionText: 'flat' });
    await article.locator('#mayfly-toast').waitFor({ state: 'attached' });
    await bobReads(ARTICLE_TEXT);
    await article.locator('#mayfly-toast').waitFor({ state: 'detached' });
  });

  test('a selection where scripts may not run, as the browser tells it', async () => {
    const page = await alice.visit('chrome://version');
    await alice.chooseMenu(page, { menuItemId: 'share-selection', selectionText: 'as told' });
    await expect.poll(() => alice.notifications()).toHaveLength(1);
    await bobReads('as told');
    await page.close();
  });

  test('a selection, by the popup', async () => {
    await select('textarea');
    const popup = await alice.pressButton(article);
    await popup.shows('“what stands in a field”');
    await popup.press('Selection');
    await popup.shows('Link copied');
    await bobReads('what stands in a field');
  });

  test('the address of the page in the tab, by the popup', async () => {
    const popup = await alice.pressButton(article);
    await popup.shows('An article');
    await popup.press('This page');
    await popup.press('Address only');
    await popup.shows('Link copied');
    const viewer = await bob.visit(await alice.clipboard());
    const content = viewer.frameLocator('iframe');
    await content.getByRole('heading', { name: 'An article' }).waitFor();
    expect(await content.getByRole('link').getAttribute('href')).toBe(article.url());
    await viewer.close();
  });

  test('the ways to share the page unfold below its button, and fold on Escape', async () => {
    const popup = await alice.pressButton(article);
    const focused = 'document.activeElement.innerText';
    await popup.press('This page');
    await popup.shows('Address only');
    expect(await popup.evaluate(focused)).toMatch(/^Article/);
    await popup.escape();
    expect(await popup.evaluate(focused)).toMatch(/^This page/);
    expect(await popup.evaluate('document.body.innerText')).not.toContain('Address only');
    await popup.press('This page');
    await popup.press('Article');
    const preview = await alice.tab('as=article');
    await preview.getByText('This page has no article').waitFor(); // it may read the page
    await preview.close();
  });

  test('a selection is shared as a quotation, whose link leads a reader to its place', async () => {
    const far = await alice.visit(new URL('/far', article.url()).href);
    await far.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('main')!));
    const popup = await alice.pressButton(far);
    await popup.press('As a quotation');
    const preview = await alice.tab('as=quotation');
    await preview.frameLocator('iframe').getByText('Then they go.').waitFor();
    await preview.getByLabel('With the page’s address').check(); // of this machine: off at first
    await preview.getByRole('button', { name: 'Share', exact: true }).click();
    await far.locator('#mayfly-toast').waitFor({ state: 'attached' });
    const viewer = await bob.visit(await alice.clipboard());
    const opened = bob.context.waitForEvent('page');
    await viewer.frameLocator('iframe').getByRole('link', { name: 'An article' }).click();
    const source = await opened;
    await source.waitForFunction(() => scrollY > 1000);
    await Promise.all([source.close(), viewer.close(), far.close()]);
  });

  test('of a page that no extension may read, the popup offers a picture', async () => {
    const tab = await alice.visit('chrome://version');
    const popup = await alice.pressButton(tab);
    await popup.press('This page');
    await popup.shows('No extension may read this page');
    const ways = '[...document.querySelectorAll(".page-way")].map((way) => way.innerText)';
    expect(await popup.evaluate(ways)).toEqual([expect.stringMatching(/^What you see/)]);
    await tab.close();
  });

  test('nothing selected is said, not shared', async () => {
    await select('nothing');
    await article.evaluate(() => getSelection()?.removeAllRanges());
    await article.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const popup = await alice.pressButton(article);
    await popup.shows('Nothing is selected');
    await popup.press('Selection');
    await popup.shows('Nothing is selected on this page.');
  });

  test('what is written while a page is being shared stays in the popup', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.getByLabel('Your page').fill('first');
    await popup.getByLabel('Your page').evaluate((field: HTMLTextAreaElement) => {
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }),
      );
      field.value = 'second';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await popup.getByText('Link copied').waitFor();
    expect(await popup.getByLabel('Your page').inputValue()).toBe('second');
    await popup.getByLabel('Your page').fill('');
    await popup.close();
    await bobReads('first');
  });

  test('the clipboard, by the popup', async () => {
    await alice.copy('copied elsewhere');
    const popup = await alice.pressButton(article);
    await popup.shows('Text');
    await popup.press('Clipboard');
    await popup.shows('Link copied');
    await bobReads('copied elsewhere');
  });

  test('at first sight the popup has seven controls, and no need to scroll', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.setViewportSize({ width: 400, height: 600 }); // no popup is higher in Chromium
    await popup.getByText('Pages you keep').waitFor();
    const controls = popup.locator(CONTROLS).filter({ visible: true });
    expect(await controls.count()).toBe(7);
    expect(await hiddenBelow(popup)).toBe(0);
    await popup.getByText('Pages you keep').click();
    await popup.getByText('See all in the library').waitFor();
    expect(await hiddenBelow(popup)).toBe(0);
    await popup.reload();
    await popup.getByText('See all in the library').waitFor(); // it stays open
    await popup.getByText('Pages you keep').click();
    await popup.close();
  });

  test('what was shared is told above the form: its link, what to do with it, and a way back', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.setViewportSize({ width: 400, height: 600 });
    await popup.getByLabel('Your page').fill('first try');
    await popup.getByRole('button', { name: 'Share', exact: true }).click();
    await popup.getByText('Paste it to whoever should read it.').waitFor();
    const link = await popup.evaluate(() => navigator.clipboard.readText());
    const [start = '', end = ''] = (await popup.locator('.outcome-link').innerText()).split('…');
    expect(link).toMatch(new RegExp(`^https?://${start}.*${end}$`));
    const outcome = await popup.locator('.outcome').boundingBox();
    const form = await popup.getByLabel('Your page').boundingBox();
    if (!outcome || !form) throw new Error('expected both to be shown');
    expect(outcome.y + outcome.height).toBeLessThan(form.y);
    expect(await hiddenBelow(popup)).toBe(0);
    await popup.getByRole('button', { name: 'QR code' }).click();
    await popup.getByRole('img').last().waitFor();
    await popup.getByRole('button', { name: 'QR code' }).click();
    await popup.getByRole('button', { name: 'Undo' }).hover(); // it stays for who points at it
    await popup.getByRole('button', { name: 'Undo' }).click();
    await popup.getByText('Deleted.').waitFor();
    expect(await popup.getByLabel('Your page').inputValue()).toBe('first try');
    const viewer = await bob.visit(link);
    await viewer.getByRole('heading', { name: 'Nobody' }).waitFor();
    await viewer.close();
    await popup.getByLabel('Your page').fill('');
    await popup.close();
  });

  test('what was shared can be given a name: its link says it, and is copied again', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.getByLabel('Your page').fill('They live a day.');
    await popup.getByRole('button', { name: 'Share', exact: true }).click();
    await popup.getByText('Give it a name').click();
    await popup.getByLabel('Name', { exact: true }).fill('River notes');
    await popup.getByRole('button', { name: 'Save' }).click();
    await popup.getByText('Link copied again').waitFor();
    const link = await popup.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/&n=River\+notes$/);
    await popup.close();
    await bobReads('They live a day.');
  });

  test('a link that is pasted into the field can be opened instead of shared', async () => {
    const popup = await alice.extensionPage('popup.html');
    const link = await alice.clipboard();
    await popup.getByLabel('Your page').fill(`Look at this: ${link}`);
    await popup.getByText('This is a link to a page.').waitFor();
    const opening = alice.context.waitForEvent('page');
    await popup.getByRole('button', { name: 'Open', exact: true }).click();
    const viewer = await opening;
    await viewer.getByText('They live a day.').waitFor();
    await viewer.close();
  });

  test('with more than fits, the popup scrolls below its head', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.setViewportSize({ width: 400, height: 600 });
    await popup.getByRole('button', { name: 'Status and options' }).click();
    await popup.getByLabel('Your page').fill('# Dusk');
    await popup.getByLabel('Markdown').check();
    await popup.getByRole('button', { name: 'Preview' }).click();
    const last = popup.getByText('Pages you keep');
    await last.scrollIntoViewIfNeeded();
    expect((await last.boundingBox())?.y).toBeLessThan(600);
    expect((await popup.getByRole('banner').boundingBox())?.y).toBe(0);
    await popup.getByRole('button', { name: 'Preview' }).click();
    await popup.getByLabel('Plain text').check();
    await popup.getByLabel('Your page').fill('');
    await popup.close();
  });

  test('Markdown is seen as its readers will, before it is shared', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.getByLabel('Your page').fill('# Dusk');
    await popup.getByLabel('Markdown').check();
    await popup.getByRole('button', { name: 'Preview' }).click();
    await popup.frameLocator('iframe').getByRole('heading', { name: 'Dusk' }).waitFor();
    await popup.getByRole('button', { name: 'Preview' }).click();
    expect(await popup.getByLabel('Your page').inputValue()).toBe('# Dusk');
    await popup.getByLabel('Plain text').check();
    expect(await popup.getByRole('button', { name: 'Preview' }).count()).toBe(0);
    await popup.getByLabel('Your page').fill('');
    await popup.close();
  });

  test('the keys are shown as they are set', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.getByRole('button', { name: 'Status and options' }).click();
    await popup.getByText('Alt+Shift+S shares the selection').waitFor();
    await popup.close();
    const options = await alice.extensionPage('options.html');
    await options.getByText('Share selection ephemerally').waitFor();
    await options.getByText('Alt+Shift+S', { exact: true }).waitFor();
    await options.getByText('Alt+Shift+G', { exact: true }).waitFor();
    expect(await options.getByText('no key set').count()).toBe(0); // the browser has no other use for them
    await options.close();
  });

  test('the popup fits into 320 px', async () => {
    const popup = await alice.extensionPage('popup.html');
    await popup.setViewportSize({ width: 320, height: 600 });
    const content = await popup.getByRole('main').boundingBox();
    const clipboard = await popup.getByRole('button', { name: 'Clipboard' }).boundingBox();
    if (!content || !clipboard) throw new Error('expected both to be shown');
    expect(clipboard.x + clipboard.width).toBeLessThanOrEqual(content.x + content.width);
    await popup.close();
  });
});

/** How much of the popup is below its end, in pixels. */
function hiddenBelow(popup: Page): Promise<number> {
  return popup
    .getByRole('main')
    .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
}
