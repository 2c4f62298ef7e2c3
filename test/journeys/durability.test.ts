/** A page that Alice was told is shared stays hers: when her worker or browser is killed, and when her disk is full. */
import { addressOf } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Page } from 'playwright-core';
import { afterAll, assert, beforeAll, describe, expect, test } from 'vitest';
import type { browser } from 'wxt/browser';
import { formatBytes } from '../../relay/words/format-bytes.ts';
import { findChromium } from '../support/chromium.ts';
import { speakEnglish } from '../support/speak-english.ts';
import { BareClient } from './bare-client.ts';
import { Browser } from './browser.ts';
import { readStored, writeNewer } from './kept.ts';
import { RelayProcess } from './relay.ts';
import { type Point, standStillAt } from './standstill.ts';

/** In the extension's own contexts, where `evaluate` runs. */
declare const chrome: typeof browser;

speakEnglish();

const MIB = 1024 * 1024;
/** As many are written of a large page, and its record after them. */
const CHUNKS = 8;

describe.skipIf(findChromium() === undefined)('a large page', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let carol: BareClient;
  /** Alice's tab where she shares files. */
  let desk: Page;
  /** The pages that Alice holds, the latest first. */
  const held: { name: string; address: Address }[] = [];

  beforeAll(async () => {
    relay = await RelayProcess.start();
    alice = await Browser.open({ relay: relay.origin });
    carol = await BareClient.holding('held by carol', relay.origin);
    const worker = await alice.worker();
    await worker.evaluate(() => chrome.storage.local.set({ isSealed: false }));
    desk = await alice.extensionPage('compose.html');
  });

  afterAll(async () => {
    carol?.close();
    await alice?.close();
    await relay?.stop();
  });

  /** Picks a file of this many MiB that is filled with its number. */
  async function pick(number: number) {
    const name = `${number}.bin`;
    const buffer = Buffer.alloc(CHUNKS * MIB, number);
    const picking = desk.waitForEvent('filechooser');
    await desk.getByText('Choose files…').click();
    await (await picking).setFiles({ name, mimeType: 'application/x-river', buffer });
    await desk.getByText(formatBytes(CHUNKS * MIB), { exact: true }).waitFor();
    return { name, address: await addressOf(new Uint8Array(buffer)) };
  }

  const share = () => desk.getByRole('button', { name: 'Share', exact: true }).click();

  /** The next page stands still on its way to the disk, at that point. */
  async function shareUpTo(point: Point): Promise<void> {
    const { reached } = await standStillAt(await alice.worker(), point);
    await share();
    await reached;
  }

  /** The file that Alice picked can be shared again, and is then held. */
  async function shareAgain(page: (typeof held)[number]): Promise<void> {
    await share();
    await desk.getByText('Link copied').waitFor();
    if (!held.some(({ address }) => address === page.address)) held.unshift(page);
  }

  /** Alice's library lists what she holds and no more, and there is nothing else on her disk. */
  async function expectHeld(): Promise<void> {
    const library = await alice.extensionPage('library.html');
    const listed = library.getByRole('row').getByText(/^\d+\.bin$/);
    const last = held.length === 0 ? library.getByText('Nothing is kept yet') : listed.last();
    await last.waitFor();
    expect(await listed.allTextContents()).toEqual(held.map(({ name }) => name));
    const stored = await library.evaluate(readStored);
    expect(stored.pages.toSorted()).toEqual(held.map(({ address }) => address).toSorted());
    expect(stored.chunks).toHaveLength(held.length * CHUNKS);
    await library.close();
  }

  /** Carol sees that Alice holds her latest page, and can read it. */
  async function expectServed(): Promise<void> {
    const [latest] = held;
    assert(latest);
    await carol.heldBy(latest.address, 1);
    await carol.fetch(latest.address);
  }

  test.for<[string, Point]>([
    ['while it is written', 5],
    ['once it is stored', 'stored'],
  ])(
    'whose worker is killed %s is held whole or not at all, and can be shared again',
    async ([, point]) => {
      const page = await pick(held.length + 1);
      await shareUpTo(point);
      await alice.killWorker();
      await desk.getByText('The extension did not answer').waitFor();
      if (point === 'stored') held.unshift(page);
      await expectHeld();
      await shareAgain(page);
      await expectServed();
    },
  );

  test('is not there where the browser was killed half way, and is there where it was once acknowledged', async () => {
    await pick(held.length + 1);
    await shareUpTo(CHUNKS + 1);
    await alice.crash();
    await alice.start();
    await expectHeld();
    desk = await alice.extensionPage('compose.html');
    await shareAgain(await pick(held.length + 1));
    await alice.crash();
    await alice.start();
    await expectServed();
    await expectHeld();
  });

  test('is not told of to a script in a page, though it runs in the world of the extension', async () => {
    const site = await alice.visit(relay.origin);
    const worker = await alice.worker();
    const heard = await worker.evaluate(async (url) => {
      const tabs = await chrome.tabs.query({});
      const tabId = tabs.find((tab) => tab.url?.startsWith(url))?.id ?? -1;
      const func = async () => {
        const port = chrome.runtime.connect({ name: 'library' });
        const told = new Promise((resolve) => {
          port.onMessage.addListener(resolve);
          port.onDisconnect.addListener(() => resolve('closed'));
        });
        const asked = { id: 1, type: 'shareText', data: { text: 'x' }, timestamp: 1 };
        const answer: unknown = await chrome.runtime.sendMessage(asked);
        const settings = chrome.storage.local.get(null).then(
          () => 'read',
          () => 'refused',
        );
        return { told: await told, answer, settings: await settings };
      };
      const [injection] = await chrome.scripting.executeScript({ target: { tabId }, func });
      return injection?.result;
    }, relay.origin);
    expect(heard).toMatchObject({
      told: 'closed',
      answer: { err: { name: 'ForeignSenderError' } },
      settings: 'refused',
    });
    const outside = await worker.evaluate(() => [
      chrome.runtime.onMessageExternal.hasListeners(),
      chrome.runtime.onConnectExternal.hasListeners(),
    ]);
    expect(outside).toEqual([false, false]);
    await site.close();
  });

  test('is not lost where a newer version has written the store, and every screen says so', async () => {
    desk = await alice.extensionPage('compose.html');
    await desk.evaluate(writeNewer);
    const sentence = alice.says('store_newer');
    for (const path of ['library.html', 'popup.html', 'options.html', 'compose.html']) {
      const screen = await alice.extensionPage(path);
      await screen.getByText(sentence).waitFor();
      await screen.close();
    }
    const viewer = await alice.visit(`${relay.origin}/${carol.address}`);
    await viewer.getByText(sentence).waitFor();
    await viewer.close();
    await pick(held.length + 1);
    await share();
    await desk.getByText('so it was not shared').and(desk.getByText(sentence)).waitFor();
    expect(await desk.evaluate(countNewer)).toBe(held.length);
  });
});

/** Run in a page of the extension: how many pages it holds. */
async function countNewer(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const opening = indexedDB.open('mayfly', 1_000);
  opening.addEventListener('success', () => {
    const counting = opening.result.transaction('pages').objectStore('pages').count();
    counting.addEventListener('success', () => resolve(counting.result));
  });
  return await promise;
}
