/** A terminal on one side, Firefox on the other: files arrive as they were. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, Mayfly, mayfly } from '../cli/mayfly-process.ts';
import { findFirefox } from '../support/firefox.ts';
import { chooseInFirefox } from './bundles/file-picker.ts';
import { openFiles, press } from './bundles/press.ts';
import { hashesInZip, savedByFirefox, saveInto } from './bundles/saved.ts';
import { hashesOf, TestFolder } from './bundles/test-folder.ts';
import { clipboard } from './firefox-chrome.ts';
import { Firefox } from './firefox.ts';
import { RelayProcess } from './relay.ts';

const FILES: Readonly<Record<string, Buffer>> = {
  'film.mkv': randomBytes(9_000_000),
  'empty.txt': Buffer.of(),
  'one.txt': Buffer.from('1'),
};

describe.skipIf(findFirefox() === undefined)('from a terminal to Firefox, and back', () => {
  let relay: RelayProcess;
  let alice: Firefox;
  let folder: TestFolder;
  let downloads: TestFolder;
  let paths: readonly string[];

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, folder, downloads] = await Promise.all([
      Firefox.open({ relay: relay.origin }),
      TestFolder.create(),
      TestFolder.create(),
    ]);
    await saveInto(alice, downloads.path);
    paths = await Promise.all(
      Object.entries(FILES).map(([name, bytes]) => folder.write(name, bytes)),
    );
  });

  afterAll(async () => {
    await alice?.close();
    await Promise.all([folder?.remove(), downloads?.remove(), relay?.stop()]);
  });

  test('several files go from a terminal to the extension', async () => {
    const bob = new Mayfly(['share', ...paths, '--relay', relay.origin]);
    await openFiles(alice, await bob.link(), 'moz-extension:');
    await press(alice, 'Save all');
    const saved = await hashesInZip(await savedByFirefox(alice));
    expect(saved).toEqual(await hashesOf(folder.path));
  });

  test('several files go from the extension to a terminal', async () => {
    await alice.visit(alice.extensionUrl('compose.html'));
    await chooseInFirefox(alice, 'input[multiple]', paths);
    await press(alice, 'Share');
    await alice.shows('Link copied');
    const here = emptyFolder();
    const input = await clipboard(alice);
    expect((await mayfly(['get', '-', '-o', 'got'], { input, cwd: here })).code).toBe(0);
    expect(await hashesOf(join(here, 'got'))).toEqual(await hashesOf(folder.path));
  });
});
