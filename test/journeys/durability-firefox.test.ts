/** Firefox is killed while Alice shares a large page, and again once she was told that it is shared. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf } from '@mayfly/relay/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { browser as webExtension } from 'wxt/browser';
import { findFirefox } from '../support/firefox.ts';
import { BareClient } from './bare-client.ts';
import { Firefox } from './firefox.ts';
import { readStored } from './kept.ts';
import { RelayProcess } from './relay.ts';

/** In the extension's own pages, where `evaluate` runs. */
declare const browser: typeof webExtension;

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
    // Firefox writes down what is installed in it when it quits.
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
});
