/** What a reader has saved: into a chosen folder, as a zip, or as one file. */
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import type { Firefox } from '../firefox.ts';
import { hashOfBytes, type Hashes } from './test-folder.ts';

declare global {
  interface Window {
    showDirectoryPicker?: unknown;
    showSaveFilePicker?: unknown;
  }
}

/** In the browser's window. */
declare const ChromeUtils: {
  importESModule(url: string): { readonly Downloads: Downloads };
};
declare const Services: {
  prefs: {
    setStringPref(name: string, value: string): void;
    setIntPref(name: string, value: number): void;
  };
};
interface Downloads {
  readonly ALL: unknown;
  getList(
    which: unknown,
  ): Promise<{ getAll(): Promise<readonly Download[]>; removeFinished(): void }>;
}
interface Download {
  readonly succeeded: boolean;
  readonly target: { readonly path: string };
}

/** The dialog for a folder gives one of the browser's private storage. */
export async function answerFolderPicker(tab: Page): Promise<void> {
  await tab.evaluate(() => {
    window.showDirectoryPicker = async () => {
      const root = await navigator.storage.getDirectory();
      return await root.getDirectoryHandle('chosen', { create: true });
    };
  });
}

/** This browser has no dialogs for places to save at, like Firefox. */
export async function withoutPickers(tab: Page): Promise<void> {
  await tab.evaluate(() => {
    delete window.showDirectoryPicker;
    delete window.showSaveFilePicker;
  });
}

/** The hashes of all files in the folder that `answerFolderPicker` gave. */
export async function savedInFolder(tab: Page): Promise<Hashes> {
  return await tab.evaluate(async () => {
    const hashes: Record<string, string> = {};
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, handle] of folder) {
        if (handle instanceof FileSystemDirectoryHandle) {
          await walk(handle, `${path}${name}/`);
          continue;
        }
        const file = await (handle as FileSystemFileHandle).getFile();
        const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
        const pairs = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'));
        hashes[path + name] = pairs.join('');
      }
    };
    const root = await navigator.storage.getDirectory();
    await walk(await root.getDirectoryHandle('chosen'), '');
    return hashes;
  });
}

/** The hashes of all files in a zip. */
export async function hashesInZip(path: string): Promise<Hashes> {
  const files = Object.entries(unzipSync(await readFile(path)));
  return Object.fromEntries(
    files
      .filter(([name]) => !name.endsWith('/'))
      .map(([name, bytes]) => [name, hashOfBytes(bytes)]),
  );
}

/** From here on Firefox saves into this folder without a question. */
export async function saveInto(firefox: Firefox, folder: string): Promise<void> {
  await firefox.evaluateInBrowser((path) => {
    Services.prefs.setStringPref('browser.download.dir', path);
    Services.prefs.setIntPref('browser.download.folderList', 2);
  }, folder);
}

/** The path of the one file that Firefox has saved; waits for it. */
export async function savedByFirefox(firefox: Firefox): Promise<string> {
  return await firefox.evaluateInBrowser(async () => {
    const url = 'resource://gre/modules/Downloads.sys.mjs';
    const { Downloads } = ChromeUtils.importESModule(url);
    const list = await Downloads.getList(Downloads.ALL);
    for (;;) {
      const [saved] = (await list.getAll()).filter(({ succeeded }) => succeeded);
      if (saved) {
        list.removeFinished();
        return saved.target.path;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}
