/** In a private window the extension is not there; for Firefox, firefox-extension.test.ts says the same. */
import { afterAll, assert, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { BareClient } from './bare-client.ts';
import { Browser } from './browser.ts';
import { readKept } from './kept.ts';
import { RelayProcess } from './relay.ts';

describe.skipIf(findChromium() === undefined)('in a private window', () => {
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

  test('nothing is stored, and nothing held on', async () => {
    const worker = await bob.worker();
    const before = await worker.evaluate(readKept);
    const privateWindow = await bob.context.browser()?.newContext();
    assert(privateWindow);
    const page = await privateWindow.newPage();
    const link = `${relay.origin}/${carol.address}`;
    await page.goto(link);
    await page.getByText('held by carol').waitFor();
    expect(page.url()).toBe(link); // the relay's own page
    await carol.heldBy(carol.address, 2);
    const viewer = new URL(`viewer.html?relay=${relay.origin}&u=${carol.address}`, worker.url());
    await expect(page.goto(viewer.href)).rejects.toThrow('ERR_BLOCKED_BY_CLIENT');
    await privateWindow.close();
    await carol.heldBy(carol.address, 1);
    expect(await worker.evaluate(readKept)).toEqual(before);
  });
});
