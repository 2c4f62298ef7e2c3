/** Files on the web page: dropped, pasted and picked by Alice, read by Bob. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { copyPicture } from './copy-picture.ts';
import { RelayProcess } from './relay.ts';

describe.skipIf(findChromium() === undefined)('a file on the web page', () => {
  let relay: RelayProcess;
  let alice: Browser;
  let bob: Browser;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, bob] = await Promise.all([Browser.open(), Browser.open()]);
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), bob?.close()]);
    await relay?.stop();
  });

  /** Drops a file of so many bytes on the middle of nothing in particular. */
  async function drop(tab: Page, name: string, length: number): Promise<void> {
    const dropped = await tab.evaluateHandle(
      (file) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(file.length).fill(7)], file.name));
        return transfer;
      },
      { name, length },
    );
    await tab.dispatchEvent('h1', 'dragover', { dataTransfer: dropped });
    await tab.dispatchEvent('h1', 'drop', { dataTransfer: dropped });
  }

  async function create(tab: Page): Promise<string> {
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.waitForURL(/\/[0-9a-f]{64}/);
    return tab.url();
  }

  test('that is dropped can be saved by somebody else, to the byte', async () => {
    const tab = await alice.visit(relay.origin);
    await drop(tab, 'river.bin', 3_000_000);
    await tab.getByText('river.bin').waitFor();
    await tab.getByText('2.9 MiB', { exact: true }).waitFor();
    const reader = await bob.visit(await create(tab));
    const saving = reader.waitForEvent('download');
    await reader.getByRole('button', { name: 'Save' }).first().click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('river.bin');
    expect((await readFile(await saved.path())).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
    await Promise.all([tab.close(), reader.close()]);
  });

  test('that is too large is refused at once, and the draft stays', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByText('up to').waitFor();
    await tab.getByLabel('Your page').fill('a draft');
    await drop(tab, 'sea.bin', 33 * 1024 * 1024);
    await tab.getByRole('alert').getByText('sea.bin is 33 MiB').waitFor();
    expect(await tab.getByLabel('Your page').inputValue()).toBe('a draft');
    await tab.close();
  });

  test('that is a pasted picture is shown as one', async () => {
    await alice.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const tab = await alice.visit(relay.origin);
    await tab.getByLabel('Your page').click();
    await copyPicture(tab);
    await tab.keyboard.press('Control+V');
    await tab.getByText('image/png').waitFor();
    const reader = await bob.visit(await create(tab));
    const width = () =>
      reader
        .getByRole('main')
        .getByRole('img')
        .evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBe(7);
    await Promise.all([tab.close(), reader.close()]);
  });

  test('that is picked is removed again by the keyboard', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByLabel('Your page').fill('a draft');
    const picking = tab.waitForEvent('filechooser');
    await tab.getByText('Choose a file…').click();
    const file = { name: 'pond.txt', mimeType: 'text/plain', buffer: Buffer.from('still') };
    await (await picking).setFiles(file);
    await tab.getByText('pond.txt').waitFor();
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    expect(await tab.getByLabel('Your page').inputValue()).toBe('a draft');
    expect(await tab.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await tab.close();
  });
});
