/**
 * If the browser has Trusted Types, markup comes in only through one module, in the relay's page and in the
 * extension's.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { Shelf } from './hostile/shelf.ts';
import { pageOf } from './hostile/vectors.ts';
import { RelayProcess } from './relay.ts';

const SHOWN = [
  ['text/html', '<h1>Shown</h1><p style="color:red">x'],
  ['text/markdown', '# Shown\n\n| a |\n| - |\n| b |'],
  ['text/javascript', 'const Shown = 1;'],
  ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><title>Shown</title></svg>'],
  ['text/plain', 'Shown'],
] as const;

const CONTENT = '.content-frame, .content-text, .content-image';

/** The result of each place that takes markup or a script. Runs in the page. */
function tryEveryOtherDoor(): readonly string[] {
  const attempts = [
    () => (document.body.innerHTML = '<p>x</p>'),
    () => document.body.insertAdjacentHTML('beforeend', '<p>x</p>'),
    () => (document.createElement('iframe').srcdoc = '<p>x</p>'),
    () => new DOMParser().parseFromString('<p>x</p>', 'text/html'),
    () => (document.createElement('script').textContent = '1'),
    () => new Worker('/worker.js'),
  ];
  return attempts.map((attempt) => {
    try {
      attempt();
      return 'allowed';
    } catch (error) {
      return (error as Error).name;
    }
  });
}

/** The errors of a tab, from now on. */
function complaintsOf(tab: Page): string[] {
  const complaints: string[] = [];
  tab.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  tab.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

describe.skipIf(findChromium() === undefined)('in the relay’s page', () => {
  let relay: RelayProcess;
  let carol: Browser;
  let shelf: Shelf;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    carol = await Browser.open();
    shelf = new Shelf(relay.origin);
  });

  afterAll(async () => {
    shelf.close();
    await carol.close();
    await relay.stop();
  });

  /** A tab at `url`, and its complaints. */
  async function visit(url: string) {
    const tab = await carol.context.newPage();
    const complaints = complaintsOf(tab);
    await tab.goto(url);
    return { tab, complaints };
  }

  test('a text is no markup, and no script comes from it', async () => {
    const { tab } = await visit(relay.origin);
    const thrown = await tab.evaluate(tryEveryOtherDoor);
    expect(new Set(thrown)).toEqual(new Set(['TypeError']));
    await tab.close();
  });

  // Side by side: a page is held only once somebody has looked at it for a while.
  test.concurrent.each(SHOWN)('%s is shown without a complaint', async (mediaType, source) => {
    const link = await shelf.publish(pageOf(mediaType, source, { mediaType }));
    await shelf.settle();
    const { tab, complaints } = await visit(link);
    await tab.locator(CONTENT).first().waitFor();
    await tab.getByText('held by 2', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await tab.close();
  });

  test('a page is made without a complaint', async () => {
    const { tab, complaints } = await visit(relay.origin);
    await tab.getByLabel('Your page').fill('# Made here');
    await tab.getByLabel('Markdown', { exact: true }).check();
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.frameLocator('.content-frame').getByText('Made here').waitFor();
    expect(complaints).toEqual([]);
    await tab.close();
  });
});

describe.skipIf(findChromium() === undefined)('in the extension’s pages', () => {
  let relay: RelayProcess;
  let carol: Browser;
  let shelf: Shelf;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    carol = await Browser.open({ relay: relay.origin });
    shelf = new Shelf(relay.origin);
  });

  afterAll(async () => {
    shelf?.close();
    await carol?.close();
    await relay?.stop();
  });

  test.each(['popup', 'viewer', 'library', 'options', 'welcome', 'compose'])(
    'a text is no markup in the %s',
    async (name) => {
      const tab = await carol.extensionPage(`${name}.html`);
      expect(new Set(await tab.evaluate(tryEveryOtherDoor))).toEqual(new Set(['TypeError']));
      await tab.close();
    },
  );

  // Side by side: a page is held only once somebody has looked at it for a while.
  test.concurrent.each(SHOWN)('%s is shown without a complaint', async (mediaType, source) => {
    const link = await shelf.publish(pageOf(mediaType, source, { mediaType }));
    await shelf.settle();
    const tab = await carol.extensionPage('options.html');
    const complaints = complaintsOf(tab);
    await tab.goto(link).catch(() => undefined); // the redirect looks like a failure to it
    await tab.locator(CONTENT).first().waitFor();
    await tab.getByText('held by 2', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await tab.close();
  });

  test('a draft is previewed without a complaint', async () => {
    const tab = await carol.extensionPage('popup.html');
    const complaints = complaintsOf(tab);
    await tab.getByLabel('Your page').fill('# Made here');
    await tab.getByLabel('Markdown', { exact: true }).check();
    await tab.getByText('Preview', { exact: true }).click();
    await tab.frameLocator('iframe').getByText('Made here').waitFor();
    expect(complaints).toEqual([]);
    await tab.close();
  });
});
