/** A bundle in the library of a real browser: its parts lie on the disk, come along in an export, and go with it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { type BundleFile, bundleFile } from './bundle-file.ts';
import { RelayProcess } from './relay.ts';

const MB = 1_000_000;

function bytesLike(seed: number, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * seed + (i >> 9)) & 0xff);
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe.skipIf(findChromium() === undefined)('a bundle in the library', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;
  let library: Page;
  let bundle: BundleFile;
  let exported: string;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
    ]);
    bundle = await bundleFile(relay.origin, 'Trip', {
      'film.mp4': bytesLike(7, 9 * MB),
      'notes/day 1.txt': bytesLike(3, 1_000),
    });
    library = await alice.extensionPage('library.html');
    await library.getByLabel('Import…').setInputFiles(bundle.upload);
    await library.getByText('One page imported.').waitFor();
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), bob?.close()]);
    await relay?.stop();
  });

  const row = (page: Page) => page.getByRole('row').filter({ hasText: 'Trip' });

  test('is one row of its whole size, and shows its files', async () => {
    await row(library).getByText('9 MB', { exact: true }).waitFor();
    await row(library).getByRole('button', { name: '2 files' }).click();
    const files = library.getByRole('list', { name: 'Files in Trip' });
    await files.getByText('notes/day 1.txt').waitFor();
    await library.keyboard.press('Escape');
    await row(library).getByRole('button', { name: '2 files' }).press('Enter');
    await files.waitFor({ state: 'detached' });
  });

  test('is exported with its parts as they are, and comes to another browser', async () => {
    await library.getByRole('button', { name: 'Export all…' }).click();
    const downloading = library.waitForEvent('download');
    await library.getByRole('button', { name: 'Export', exact: true }).click();
    exported = await (await downloading).path();
    const bytes = await readFile(exported);
    expect(bytes.length).toBeGreaterThan(9 * MB);
    expect(digestOf(partsIn(bytes))).toBe(digestOf(partsIn(bundle.upload.buffer)));
    const bobs = await bob.extensionPage('library.html');
    await bobs.getByLabel('Import…').setInputFiles(exported);
    await bobs.getByText(/page.* imported|had one page/).waitFor();
    await row(bobs).getByText('9 MB', { exact: true }).waitFor();
  });

  test('is still whole after its browser was killed', async () => {
    await bob.quit();
    await bob.start();
    const bobs = await bob.extensionPage('library.html');
    await row(bobs).getByText('9 MB', { exact: true }).waitFor();
    await bobs.getByRole('button', { name: 'Export all…' }).click();
    const downloading = bobs.waitForEvent('download');
    await bobs.getByRole('button', { name: 'Export', exact: true }).click();
    const bytes = await readFile(await (await downloading).path());
    expect(digestOf(partsIn(bytes))).toBe(digestOf(partsIn(bundle.upload.buffer)));
  });

  test('that was deleted in the viewer comes back whole', async () => {
    const viewer = await alice.visit(bundle.link);
    await viewer.getByRole('button', { name: 'Delete my copy' }).first().click();
    const dialog = viewer.getByRole('dialog');
    if (await dialog.isVisible())
      await dialog.getByRole('button', { name: 'Delete my copy' }).click();
    await row(library).waitFor({ state: 'detached' });
    await viewer.getByRole('button', { name: 'Undo' }).click();
    await row(library).getByText('9 MB', { exact: true }).waitFor();
    await row(library)
      .getByText(/ here$/)
      .waitFor({ state: 'detached' });
  });
});

/** The file from the first part on. */
function partsIn(file: Buffer): Uint8Array {
  return file.subarray(file.indexOf('{"part":0'));
}
