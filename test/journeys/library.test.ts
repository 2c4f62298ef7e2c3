/** The library in real browsers: the pages that Alice holds, finds, deletes, and takes along to another browser. */
import type { Page } from 'playwright-core';
import type { browser } from 'wxt/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { publish } from './publish.ts';
import { RelayProcess } from './relay.ts';

/** In the extension's own contexts, where `evaluate` runs. */
declare const chrome: typeof browser;

describe.skipIf(findChromium() === undefined)('the library', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;
  let library: Page;
  const links: string[] = [];

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
    ]);
    for (const text of ['Minutes of the meeting', 'Packing list', 'Train times']) {
      links.push(await publish(alice, text));
    }
    library = await alice.extensionPage('library.html');
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), bob?.close()]);
    await relay?.stop();
  });

  const rowOf = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title });

  /** Waits until the keyboard is at the control of that name. */
  const atFocus = (name: string) =>
    library
      .locator(':focus')
      .and(library.getByLabel(name, { exact: true }))
      .waitFor();

  test('lists every page with its live copies, and counts what was handed out', async () => {
    await library.getByText('3 pages').first().waitFor();
    const row = rowOf(library, 'Minutes of the meeting');
    await row.getByText('only you have it', { exact: true }).waitFor();
    const viewer = await bob.visit(links[0] ?? '');
    await viewer.getByText('Minutes of the meeting').waitFor();
    await row.getByText('held by 2', { exact: true }).waitFor();
    await row.getByText('once').waitFor();
    await viewer.close();
  });

  test('the button says how many pages are held, and how many by nobody else', async () => {
    const worker = await alice.worker();
    const title = () => worker.evaluate(() => chrome.action.getTitle({}));
    await expect.poll(title).toBe('Mayfly: 3 pages kept, 2 by nobody else');
  });

  test('finds a page by a word, and leads through the list by keyboard', async () => {
    await library.getByRole('searchbox').fill('packing');
    await rowOf(library, 'Train times').waitFor({ state: 'detached' });
    expect(await library.getByRole('row').count()).toBe(2); // with the head
    await library.getByRole('searchbox').fill('');
    await rowOf(library, 'Train times').getByRole('link').focus();
    await library.keyboard.press('End');
    const focused = library.locator(':focus');
    expect(await focused.innerText()).toBe('Minutes of the meeting');
    expect(await library.getByRole('table').getAttribute('aria-rowcount')).toBe('4');
  });

  test('stays where it is while its worker is gone and comes back', async () => {
    await library.setViewportSize({ width: 900, height: 240 });
    await rowOf(library, 'Train times').getByRole('link').focus();
    await library.keyboard.press('End');
    const scrolled = () => library.evaluate(() => scrollY);
    // Said from here: the worker is on its way.
    const pause = (until: string) =>
      library.evaluate((chosen) => chrome.storage.local.set({ pause: { until: chosen } }), until);
    const before = await scrolled();
    expect(before).toBeGreaterThan(0);
    await alice.killWorker();
    await pause('resumed');
    const row = rowOf(library, 'Minutes of the meeting');
    await row.getByText('not uploaded').waitFor();
    await pause('now');
    await row.getByText(/held by/).waitFor();
    expect(await library.locator(':focus').innerText()).toBe('Minutes of the meeting');
    expect(await scrolled()).toBeCloseTo(before, -1);
  });

  test('takes pages along to another browser, keys and all', async () => {
    await library.getByRole('button', { name: 'Export all…' }).click();
    const downloading = library.waitForEvent('download');
    await library.getByRole('button', { name: 'Export', exact: true }).click();
    const file = await (await downloading).path();

    const bobs = await bob.extensionPage('library.html');
    await bobs.getByLabel('Import…').setInputFiles(file);
    await bobs.getByText(/^2 pages imported\..* You had one page already\.$/).waitFor();
    await rowOf(bobs, 'Packing list').getByText('held by 2', { exact: true }).waitFor();
    const opening = bob.context.waitForEvent('page');
    await rowOf(bobs, 'Packing list').getByRole('link', { name: 'Packing list' }).click();
    await (await opening).getByText('Packing list').waitFor();

    await bobs.getByLabel('Import…').setInputFiles({
      name: 'picture.mayfly',
      mimeType: 'image/png',
      buffer: Buffer.from('\u0089PNG'),
    });
    await bobs.getByText('This is not a file of exported pages.').waitFor();
    expect(await bobs.getByRole('row').count()).toBe(4);
    await bob.closeTabs();
  });

  test('asks before the only copy goes', async () => {
    await publish(alice, 'Only here');
    library = await alice.extensionPage('library.html');
    const row = rowOf(library, 'Only here');
    await row.getByText('only you have it', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Delete my copy of Only here' }).click();
    const dialog = library.getByRole('dialog');
    await dialog.getByText('You have the only copy').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await row.count()).toBe(1);
    await row.getByRole('button', { name: 'Delete my copy of Only here' }).click();
    await dialog.getByRole('button', { name: 'Delete my copy' }).click();
    await row.waitFor({ state: 'detached' });
    await atFocus('Delete my copy of Train times');
  });

  test('lets go of a page that others hold without a question', async () => {
    const row = rowOf(library, 'Train times');
    await row.getByText('held by 2', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Delete my copy of Train times' }).click();
    await row.waitFor({ state: 'detached' });
    expect(await library.getByRole('dialog').count()).toBe(0);
    await atFocus('Delete my copy of Packing list');
  });

  test('holds selected pages for as long as chosen, and their links say so', async () => {
    await library.getByRole('checkbox', { name: 'Select Packing list' }).check();
    await library.getByLabel('Keep', { exact: true }).selectOption('for a day');
    const row = rowOf(library, 'Packing list');
    await row.getByText(/24 hours left|1 day left/).waitFor();
    await row.getByRole('button', { name: 'Copy link' }).click();
    expect(await alice.clipboard()).toMatch(/[#&]x=\d+$/);
    await library.getByRole('button', { name: 'Clear' }).press('Enter');
    await atFocus('Select all');
  });

  test('a page to hold until the browser closes outlives its worker, and not its browser', async () => {
    await publish(alice, 'For now');
    library = await alice.extensionPage('library.html');
    await library.getByRole('checkbox', { name: 'Select For now' }).check();
    await library.getByLabel('Keep', { exact: true }).selectOption('until the browser closes');
    await rowOf(library, 'For now').getByText('until the browser closes').waitFor();
    await alice.killWorker();
    await library.reload();
    await rowOf(library, 'For now').waitFor();
    await alice.quit();
    await alice.start();
    library = await alice.extensionPage('library.html');
    await rowOf(library, 'Packing list').waitFor();
    await rowOf(library, 'For now').waitFor({ state: 'detached' });
  });

  test('a page whose link says until when is let go of by its readers, also by one whose worker was killed', async () => {
    const link = await publish(alice, 'Soon over');
    const viewer = await bob.visit(`${link}&x=${Math.ceil(Date.now() / 1_000) + 4}`);
    await viewer.getByText('Soon over', { exact: true }).click(); // somebody sees it at once
    await viewer.getByText('held by 2', { exact: true }).waitFor();
    await bob.killWorker();
    await viewer.getByText('Your copy is deleted').waitFor();
    await viewer.getByText('held by 1', { exact: true }).waitFor();
    await viewer.reload();
    await viewer.getByText('This link has expired').waitFor();
  });

  test('leads the keyboard on when no page is left', async () => {
    library = await alice.extensionPage('library.html');
    await library.getByRole('checkbox', { name: 'Select all' }).check();
    const stop = library.getByRole('button', { name: 'Delete my copies', exact: true });
    await stop.press('Enter');
    await library
      .getByRole('dialog')
      .getByRole('button', { name: /Delete my cop/ })
      .press('Enter');
    await library.locator('h1:focus').waitFor();
  });
});
