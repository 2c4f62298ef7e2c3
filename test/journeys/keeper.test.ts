/** Alice shares from her browser, a keeper at home has a copy, and strangers read it while her browser is gone. */
import { randomBytes } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLink } from '@mayfly/relay/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../backplane/until.ts';
import { foundInMemory, foundOnDisk } from '../cli/keep/process-memory.ts';
import { emptyFolder, Mayfly, mayfly } from '../cli/mayfly-process.ts';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { TestFolder } from './bundles/test-folder.ts';
import { RelayProcess } from './relay.ts';

const TEXT = 'Only those who have the link can read this.';
const TRIP: Readonly<Record<string, Buffer>> = {
  'film.mkv': randomBytes(9_000_000),
  'empty.txt': Buffer.of(),
  'one.txt': Buffer.from('1'),
};

describe.skipIf(findChromium() === undefined)('a keeper at home', () => {
  let relay: RelayProcess;
  let alice: Browser;
  /** Without an extension. */
  let carol: Browser;
  let folder: TestFolder;
  let keeper: Mayfly;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    [alice, carol, folder] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open(),
      TestFolder.create(),
    ]);
  });

  afterAll(async () => {
    await Promise.all([alice?.close(), carol?.close()]);
    await Promise.all([folder?.remove(), relay?.stop()]);
  });

  async function startKeeper(): Promise<void> {
    keeper = new Mayfly(['keep', '--dir', folder.path, '--relay', relay.origin]);
    await keeper.says('Connected to');
  }

  beforeEach(startKeeper); // it is killed at the end of each test

  async function get(link: string): Promise<string> {
    const here = emptyFolder();
    const { code } = await mayfly(['get', '-', '-o', 'got'], { input: link, cwd: here });
    expect(code).toBe(0);
    return join(here, 'got');
  }

  /** Neither the disk of the keeper nor its memory has what opens the page. */
  function expectNothingKnown(link: string): void {
    const key = Buffer.from(findLink(link)?.link?.key ?? []);
    expect(key).toHaveLength(32);
    const wanted = {
      key,
      keyText: Buffer.from(key.toString('base64url')),
      text: Buffer.from(TEXT),
    };
    expect(foundOnDisk(folder.path, wanted)).toEqual(new Set());
    if (process.platform !== 'linux') return;
    expect(foundInMemory(keeper.pid, wanted)).toEqual(new Set());
  }

  test('is added by its code', async () => {
    const { out } = await mayfly(['keep', 'pair', '--dir', folder.path]);
    const options = await alice.extensionPage('options.html');
    await options.getByLabel(alice.says('options_keeperCode')).fill(String(out));
    await options.getByRole('button', { name: alice.says('options_addKeeper') }).click();
    await options.getByText(alice.says('options_keeperAdded')).waitFor();
    await options.close();
  });

  test('has a page when the browser of its author is killed, and a stranger reads it', async () => {
    const tab = await alice.extensionPage('compose.html');
    await tab.getByLabel(alice.says('view_yourPage')).fill(TEXT);
    await tab.getByRole('button', { name: 'Share', exact: true }).click();
    await tab.getByText(alice.says('share_isHome')).waitFor();
    const link = await alice.clipboard();
    await alice.crash();
    const reader = await carol.visit(link);
    await reader.getByText(TEXT).waitFor();
    await reader.close();
    expect(readFileSync(await get(link), 'utf8')).toBe(TEXT);
    expectNothingKnown(link);
    await alice.start();
  });

  test('has a folder although keeper and relay were killed while it came', async () => {
    const shared = join(emptyFolder(), 'trip');
    mkdirSync(shared);
    for (const [name, bytes] of Object.entries(TRIP)) writeFileSync(join(shared, name), bytes);
    const tab = await alice.extensionPage('compose.html');
    await tab.getByLabel('Choose a folder…').setInputFiles(shared);
    await tab.getByRole('button', { name: 'Share', exact: true }).click();
    await until(() => globSync('pages/*/*.part', { cwd: folder.path }).length > 0);
    keeper.kill('SIGKILL');
    await Promise.all([keeper.end(), relay.crash()]);
    await relay.start();
    await startKeeper();
    await tab.getByText(alice.says('share_isHome')).waitFor();
    const link = await alice.clipboard();
    await alice.crash();
    const got = await get(link);
    for (const [name, bytes] of Object.entries(TRIP)) {
      expect(readFileSync(join(got, name)).equals(bytes), name).toBe(true);
    }
    await alice.start();
  });
});
