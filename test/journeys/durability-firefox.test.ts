/** Firefox loses nothing: killed while a large page is shared, or told to leave the page of a relay and to come back. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { browser as webExtension } from 'wxt/browser';
import english from '../../relay/words/locales/en.json' with { type: 'json' };
import { findFirefox } from '../support/firefox.ts';
import { BareClient } from './bare-client.ts';
import { Firefox } from './firefox.ts';
import { readStored, writeNewer } from './kept.ts';
import { RelayProcess } from './relay.ts';

/** In the extension's own pages, where `evaluate` runs. */
declare const browser: typeof webExtension;

/** In the browser's window, where `evaluateInBrowser` runs. */
declare const gBrowser: { readonly selectedTab: object; duplicateTab(tab: object): void };

const CHUNKS = 8;
const BYTES = new Uint8Array(CHUNKS * 1024 * 1024).fill(7);

describe.skipIf(findFirefox() === undefined)('in Firefox', () => {
  let relay: RelayProcess;
  let alice: Firefox;
  let carol: BareClient;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mayfly-river-'));
    file = join(folder, 'river.bin');
    await writeFile(file, BYTES);
    relay = await RelayProcess.start();
    alice = await Firefox.open({ relay: relay.origin, isLasting: true });
    carol = await BareClient.holding('held by carol', relay.origin);
    await alice.evaluate(() => browser.storage.local.set({ isSealed: false }));
    // Firefox records its installed extensions when it quits.
    await alice.quit();
    await alice.start();
  });

  afterAll(async () => {
    carol?.close();
    await alice?.close();
    await relay?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Picks the file and shares it. */
  async function share(): Promise<void> {
    await alice.visit(alice.extensionUrl('compose.html'));
    await alice.type('input[type=file]', file);
    await alice.shows('river.bin');
    await alice.click('.button-primary');
  }

  test('a page is there whole or not at all when the browser was killed, and there once it was acknowledged', async () => {
    const address = await addressOf(BYTES);
    await share();
    await alice.crash();
    await alice.start();
    await alice.visit(alice.extensionUrl('library.html'));
    const { pages, chunks } = await alice.evaluate(readStored);
    expect([0, 1]).toContain(pages.length);
    expect(chunks).toHaveLength(pages.length * CHUNKS);
    await share();
    await alice.shows('Link copied');
    await alice.crash();
    await alice.start();
    await carol.heldBy(address, 1);
    await carol.fetch(address);
  });

  describe('the page of a relay that the extension does not know', () => {
    let other: RelayProcess;
    let reader: BareClient;
    /** The same relay as another site, for which Firefox has another process. */
    let elsewhere: string;

    beforeAll(async () => {
      other = await RelayProcess.start();
      elsewhere = other.origin.replace('localhost', '127.0.0.1');
      reader = await BareClient.holding('held by the reader', other.origin);
    });

    afterAll(async () => {
      reader?.close();
      await other?.stop();
    });

    /** The tab that is driven holds the only copy, and hands it out. */
    async function expectHeld(): Promise<Address> {
      await alice.shows('only you have it');
      await alice.shows('river.bin');
      const address = (await alice.evaluate(() => location.pathname.slice(1))) as Address;
      await reader.fetch(address);
      return address;
    }

    test.each(['a window', 'a private window'])('loses no only copy in %s', async (window) => {
      // Another page than that of a failed try, which may be held still.
      await writeFile(file, randomBytes(BYTES.length));
      const [first = ''] = await alice.tabs();
      const tab = window === 'a window' ? await alice.openTab() : await alice.openPrivateWindow();
      onTestFinished(async () => {
        await alice.driveTab(tab);
        await alice.closeTab();
        await alice.driveTab(first);
      });
      await alice.visit(other.origin);
      await alice.type('input[type=file]', file);
      await alice.shows('river.bin');
      await alice.click('.button-primary');
      const address = await expectHeld();
      await alice.reload();
      await expectHeld();
      for (let time = 0; time < 2; time++) {
        await alice.visit(elsewhere);
        await reader.heldBy(address, 0);
        await alice.back();
        await expectHeld();
      }
      await alice.evaluateInBrowser(() => gBrowser.duplicateTab(gBrowser.selectedTab));
      await reader.heldBy(address, 2);
      const duplicate = (await alice.tabs()).find((handle) => handle !== first && handle !== tab);
      await alice.driveTab(duplicate ?? '');
      await alice.closeTab();
      await alice.driveTab(tab);
      await reader.heldBy(address, 1);
      await alice.reload();
      await expectHeld();
    });

    test('finds a draft again when one comes back from another site', async () => {
      await alice.visit(other.origin);
      await alice.type('textarea', 'half a thought');
      await alice.visit(elsewhere);
      await alice.back();
      await alice.find('textarea');
      const draft = await alice.evaluate(() => document.querySelector('textarea')?.value);
      expect(draft).toBe('half a thought');
    });
  });

  test('tells nothing to a script in a page, though it runs in the world of the extension', async () => {
    await alice.openTab();
    await alice.visit(relay.origin);
    await alice.openTab();
    await alice.visit(alice.extensionUrl('options.html'));
    const run = async (url: string, code: string): Promise<unknown> => {
      const tabs = await browser.tabs.query({});
      const tabId = tabs.find((tab) => tab.url?.startsWith(url))?.id;
      return await browser.tabs.executeScript(tabId, { code });
    };
    expect(await alice.evaluate(run, relay.origin, `(${String(askAround)})()`)).toMatchObject([
      { told: 'closed', answer: { err: { name: 'ForeignSenderError' } } },
    ]);
  });

  test('says on every screen that a newer version has written the store', async () => {
    await alice.evaluate(writeNewer);
    for (const path of ['library.html', 'popup.html', 'options.html', 'compose.html']) {
      await alice.visit(alice.extensionUrl(path));
      await alice.shows(english.store_newer);
    }
    await alice.visit(`${relay.origin}/${carol.address}`);
    await alice.shows(english.store_newer);
    expect(await alice.evaluate(() => location.href)).toContain(alice.extensionUrl('viewer.html'));
  });
});

/** The answer of the extension to a script in a page that asks like a screen. Runs there. */
async function askAround() {
  const port = browser.runtime.connect({ name: 'library' });
  const told = new Promise((resolve) => {
    port.onMessage.addListener(resolve);
    port.onDisconnect.addListener(() => resolve('closed'));
  });
  const asked = { id: 1, type: 'shareText', data: { text: 'x' }, timestamp: 1 };
  const answer: unknown = await browser.runtime.sendMessage(asked);
  return { told: await told, answer };
}
