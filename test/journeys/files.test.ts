/** Files on the web page: dropped, pasted and picked by Alice, read by Bob; and by Carol, whose browser is Firefox. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { encodedAs } from '../view/legacy-text.ts';
import { Browser } from './browser.ts';
import { copyPicture } from './copy-picture.ts';
import { Firefox } from './firefox.ts';
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

  /** Drops a file on the middle of nothing in particular. */
  async function drop(tab: Page, name: string, content: number | readonly number[]): Promise<void> {
    const dropped = await tab.evaluateHandle(
      (file) => {
        const transfer = new DataTransfer();
        const bytes =
          typeof file.content === 'number'
            ? new Uint8Array(file.content).fill(7)
            : new Uint8Array(file.content);
        transfer.items.add(new File([bytes], file.name));
        return transfer;
      },
      { name, content },
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
    await tab.getByText('3 MB', { exact: true }).waitFor();
    const reader = await bob.visit(await create(tab));
    const saving = reader.waitForEvent('download');
    await reader.getByRole('button', { name: 'Save' }).first().click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('river.bin');
    expect((await readFile(await saved.path())).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
    await Promise.all([tab.close(), reader.close()]);
  });

  test('that is larger than a page is listed, and the draft stays', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByText('up to').waitFor();
    await tab.getByLabel('Your page').fill('a draft');
    await drop(tab, 'sea.bin', 33 * 1024 * 1024);
    await tab.getByText('1 file, 35 MB').waitFor();
    await tab.getByRole('button', { name: 'Remove all' }).click();
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
    await tab.getByText('Choose files…').click();
    const file = { name: 'pond.txt', mimeType: 'text/plain', buffer: Buffer.from('still') };
    await (await picking).setFiles(file);
    await tab.getByText('pond.txt').waitFor();
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    expect(await tab.getByLabel('Your page').inputValue()).toBe('a draft');
    expect(await tab.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await tab.close();
  });

  const TEXT = 'Подёнки живут один день.\nВечером они танцуют над водой.\n';
  const OLD_TEXT = [...encodedAs('koi8-u', TEXT)];
  const MISREAD = new TextDecoder('windows-1251').decode(new Uint8Array(OLD_TEXT)).slice(0, 20);

  test('that is a text of old is read in its encoding, which the link tells, or another that is chosen', async () => {
    const tab = await alice.visit(relay.origin);
    await drop(tab, 'README', OLD_TEXT);
    await tab.getByText('text/plain;charset=koi8-u').waitFor();
    const link = await create(tab);
    expect(link).toContain('t=text/plain%3Bcharset%3Dkoi8-u');
    const reader = await bob.visit(link);
    await reader.getByText('Подёнки живут один день.').waitFor();
    const choice = reader.getByLabel('Character encoding');
    expect(await choice.inputValue()).toBe('koi8-u');
    await choice.selectOption('windows-1251');
    await reader.getByText(MISREAD).waitFor();
    await reader.getByRole('button', { name: 'Copy text' }).click();
    const copied = () => reader.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toContain(MISREAD);
    await choice.selectOption('utf-8');
    await reader.getByText('Some characters could not be read').waitFor();
    // Guessed, because nothing names it.
    const untold = link.replace('%3Bcharset%3Dkoi8-u', '');
    const guesser = await bob.visit(untold);
    await guesser.getByText('Подёнки живут один день.').waitFor();
    await guesser.getByText('Mayfly guessed it').waitFor();
    if (findFirefox() !== undefined) await readInFirefox(untold);
    await Promise.all([tab.close(), reader.close(), guesser.close()]);
  });

  /** In the extension's viewer. */
  async function readInFirefox(link: string): Promise<void> {
    const carol = await Firefox.open({ relay: relay.origin });
    try {
      const { origin, pathname, hash } = new URL(link);
      const query = `relay=${encodeURIComponent(origin)}&u=${pathname.slice(1)}`;
      await carol.visit(carol.extensionUrl(`viewer.html?${query}${hash}`));
      await carol.shows('Подёнки живут один день.');
      await carol.shows('Mayfly guessed it');
      await carol.evaluate(() => {
        const choice = document.querySelector<HTMLSelectElement>('.content-encoding select');
        if (!choice) throw new Error('expected a choice of encodings');
        choice.value = 'windows-1251';
        choice.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await carol.shows(MISREAD);
    } finally {
      await carol.close();
    }
  }

  test('that is empty is shared, and says so', async () => {
    const tab = await alice.visit(relay.origin);
    await drop(tab, '.gitkeep', []);
    const encrypt = tab.getByRole('switch', { name: 'Encrypt' });
    await encrypt.uncheck();
    await tab.getByRole('alert').getByText('.gitkeep is empty').waitFor();
    await encrypt.check();
    await tab.getByRole('alert').getByText('.gitkeep is empty').waitFor({ state: 'detached' });
    const reader = await bob.visit(await create(tab));
    await reader.getByText('This file is empty.').waitFor();
    const saving = reader.waitForEvent('download');
    await reader.getByRole('button', { name: 'Save' }).first().click();
    // Browsers would take the dot away.
    expect((await saving).suggestedFilename()).toBe('_.gitkeep');
    await Promise.all([tab.close(), reader.close()]);
  });

  test('that is a folder brings all files in it, and says which folder has none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mayfly-trip-'));
    await mkdir(join(folder, 'deep/empty'), { recursive: true });
    // More than a browser gives at a time.
    const names = Array.from({ length: 120 }, (_, i) => `deep/${1_000 + i}.txt`);
    await Promise.all([...names, 'top.txt'].map((name) => writeFile(join(folder, name), name)));
    const tab = await alice.visit(relay.origin);
    await tab.locator('h1').waitFor();
    const session = await alice.context.newCDPSession(tab);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data });
    }
    await tab.getByText('121 files, 1.6 kB').waitFor();
    await tab.getByText('deep/empty has no files in it, so it is not shared.').waitFor();
    expect(await tab.getByLabel('Name').inputValue()).toBe(basename(folder));
    await Promise.all([tab.close(), rm(folder, { recursive: true })]);
  });
});
