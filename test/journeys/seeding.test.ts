/** (c), (d) A page outlives the worker and the browser of its holder. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { RelayProcess } from './relay.ts';

describe.skipIf(findChromium() === undefined)('seeding', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;
  /** Her worker is killed before the first scene, and comes back by an alarm while other scenes go on. */
  let carol: Browser;
  let carols: string;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob, carol] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
    ]);
    carols = await publishes(carol, 'I outlive my worker');
    await carol.killWorker();
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), bob?.close(), carol?.close()]);
    await relay?.stop();
  });

  /** Somebody publishes in the popup and closes it. */
  async function publishes(author: Browser, text: string): Promise<string> {
    const popup = await author.extensionPage('popup.html');
    await popup.getByLabel('Your page').fill(text);
    await popup.getByRole('button', { name: 'Share', exact: true }).click();
    await popup.getByText('Link copied').waitFor();
    const link = await popup.getByRole('link', { name: 'Open' }).getAttribute('href');
    await author.closeTabs();
    return decodeURIComponent(link ?? '').replace(/^.*relay=(.*)&u=/, '$1/');
  }

  async function bobReads(link: string, expected: string): Promise<void> {
    const viewer = await bob.visit(link);
    await viewer.getByText(expected).waitFor();
    await viewer.getByText('held by 2', { exact: true }).waitFor();
  }

  test('a page let go of is not held again because the worker was killed', async () => {
    const link = await publishes(alice, 'let go of');
    const viewer = await bob.visit(link);
    await viewer.getByText('held by 2', { exact: true }).waitFor();
    await viewer.getByRole('button', { name: 'Delete my copy' }).click();
    await viewer.getByText('held by 1', { exact: true }).waitFor();
    await bob.killWorker();
    // The worker that comes back begins a new log.
    await viewer.getByText(/^Verified/).waitFor({ state: 'detached' });
    await viewer.getByText('held by 1', { exact: true }).waitFor();
    await viewer.getByText('Your copy is deleted').waitFor();
  });

  test('(d) a page is served after its browser was started again', async () => {
    const link = await publishes(alice, 'I outlive my browser');
    await alice.quit();
    const viewer = await bob.visit(link);
    await viewer.getByText('Nobody has this page now').waitFor();
    await alice.start();
    await viewer.getByText('I outlive my browser').waitFor();
    expect(alice.context.pages().map((page) => page.url())).toEqual(['about:blank']);
  });

  test('(c) a page is served after its worker was killed', async () => {
    await bobReads(carols, 'I outlive my worker');
  });
});
