/** Several files, saved in real browsers: into a folder, as one zip, and as one large file. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BundleFile } from '@mayfly/relay/client';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { Browser } from './browser.ts';
import { Firefox } from './firefox.ts';
import { Shelf } from './hostile/shelf.ts';
import { RelayProcess } from './relay.ts';

const MIB = 1024 * 1024;
const TEXTS: Readonly<Record<string, string>> = {
  'notes.txt': 'Mayflies live for a day.',
  'empty.txt': '',
  'ünterwegs/Straße.txt': 'street',
  'ünterwegs/तस्वीर.txt': 'picture',
  'ünterwegs/deeper/夕方.txt': 'evening',
  'ünterwegs/deeper/تقرير.txt': 'report',
};

const fileOf = (path: string, content: BlobPart): BundleFile => ({
  path,
  type: 'application/octet-stream',
  content: new Blob([content]),
});
const SMALL = Object.entries(TEXTS).map(([path, text]) => fileOf(path, text));
/** More than is held in memory. Each of its bytes says where it stands. */
const film = Uint8Array.from({ length: 40 * MIB }, (_, i) => (i >> 12) ^ i);
const LARGE = [fileOf('film.bin', film), fileOf('notes.txt', 'evening')];

function textsIn(zip: Buffer): Record<string, string> {
  const files = Object.entries(unzipSync(zip));
  return Object.fromEntries(files.map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
}

let relay: RelayProcess;
let shelf: Shelf;

beforeAll(async () => {
  relay = await RelayProcess.start();
  shelf = new Shelf(relay.origin);
});

afterAll(async () => {
  shelf?.close();
  await relay?.stop();
});

describe.skipIf(findChromium() === undefined)('in Chromium', () => {
  let browser: Browser;
  let tab: Page;

  beforeAll(async () => {
    browser = await Browser.open({ relay: relay.origin });
  });

  afterEach(() => tab?.close());

  afterAll(() => browser?.close());

  /** The dialog for a folder cannot be answered in a browser without a screen. */
  async function open(files: readonly BundleFile[], pick: 'no dialog' | 'private folder') {
    tab = await browser.visit(await shelf.publishSealed(files, 'River'));
    await tab.locator('.files-row').first().waitFor();
    await tab.evaluate((picked) => {
      const show = async () => {
        const root = await navigator.storage.getDirectory();
        return await root.getDirectoryHandle('picked', { create: true });
      };
      const pickers = { showDirectoryPicker: show, showSaveFilePicker: undefined };
      Object.assign(
        globalThis,
        picked === 'no dialog' ? { ...pickers, showDirectoryPicker: undefined } : pickers,
      );
    }, pick);
  }

  const press = (name: string) => tab.getByRole('button', { name, exact: true }).click();

  test('all files go into a folder with their structure, and beside those that are there', async () => {
    await open(SMALL, 'private folder');
    await press('Save all');
    await tab.getByText('Saved.').waitFor();
    await press('Close');
    await press('Save all');
    await tab.getByText('6 files got another name').waitFor();
    const saved = await tab.evaluate(readFolder, 'picked');
    const again = Object.entries(TEXTS).map(([path, text]) => [
      path.replace('.txt', ' (2).txt'),
      text,
    ]);
    expect(saved).toEqual({ ...TEXTS, ...Object.fromEntries(again) });
  });

  test('without such a dialog they become one zip', async () => {
    await open(SMALL, 'no dialog');
    const downloading = tab.waitForEvent('download');
    await press('Save all');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('River.zip');
    expect(textsIn(await readFile(await download.path()))).toEqual(TEXTS);
  });

  test('a large zip says that it takes its room twice, and is deleted in the browser by the next tab', async () => {
    await open(LARGE, 'no dialog');
    await press('Save all');
    await tab.getByText('42 MB of room twice').waitFor();
    const downloading = tab.waitForEvent('download');
    await press('Save');
    const files = unzipSync(await readFile(await (await downloading).path()));
    expect(Buffer.compare(files['film.bin'] ?? Buffer.alloc(0), film)).toBe(0);
    expect(await tab.evaluate(sizesIn, 'saving')).toHaveLength(1);
    await tab.close();
    await open(SMALL, 'no dialog');
    await expect.poll(() => tab.evaluate(sizesIn, 'saving')).toEqual([]);
  });

  test('one large file is saved as it is', async () => {
    await open(LARGE, 'no dialog');
    await tab.getByRole('button', { name: 'Save film.bin' }).click();
    await tab.getByText('room twice').waitFor();
    const downloading = tab.waitForEvent('download');
    await press('Save');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('film.bin');
    expect(Buffer.compare(await readFile(await download.path()), film)).toBe(0);
  });

  test('a cancelled saving leaves nothing in the browser', async () => {
    await open(LARGE, 'no dialog');
    await press('Save all');
    await tab.getByText('room twice').waitFor();
    await press('Cancel');
    await expect.poll(() => tab.evaluate(sizesIn, 'saving')).toEqual([]);
  });
});

describe.skipIf(findFirefox() === undefined)('in Firefox', () => {
  let firefox: Firefox;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mayfly-saved-'));
    firefox = await Firefox.open({ relay: relay.origin });
    await firefox.evaluateInBrowser((dir) => {
      Services.prefs.setIntPref('browser.download.folderList', 2);
      Services.prefs.setStringPref('browser.download.dir', dir);
    }, folder);
  });

  afterAll(async () => {
    await firefox?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The content of a download, once it is whole. */
  async function downloaded(name: string): Promise<Buffer> {
    await vi.waitFor(
      async () => {
        const there = await readdir(folder);
        expect(there).toContain(name);
        expect(there.filter((other) => other.endsWith('.part'))).toEqual([]);
      },
      { timeout: 60_000, interval: 200 },
    );
    return await readFile(join(folder, name));
  }

  test('all files become one zip', async () => {
    await firefox.visit(await shelf.publishSealed(SMALL, 'River'));
    await firefox.click('[data-entry]');
    await firefox.find('.files-walk');
    await firefox.back();
    await firefox.click('.toolbar .button');
    await firefox.shows('Saved.');
    expect(textsIn(await downloaded('River.zip'))).toEqual(TEXTS);
  });

  test('a large file goes through the disk, after a word on the room that it takes', async () => {
    await firefox.visit(await shelf.publishSealed(LARGE, 'Evening'));
    await firefox.click('.files-save');
    await firefox.shows('42 MB of room twice');
    await firefox.click('.files-saving .button-primary');
    await firefox.shows('Ready.');
    expect(Buffer.compare(await downloaded('film.bin'), film)).toBe(0);
  });
});

declare const Services: {
  readonly prefs: {
    setIntPref(name: string, value: number): void;
    setStringPref(name: string, value: string): void;
  };
};

/** The paths and texts in a folder of the browser's private storage. Runs in a page. */
async function readFolder(name: string): Promise<Record<string, string>> {
  const read = async (
    folder: FileSystemDirectoryHandle,
    within: string,
  ): Promise<[string, string][]> => {
    const found: [string, string][] = [];
    for await (const [child, handle] of folder.entries()) {
      if (handle instanceof FileSystemDirectoryHandle) {
        found.push(...(await read(handle, `${within}${child}/`)));
      } else if (handle instanceof FileSystemFileHandle) {
        found.push([within + child, await (await handle.getFile()).text()]);
      }
    }
    return found;
  };
  const root = await navigator.storage.getDirectory();
  return Object.fromEntries(await read(await root.getDirectoryHandle(name), ''));
}

/** The lengths of the files in a folder there. Runs in a page. */
async function sizesIn(name: string): Promise<number[]> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(name, { create: true });
  const sizes: number[] = [];
  for await (const handle of folder.values()) {
    if (handle instanceof FileSystemFileHandle) sizes.push((await handle.getFile()).size);
  }
  return sizes;
}
