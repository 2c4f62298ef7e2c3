/** A picture of a whole page in a real Firefox, from the context menu to the decoded picture that was shared. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/firefox.ts';
import { Firefox } from './firefox.ts';
import { chooseMenu, clipboard } from './firefox-chrome.ts';
import { columnsOf, expectNear } from './page-picture/pixels.ts';
import {
  betweenBars,
  BAR,
  type Runs,
  SCROLLED,
  STICKY_BAR,
  stripeRuns,
} from './page-picture/striped-pages.ts';
import { RelayProcess } from './relay.ts';

describe.skipIf(findFirefox() === undefined)('a picture of a page in Firefox', () => {
  let relay: RelayProcess;
  let site: Server;
  let alice: Firefox;
  let source: string;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(SCROLLED);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    alice = await Firefox.open({ relay: relay.origin });
  });

  afterAll(async () => {
    await alice?.close();
    site?.close();
    await relay?.stop();
  });

  /** All that the page's own scripts can see of a picture that is taken. */
  function traces() {
    return alice.evaluate(() => ({
      markup: document.documentElement.outerHTML,
      scrolled: scrollY,
      focused: document.activeElement?.localName,
    }));
  }

  test('has every stripe once and in order, each bar once, and the page is put back', async () => {
    source = await alice.openTab();
    // It listens on a port.
    await alice.visit(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    await alice.evaluate(() => {
      document.querySelector('input')?.focus({ preventScroll: true });
      scrollTo({ top: 490, behavior: 'instant' });
    });
    await alice.find('.late');
    await expect.poll(() => alice.evaluate(() => scrollY)).toBe(490);
    const before = await traces();
    const tabs = new Set(await alice.tabs());
    await chooseMenu(alice, { menuItemId: 'share-page' });
    const preview = await newTab(tabs);
    await alice.driveTab(preview, { focus: false });
    await alice.find('.share-page');
    await alice.evaluate(() => {
      const options = [...document.querySelectorAll('label')];
      options.find(({ textContent }) => textContent === 'Whole page')?.click();
    });
    await alice.find('.picture-stage canvas');
    const seen = { selector: '.picture-stage canvas', parts: [0.5] };
    const { columns } = await alice.evaluate(columnsOf, seen);
    const runs: Runs = [...stripeRuns(0, 2), [STICKY_BAR, BAR], ...stripeRuns(2, 32)];
    expectNear(columns[0], betweenBars(runs));
    await expect.poll(() => alice.evaluate(() => document.visibilityState)).toBe('visible');
    await alice.driveTab(source, { focus: false });
    await expect.poll(traces).toEqual(before);
    await alice.driveTab(preview);
  });

  test('is shared as it is shown', async () => {
    const seen = { selector: '.picture-stage canvas', parts: [0.5] };
    const shown = await alice.evaluate(columnsOf, seen);
    await alice.evaluate(() => {
      const look = () => {
        const share = document.querySelector<HTMLButtonElement>('.share-page-foot .button-primary');
        if (share?.getAttribute('aria-disabled') === 'false') share.click();
        else setTimeout(look, 20);
      };
      look();
    });
    await alice.driveTab(source);
    await alice.find('#mayfly-toast');
    await alice.openTab();
    await alice.visit(await clipboard(alice));
    await alice.find('main img');
    await expect
      .poll(() => alice.evaluate(() => document.querySelector('img')?.naturalWidth))
      .toBe(shown.width);
    const read = await alice.evaluate(columnsOf, { selector: 'main img', parts: [0.5] });
    const runs: Runs = [...stripeRuns(0, 2), [STICKY_BAR, BAR], ...stripeRuns(2, 32)];
    expectNear(read.columns[0], betweenBars(runs));
  });

  async function newTab(before: ReadonlySet<string>): Promise<string> {
    let added: string | undefined;
    await expect
      .poll(async () => (added = (await alice.tabs()).find((tab) => !before.has(tab))))
      .toBeDefined();
    return added ?? '';
  }
});
