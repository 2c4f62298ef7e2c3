/** A large file goes from browser to browser, however often one of them is reloaded or killed on the way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { metricsOf } from '../support/wire.ts';
import { Browser } from './browser.ts';
import { keptParts } from './bundles/kept-parts.ts';
import { hasCome } from './bundles/progress.ts';
import { openFiles, press } from './bundles/press.ts';
import { savedByFirefox, saveInto, withoutPickers } from './bundles/saved.ts';
import { hashOf, TestFolder } from './bundles/test-folder.ts';
import { Firefox } from './firefox.ts';
import { RelayProcess } from './relay.ts';

const PATIENCE_MS = 240_000;
const MIB = 1024 * 1024;
const SIZE_MIB = 300;
/** Three parts of 4 MiB may be on their way when a browser is reloaded or killed. */
const ON_THEIR_WAY = 3 * 4 * MIB;

describe.skipIf(findChromium() === undefined || findFirefox() === undefined)(
  'a file of 300 MiB',
  { timeout: PATIENCE_MS },
  () => {
    let relay: RelayProcess;
    let alice: Browser;
    let bob: Browser;
    let carol: Firefox;
    let folder: TestFolder;
    let downloads: TestFolder;
    let film: string;
    let hash: string;
    let link: string;

    beforeAll(async () => {
      relay = await RelayProcess.start({ MAYFLY_METRICS: '127.0.0.1:0' });
      [folder, downloads] = await Promise.all([TestFolder.create(), TestFolder.create()]);
      film = await folder.writeLarge('film.mkv', SIZE_MIB);
      [alice, bob, carol] = await Promise.all([
        Browser.open({ relay: relay.origin }),
        Browser.open({ relay: relay.origin }),
        Firefox.open({ relay: relay.origin }),
      ]);
      hash = await hashOf(film);
      await saveInto(carol, downloads.path);
    }, PATIENCE_MS);

    afterAll(async () => {
      await Promise.all([alice?.close(), bob?.close(), carol?.close()]);
      await Promise.all([folder?.remove(), downloads?.remove(), relay?.stop()]);
    });

    async function sentToReaders(): Promise<number> {
      const [, bytes] = /^mayfly_content_bytes_out_total (\d+)/m.exec(await metricsOf(relay)) ?? [];
      return Number(bytes);
    }

    test('leaves nothing behind when its share is cancelled', async () => {
      const tab = await alice.extensionPage('compose.html');
      await tab.getByLabel('Choose files…').setInputFiles(film);
      await tab.getByRole('button', { name: 'Share', exact: true }).click();
      await hasCome(tab, 0.1);
      await tab.getByRole('button', { name: 'Cancel' }).click();
      await tab.getByRole('progressbar').waitFor({ state: 'detached' });
      await expect.poll(() => tab.evaluate(keptParts)).toEqual({ parts: 0, unfinished: 0 });
      await tab.close();
    });

    test('is shared although the browser is killed in the middle', async () => {
      const tab = await alice.extensionPage('compose.html');
      await tab.getByLabel('Choose files…').setInputFiles(film);
      await tab.getByRole('button', { name: 'Share', exact: true }).click();
      await hasCome(tab, 0.3);
      await alice.crash();
      await alice.start();
      const again = await alice.extensionPage('compose.html');
      await again.getByText('This share was interrupted').waitFor();
      const { parts } = await again.evaluate(keptParts);
      expect(parts).toBeGreaterThanOrEqual(Math.floor((0.3 * SIZE_MIB) / 4));
      await again.getByLabel('Go on').setInputFiles(film);
      await again.getByText('Link copied').waitFor();
      expect(await again.evaluate(keptParts)).toEqual({ parts: 77, unfinished: 0 });
      link = await alice.clipboard();
    });

    test('comes once, although its reader reloads and its author’s browser is killed', async () => {
      const before = await sentToReaders();
      const tab = await bob.visit(link);
      await tab.getByRole('button', { name: 'Get all' }).click();
      await hasCome(tab, 0.2);
      await tab.reload();
      await hasCome(tab, 0.5);
      await alice.crash();
      await alice.start();
      await tab.locator('.files-held').waitFor({ state: 'detached', timeout: PATIENCE_MS });
      const sent = (await sentToReaders()) - before;
      expect(sent).toBeGreaterThan(SIZE_MIB * MIB);
      expect(sent).toBeLessThan(1.02 * SIZE_MIB * MIB + 2 * ON_THEIR_WAY);
    });

    test('is saved as it was', async () => {
      const tab = await bob.tab(new URL(link).hash);
      await withoutPickers(tab);
      const saving = tab.waitForEvent('download');
      await tab.getByRole('button', { name: 'Save', exact: true }).click();
      await tab.getByText('twice').waitFor();
      await tab.locator('.files-saving').getByRole('button', { name: 'Save' }).click();
      expect(await hashOf(await (await saving).path())).toBe(hash);
    });

    test('comes from the reader once its author has gone, to Firefox, and is saved there', async () => {
      await alice.quit();
      await openFiles(carol, link, 'moz-extension:');
      await press(carol, 'Save');
      await press(carol, 'Save', '.files-saving');
      expect(await hashOf(await savedByFirefox(carol))).toBe(hash);
    });

    test('leaves nothing behind where a reader deletes it', async () => {
      const tab = await bob.tab(new URL(link).hash);
      await tab.getByRole('button', { name: 'Delete my copy' }).first().click();
      await tab.getByText('Your copy is deleted').waitFor();
      const kept = await (await bob.extensionPage('options.html')).evaluate(keptParts);
      expect(kept).toEqual({ parts: 0, unfinished: 0 });
    });
  },
);
