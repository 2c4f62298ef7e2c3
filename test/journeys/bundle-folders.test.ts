/** A folder of a thousand files goes from browser to browser, and arrives as it was. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { Browser } from './browser.ts';
import { chooseInFirefox } from './bundles/file-picker.ts';
import {
  answerFolderPicker,
  hashesInZip,
  savedByFirefox,
  savedInFolder,
  saveInto,
  withoutPickers,
} from './bundles/saved.ts';
import {
  type Hashes,
  hashesOf,
  TestFolder,
  writeFew,
  writeThousand,
} from './bundles/test-folder.ts';
import { openFiles, press } from './bundles/press.ts';
import { Firefox } from './firefox.ts';
import { clipboard } from './firefox-chrome.ts';
import { RelayProcess } from './relay.ts';

describe.skipIf(findChromium() === undefined || findFirefox() === undefined)(
  'a folder of a thousand files',
  () => {
    let relay: RelayProcess;
    let alice: Browser;
    let bob: Browser;
    let carol: Firefox;
    let folder: TestFolder;
    let downloads: TestFolder;
    let shared: string;
    let hashes: Hashes;

    beforeAll(async () => {
      relay = await RelayProcess.start();
      [folder, downloads] = await Promise.all([TestFolder.create(), TestFolder.create()]);
      shared = await writeThousand(folder);
      [alice, bob, carol] = await Promise.all([
        Browser.open({ relay: relay.origin }),
        Browser.open(),
        Firefox.open({ relay: relay.origin }),
      ]);
      hashes = await hashesOf(folder.path);
      await saveInto(carol, downloads.path);
    });

    afterAll(async () => {
      await Promise.all([alice?.close(), bob?.close(), carol?.close()]);
      await Promise.all([folder?.remove(), downloads?.remove(), relay?.stop()]);
    });

    let link: string;

    test('is shared from the extension in Chromium', async () => {
      const tab = await alice.extensionPage('compose.html');
      await tab.getByLabel('Choose a folder…').setInputFiles(shared);
      await tab.getByText('1,000 files').waitFor();
      await tab.getByRole('button', { name: 'Share', exact: true }).click();
      await tab.getByText('Link copied').waitFor();
      link = await alice.clipboard();
      expect(link).toContain(relay.origin);
    });

    test('is saved into a folder from the web page in Chromium', async () => {
      const tab = await bob.visit(link);
      await answerFolderPicker(tab);
      await tab.getByRole('button', { name: 'Save all' }).click();
      await tab.getByText('Saved.').waitFor();
      expect(await savedInFolder(tab)).toEqual(hashes);
    });

    test('is saved as a zip from the extension in Firefox', async () => {
      await openFiles(carol, link, 'moz-extension:');
      await press(carol, 'Save all');
      expect(await hashesInZip(await savedByFirefox(carol))).toEqual(hashes);
    });
  },
);

describe.skipIf(findChromium() === undefined || findFirefox() === undefined)(
  'several files with names in five scripts, one of them empty,',
  () => {
    let relay: RelayProcess;
    /** With the extension, and without. */
    let alice: Browser;
    let bob: Browser;
    let carol: Firefox;
    let folder: TestFolder;
    let downloads: TestFolder;
    let paths: readonly string[];
    let hashes: Hashes;

    beforeAll(async () => {
      relay = await RelayProcess.start();
      [folder, downloads] = await Promise.all([TestFolder.create(), TestFolder.create()]);
      paths = await writeFew(folder);
      [alice, bob, carol] = await Promise.all([
        Browser.open({ relay: relay.origin }),
        Browser.open(),
        Firefox.open({ relay: relay.origin }),
      ]);
      hashes = await hashesOf(folder.path);
      await saveInto(carol, downloads.path);
    });

    afterAll(async () => {
      await Promise.all([alice?.close(), bob?.close(), carol?.close()]);
      await Promise.all([folder?.remove(), downloads?.remove(), relay?.stop()]);
    });

    async function savedInChromium(browser: Browser, link: string): Promise<Hashes> {
      const tab = await browser.visit(link);
      await tab.getByRole('button', { name: 'Save all' }).waitFor();
      await withoutPickers(tab);
      const saving = tab.waitForEvent('download');
      await tab.getByRole('button', { name: 'Save all' }).click();
      const saved = await hashesInZip(await (await saving).path());
      await tab.close();
      return saved;
    }

    async function savedInFirefox(
      link: string,
      screen: 'moz-extension:' | 'http:',
    ): Promise<Hashes> {
      await openFiles(carol, link, screen);
      await press(carol, 'Save all');
      return await hashesInZip(await savedByFirefox(carol));
    }

    /** Under this name the extension in Firefox does not know the relay, and leaves its links to the web page. */
    const onWebPage = (link: string) => link.replace('localhost', '127.0.0.1');

    test('go from the extension in Firefox to extension and web page in Chromium', async () => {
      await carol.visit(carol.extensionUrl('compose.html'));
      await chooseInFirefox(carol, 'input[multiple]', paths);
      await press(carol, 'Share');
      await carol.shows('Link copied');
      const link = await clipboard(carol);
      expect(await savedInChromium(alice, link)).toEqual(hashes);
      expect(await savedInChromium(bob, link)).toEqual(hashes);
    });

    test('go from the web page in Chromium to extension and web page in Firefox', async () => {
      const tab = await bob.visit(relay.origin);
      await tab.getByLabel('Choose files…').setInputFiles([...paths]);
      await tab.getByRole('button', { name: 'Share files' }).click();
      await tab.waitForURL(/\/[0-9a-f]{64}/);
      expect(await savedInFirefox(tab.url(), 'moz-extension:')).toEqual(hashes);
      expect(await savedInFirefox(onWebPage(tab.url()), 'http:')).toEqual(hashes);
      await tab.close();
    });

    test('go as a folder from the web page in Firefox to the web page in Chromium', async () => {
      await carol.openTab();
      await carol.visit(onWebPage(relay.origin));
      await chooseInFirefox(carol, 'input[webkitdirectory]', [folder.path]);
      await press(carol, 'Share files');
      const link = await carol.evaluate(whenShared);
      const saved = Object.entries(await savedInChromium(bob, link));
      const below = saved.map(([path, hash]) => [path.replace(/^[^/]*\//, ''), hash]);
      expect(Object.fromEntries(below)).toEqual(hashes);
    });
  },
);

/** In the tab: its address, once it is the link of a page. */
async function whenShared(): Promise<string> {
  while (!/\/[0-9a-f]{64}/.test(location.pathname)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return location.href;
}
