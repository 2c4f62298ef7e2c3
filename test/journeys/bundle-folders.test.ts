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
import { press } from './bundles/press.ts';
import { Firefox } from './firefox.ts';
import { clipboard } from './firefox-chrome.ts';
import { RelayProcess } from './relay.ts';

const PATIENCE_MS = 120_000;

describe.skipIf(findChromium() === undefined || findFirefox() === undefined)(
  'a folder of a thousand files',
  { timeout: PATIENCE_MS },
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
    }, PATIENCE_MS);

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
      await carol.visit(link);
      await press(carol, 'Save all');
      expect(await hashesInZip(await savedByFirefox(carol))).toEqual(hashes);
    });
  },
);

describe.skipIf(findChromium() === undefined || findFirefox() === undefined)(
  'several files with names in five scripts, one of them empty,',
  { timeout: PATIENCE_MS },
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
    }, PATIENCE_MS);

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

    test('go from the extension in Firefox to extension and web page in Chromium', async () => {
      await carol.visit(carol.extensionUrl('compose.html'));
      await chooseInFirefox(carol, 'input[multiple]', paths);
      await press(carol, 'Share');
      await carol.shows('Link copied');
      const link = await clipboard(carol);
      expect(await savedInChromium(alice, link)).toEqual(hashes);
      expect(await savedInChromium(bob, link)).toEqual(hashes);
    });
  },
);
