/** The user chooses the uploads of a browser: asked at the first opened page, and paused and resumed at any time. */
import { createClient, relayUrl } from '@mayfly/relay/client';
import { type Address, isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { browser as webExtension } from 'wxt/browser';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { Browser } from './browser.ts';
import { answerPrompt } from './firefox-chrome.ts';
import { Firefox } from './firefox.ts';
import { publish } from './publish.ts';
import { RelayProcess } from './relay.ts';

/** In the options: opened pages are uploaded too. */
const OPENED_TOO = '[name=hands-on][value=all]';

/** In the extension's own pages in Firefox, where `evaluate` runs. */
declare const browser: typeof webExtension;

describe.skipIf(findChromium() === undefined)('uploadPolicy', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;

  beforeEach(async () => {
    relay = await RelayProcess.start();
    [alice, bob] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin, uploads: 'unasked' }),
    ]);
  });

  afterEach(async () => {
    await Promise.all([alice.close(), bob.close()]);
    await relay.stop();
  });

  /** Carol reads with no browser, holds nothing, and hears how many hold a page. */
  function carolAt(origin: string) {
    const pages = { addresses: async () => [], read: async () => undefined };
    const client = createClient({ url: relayUrl(origin), pages });
    /** Resolves when this many peers hold the page. */
    const hears = (address: Address, expected: number) =>
      new Promise<void>((resolve) => {
        client.watch(address, (count) => count === expected && resolve());
      });
    return { client, hears };
  }

  test('a page that was opened is handed on once that is allowed, not while it is paused, and again when it is resumed', async () => {
    const link = await publish(alice, 'pass me on');
    const parsed = parseLink(link);
    if (isLinkProblem(parsed)) throw new Error(parsed.message);
    const { address } = parsed;
    const { client, hears } = carolAt(relay.origin);

    const viewer = await bob.visit(link);
    await viewer.getByText('pass me on').waitFor();
    await viewer.getByText('does not upload it now').waitFor();
    await viewer.getByText('held by 1', { exact: true }).waitFor();

    await viewer.getByRole('button', { name: 'Upload what I open' }).click();
    await hears(address, 2);
    expect(await bob.setting('uploads')).toBe('all');

    const popup = await bob.extensionPage('popup.html');
    await popup.getByRole('button', { name: 'Status and options' }).click();
    await popup.getByRole('button', { name: 'Pause', exact: true }).click();
    await popup.getByText('Paused: your browser uploads nothing.').waitFor();
    await hears(address, 1);
    await bob.killWorker();
    await popup.getByText('Paused: your browser uploads nothing.').waitFor();
    await popup.getByRole('button', { name: 'Resume' }).click();
    await hears(address, 2);

    await alice.quit();
    await hears(address, 1);
    await client.fetch(address);
    client.close();
  });
});

describe.skipIf(findFirefox() === undefined)('uploadPolicy in Firefox', () => {
  let firefox: Firefox;

  beforeEach(async () => {
    firefox = await Firefox.open({ relay: 'http://localhost:4000' });
  });

  afterEach(async () => {
    await firefox.close();
  });

  /** Resolves once this is the user's choice. */
  async function becomes(uploads: string): Promise<void> {
    const stored = () => firefox.evaluate(() => browser.storage.local.get('uploads'));
    await expect.poll(stored).toEqual({ uploads });
  }

  test('what was viewed is handed on only while Firefox has been told so too', async () => {
    await firefox.visit(firefox.extensionUrl('options.html'));
    await firefox.evaluate(() => browser.storage.local.remove('uploads'));
    await firefox.shows('Until you choose, only what you share is uploaded.');
    await firefox.click(OPENED_TOO);
    await answerPrompt(firefox, false);
    await becomes('published');
    await firefox.click(OPENED_TOO);
    await answerPrompt(firefox, true);
    await becomes('all');
    await firefox.evaluate(() => {
      const taken = { data_collection: ['browsingActivity'] };
      return browser.permissions.remove(taken as Parameters<typeof browser.permissions.remove>[0]);
    });
    await becomes('published');
  });
});
