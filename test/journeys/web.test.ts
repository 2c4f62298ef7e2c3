/** The web page by itself: two people without any extension. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { RelayProcess } from './relay.ts';
import { SlowDocument } from './slow-document.ts';

describe.skipIf(findChromium() === undefined)('the web page', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob] = await Promise.all([Browser.open(), Browser.open()]);
  });

  afterAll(async () => {
    await Promise.all([alice.close(), bob.close()]);
    await relay.stop();
  });

  test('makes a page by the keyboard alone, and another tab reads it', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.locator('textarea:focus').waitFor();
    await tab.keyboard.type('typed, not clicked');
    await tab.keyboard.press('Control+Enter');
    await tab.waitForURL(/\/[0-9a-f]{64}#k=[\w-]{43}$/);
    await tab.getByText('typed, not clicked').waitFor();
    const reader = await bob.visit(tab.url());
    await reader.getByText('typed, not clicked').waitFor();
    await tab.getByText('held by 2', { exact: true }).waitFor();
    await tab.close();
    await reader.getByText('only you have it', { exact: true }).waitFor();
    await reader.close();
  });

  test('is drawn where its program comes before the document', async () => {
    const slow = await SlowDocument.before(relay.origin);
    const tab = await alice.visit('about:blank');
    await tab.goto(slow.origin, { waitUntil: 'commit' });
    // All but drawing is done; no frame comes before there is a body.
    await tab.waitForFunction(() => document.documentElement.dir !== '', null, { polling: 50 });
    slow.goOn();
    await tab.getByLabel('Your page').waitFor();
    await tab.close();
    slow.stop();
  });

  test('goes back to the draft and forward to the page', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByLabel('Your page').fill('there and back');
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.waitForURL(/\/[0-9a-f]{64}#k=[\w-]{43}$/);
    const link = tab.url();
    await tab.goBack();
    await tab.getByLabel('Your page').waitFor();
    await tab.goForward();
    await tab.getByText('there and back').waitFor();
    expect(tab.url()).toBe(link);
    await tab.close();
  });

  test('asks before the only copy goes, and only then', async () => {
    const tab = await alice.visit(relay.origin);
    const asked: string[] = [];
    tab.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await tab.getByLabel('Your page').fill('the only copy');
    await tab.reload();
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.getByText('only you have it', { exact: true }).waitFor();
    const reader = await bob.visit(tab.url());
    await tab.getByText('held by 2', { exact: true }).waitFor();
    await tab.reload();
    await tab.getByText('held by 2', { exact: true }).waitFor();
    expect(asked).toEqual([]);
    await reader.close();
    await tab.getByText('only you have it', { exact: true }).waitFor();
    await tab.getByText('the only copy', { exact: true }).click(); // a browser asks only after the user has touched the page
    await tab.reload();
    await tab.getByText('only you have it', { exact: true }).waitFor();
    expect(asked).toEqual(['beforeunload']);
    await tab.close();
  });

  test('holds the only copy again after a reload, and when one comes back from another site', async () => {
    const tab = await alice.visit(relay.origin);
    tab.on('dialog', (dialog) => void dialog.accept());
    await tab.getByLabel('Your page').fill('there, away and back');
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.getByText('A copy that only this tab can open').waitFor();
    const link = tab.url();
    await tab.reload();
    await tab.getByText('only you have it', { exact: true }).waitFor();
    await tab.goto(relay.origin.replace('localhost', '127.0.0.1'));
    await tab.goBack();
    await tab.getByText('only you have it', { exact: true }).waitFor();
    const reader = await bob.visit(link);
    await reader.getByText('there, away and back').waitFor();
    await reader.close();
    await tab.close();
  });

  test('deletes its copy once its reader has said so, and keeps it again on undo', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByLabel('Your page').fill('here for now');
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.getByText('only you have it', { exact: true }).waitFor();
    const deleteCopy = async () => {
      await tab.getByRole('button', { name: 'Delete my copy' }).click();
      const question = tab.getByRole('dialog', { name: 'Delete your copy of this page?' });
      await question.getByText('You have the only copy').waitFor();
      await question.getByRole('button', { name: 'Delete my copy' }).click();
      await tab.getByText('Your copy is deleted').waitFor();
    };
    await deleteCopy();
    await tab.getByRole('button', { name: 'Undo' }).click();
    await tab.getByText('only you have it', { exact: true }).waitFor();
    await tab.reload();
    await tab.getByText('here for now', { exact: true }).waitFor();

    await tab.getByText('only you have it', { exact: true }).waitFor();
    await deleteCopy();
    const reader = await bob.visit(tab.url());
    await reader.getByText('Nobody has this page now').waitFor();
    await tab.reload();
    await tab.getByText('Nobody has this page now').waitFor();
    await reader.close();
    await tab.close();
  });

  test('keeps a draft over a reload', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByLabel('Your page').fill('half a thought');
    await tab.getByLabel('Markdown', { exact: true }).check();
    await tab.reload();
    expect(await tab.getByLabel('Your page').inputValue()).toBe('half a thought');
    expect(await tab.getByLabel('Markdown', { exact: true }).isChecked()).toBe(true);
    await tab.close();
  });

  test('shows the link of the page that it made: selected, copied, its QR code one key away', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByLabel('Your page').fill('what was made');
    await tab.getByRole('button', { name: 'Create page' }).press('Enter');
    const link = tab.getByLabel('Link to the page');
    await tab.getByText('Its link is copied.').waitFor();
    expect(await link.inputValue()).toBe(tab.url());
    expect(await tab.evaluate(() => getSelection()?.toString())).toBe(tab.url());
    expect(await tab.evaluate(() => navigator.clipboard.readText())).toBe(tab.url());
    await tab.keyboard.press('q');
    await tab.getByRole('dialog').getByRole('img').waitFor();
    await tab.keyboard.press('Escape');
    await tab.locator('input:focus').waitFor();
    await tab.reload(); // a reader of the page, from now on
    await tab.getByText('what was made').waitFor();
    expect(await link.count()).toBe(0);
    await tab.close();
  });

  test('shows Markdown as its readers will see it before it is shared', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByLabel('Your page').fill('# Seen before');
    expect(await tab.getByRole('button', { name: 'Preview' }).count()).toBe(0);
    await tab.getByLabel('Markdown', { exact: true }).check();
    await tab.getByRole('button', { name: 'Preview' }).click();
    await tab.frameLocator('iframe').getByRole('heading', { name: 'Seen before' }).waitFor();
    await tab.getByRole('button', { name: 'Preview' }).click();
    expect(await tab.getByLabel('Your page').inputValue()).toBe('# Seen before');
    await tab.close();
  });

  test('waits for a page that nobody holds and opens it by itself', async () => {
    const writer = await alice.visit(relay.origin);
    await writer.getByLabel('Encrypt').uncheck(); // the same content has the same address again
    await writer.getByLabel('Your page').fill('# Later');
    await writer.getByLabel('Markdown', { exact: true }).check();
    await writer.getByRole('button', { name: 'Create page' }).click();
    await writer.waitForURL(/\/[0-9a-f]{64}#t=text\/markdown$/);
    const link = writer.url();
    await writer.goto('about:blank');
    const reader = await bob.visit(link);
    await reader.getByText('Nobody has this page now').waitFor();
    const again = await alice.visit(relay.origin);
    await again.getByLabel('Your page').fill('# Later');
    await again.getByLabel('Markdown', { exact: true }).check();
    await again.getByRole('button', { name: 'Create page' }).click();
    await reader.frameLocator('iframe').getByRole('heading', { name: 'Later' }).waitFor();
    await again.goto(relay.origin);
    await again.getByLabel('Encrypt').check();
  });

  test('says so where an address is none, with status 404', async () => {
    const tab = await alice.context.newPage();
    const response = await tab.goto(`${relay.origin}/not-an-address`);
    expect(response?.status()).toBe(404);
    await tab.getByRole('heading').waitFor();
    await tab.close();
  });

  test.each([320, 1280])('does not scroll sideways at %i px', async (width) => {
    const tab = await alice.visit(relay.origin);
    await tab.setViewportSize({ width, height: 700 });
    await tab
      .getByLabel('Your page')
      .fill(`a very long line ${'without a break'.repeat(100)}`.replaceAll(' ', ''));
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.waitForURL(/\/[0-9a-f]{64}#k=[\w-]{43}$/);
    const scrolled = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(scrolled).toBeLessThanOrEqual(0);
    await tab.close();
  });
});
