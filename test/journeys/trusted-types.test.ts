/** Where the browser has Trusted Types, markup has one door in the relay's page, and the page needs no other. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { Shelf } from './hostile/shelf.ts';
import { pageOf } from './hostile/vectors.ts';
import { RelayProcess } from './relay.ts';

describe.skipIf(findChromium() === undefined)('in the relay’s page', () => {
  let relay: RelayProcess;
  let carol: Browser;
  let shelf: Shelf;
  let complaints: string[];

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

  /** A tab at `url`, whose complaints are kept. */
  async function visit(url: string): Promise<Page> {
    complaints = [];
    const tab = await carol.context.newPage();
    tab.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(url);
    return tab;
  }

  test('a text is no markup, and no script comes from it', async () => {
    const tab = await visit(relay.origin);
    const thrown = await tab.evaluate(() => {
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
    });
    expect(new Set(thrown)).toEqual(new Set(['TypeError']));
    await tab.close();
  });

  test.each([
    ['text/html', '<h1>Shown</h1><p style="color:red">x'],
    ['text/markdown', '# Shown\n\n| a |\n| - |\n| b |'],
    ['text/javascript', 'const Shown = 1;'],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><title>Shown</title></svg>'],
    ['text/plain', 'Shown'],
  ])('%s is shown without a complaint', async (mediaType, source) => {
    const link = await shelf.publish(pageOf(mediaType, source, { mediaType }));
    await shelf.settle();
    const tab = await visit(link);
    const content = tab.locator('.content-frame, .content-text, .content-image').first();
    await content.waitFor();
    await tab.getByText('held by 2', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await tab.close();
  });

  test('a page is made without a complaint', async () => {
    const tab = await visit(relay.origin);
    await tab.getByLabel('Your page').fill('# Made here');
    await tab.getByLabel('Markdown', { exact: true }).check();
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.frameLocator('.content-frame').getByText('Made here').waitFor();
    expect(complaints).toEqual([]);
    await tab.close();
  });
});
