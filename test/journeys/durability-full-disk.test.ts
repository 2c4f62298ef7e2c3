/** A completely full disk: Alice learns of it, loses nothing, and can share again when there is room. */
import { randomBytes } from 'node:crypto';
import { type Address, isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import type { Page } from 'playwright-core';
import { afterAll, assert, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { BareClient } from './bare-client.ts';
import { Browser } from './browser.ts';
import { readStored } from './kept.ts';
import { RelayProcess } from './relay.ts';
import { SmallDisk } from './small-disk.ts';

const MIB = 1024 * 1024;
const disk = findChromium() && SmallDisk.mount(256 * MIB);

describe.skipIf(!disk)('on a full disk', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let carol: BareClient;
  let desk: Page;
  let first: Address;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    alice = await Browser.open({ relay: relay.origin, ...(disk && { disk: disk.path }) });
    carol = await BareClient.holding('held by carol', relay.origin);
    desk = await alice.extensionPage('compose.html');
  });

  afterAll(async () => {
    carol?.close();
    await alice?.close();
    await relay?.stop();
    if (disk) disk.unmount();
  });

  const share = () => desk.getByRole('button', { name: 'Share', exact: true }).click();

  async function shareFile(name: string): Promise<void> {
    const picking = desk.waitForEvent('filechooser');
    await desk.getByText('Choose files…').click();
    const buffer = randomBytes(8 * MIB); // nothing that would be compressed
    await (await picking).setFiles({ name, mimeType: 'application/x-river', buffer });
    await desk.getByText(name).waitFor();
    await share();
  }

  test('a page that does not fit is refused with words, and the one that is held stays and is served', async () => {
    await shareFile('first.bin');
    await desk.getByText('Link copied').waitFor();
    const link = parseLink(await alice.clipboard());
    assert(!isLinkProblem(link));
    first = link.address;
    if (disk) disk.fill(4 * MIB);
    await shareFile('second.bin');
    await desk.getByText('The disk is full, so the page was not shared.').waitFor();
    const { pages, chunks } = await desk.evaluate(readStored);
    expect(pages).toEqual([first]);
    expect(new Set(chunks.flat())).toEqual(new Set([first, ...Array(9).keys()]));
    await alice.killWorker();
    await carol.fetch(first);
  });

  test('once there is room it is shared', async () => {
    if (disk) disk.empty();
    await share();
    await desk.getByText('Link copied').waitFor();
    const { pages } = await desk.evaluate(readStored);
    expect(pages).toHaveLength(2);
    expect(pages).toContain(first);
  });
});
