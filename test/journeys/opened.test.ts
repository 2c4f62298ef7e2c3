/**
 * Links that are opened: however they arrive, in a tab that nobody looks at, and in a private window, where the extension is
 * not there. For Firefox, firefox-extension.test.ts says the same.
 */
import type { browser as webExtension } from 'wxt/browser';
import { afterAll, assert, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { BareClient } from './bare-client.ts';
import { Browser } from './browser.ts';
import { readKept } from './kept.ts';
import { RelayProcess } from './relay.ts';

/** As the extension's worker calls it. */
declare const chrome: typeof webExtension;

const KEY = 'A'.repeat(43);

describe.skipIf(findChromium() === undefined)('a link', () => {
  let relay: RelayProcess;
  let bob: Browser;
  let carol: BareClient;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    bob = await Browser.open({ relay: relay.origin });
    carol = await BareClient.holding('held by carol', relay.origin);
  });

  afterAll(async () => {
    carol?.close();
    await bob?.close();
    await relay?.stop();
  });

  test('in a private window stores nothing, and holds nothing on', async () => {
    const worker = await bob.worker();
    const before = await worker.evaluate(readKept);
    const privateWindow = await bob.context.browser()?.newContext();
    assert(privateWindow);
    const page = await privateWindow.newPage();
    const link = `${relay.origin}/${carol.address}`;
    // The relay's own page mends what arrived.
    await page.goto(`${relay.origin}/${carol.address.toUpperCase()}/?x=1`);
    await page.waitForURL(link);
    await page.goto(`${link}%23k=${KEY}&t=text/html`);
    await page.waitForURL(`${link}#k=${KEY}&t=text/html`);
    await page.goto(link);
    await page.getByText('held by carol').waitFor();
    expect(page.url()).toBe(link);
    await carol.heldBy(carol.address, 2);
    const viewer = new URL(`viewer.html?relay=${relay.origin}&u=${carol.address}`, worker.url());
    await expect(page.goto(viewer.href)).rejects.toThrow('ERR_BLOCKED_BY_CLIENT');
    await privateWindow.close();
    await carol.heldBy(carol.address, 1);
    expect(await worker.evaluate(readKept)).toEqual(before);
  });

  test('in a tab behind is fetched, and its page held only once somebody sees it', async () => {
    const worker = await bob.worker();
    await bob.visit('about:blank');
    const link = `${relay.origin}/${carol.address}`;
    const holders = carol.holders(carol.address);
    const tabId = await worker.evaluate(
      async (url) => (await chrome.tabs.create({ url, active: false })).id ?? -1,
      link,
    );
    await expect.poll(() => worker.evaluate(countPassing)).toBe(1);
    expect((await worker.evaluate(readKept)).addresses).not.toContain(carol.address);
    expect(new Set(holders)).toEqual(new Set([1]));
    await worker.evaluate(
      async (id) => void (await chrome.tabs.update(id, { active: true })),
      tabId,
    );
    await carol.heldBy(carol.address, 2);
    await expect.poll(() => worker.evaluate(countPassing)).toBe(0);
    await bob.closeTabs();
  });

  test.each([
    ['capitals', (address: string) => `/${address.toUpperCase()}`, ''],
    [
      'a slash and a query',
      (address: string) => `/${address}/?fbclid=x&k=1#t=text/html`,
      '#t=text/html',
    ],
    ['punctuation', (address: string) => `/${address}).`, ''],
    ['an encoded #', (address: string) => `/${address}%23k=${KEY}&n=a`, `#k=${KEY}&n=a`],
    ['all encoded', (address: string) => `/${address}%23k%3D${KEY}%26n%3Da`, `#k=${KEY}&n=a`],
    [
      'two slashes and a path',
      (address: string) => `//${address}/index.html#/k=${KEY}`,
      `#k=${KEY}`,
    ],
    ['a sentence behind', (address: string) => `/${address}#k=${KEY}).%20See%20it`, `#k=${KEY}`],
  ])('with %s opens in the viewer, though its relay is down', async (_, path, end) => {
    const worker = await bob.worker();
    const gone = 'http://localhost:9';
    await bob.set({ relays: [relay.origin], knownRelays: [gone] });
    await expect.poll(() => worker.evaluate(countRules)).toBe(2);
    const tab = await bob.visit(gone + path(carol.address));
    const relayParameter = `relay=${encodeURIComponent(gone)}`;
    await tab.waitForURL(
      new URL(`viewer.html?${relayParameter}&u=${carol.address}${end}`, worker.url()).href,
    );
    await tab.close();
  });
});

/** Runs in the worker: how many pages nobody has seen yet. */
function countPassing(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('mayfly-passing', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('pages');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const counting = opening.result.transaction('pages').objectStore('pages').count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });
}

/** Runs in the worker: how many relays have their links redirected. */
async function countRules(): Promise<number> {
  return (await chrome.declarativeNetRequest.getDynamicRules()).length;
}
