/** A terminal on one side, a browser on the other. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyFolder, Mayfly, mayfly } from '../cli/mayfly-process.ts';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { withoutPickers } from './bundles/saved.ts';
import { shareOnce, shareTextOnce } from './once-sharing.ts';
import { publish } from './publish.ts';
import { RelayProcess } from './relay.ts';

const MIB = 1024 * 1024;
const SIZES = [
  ['nothing', 0],
  ['one byte', 1],
  ['32 MiB', 32 * MIB],
] as const;

describe.skipIf(findChromium() === undefined)('from a terminal, and to one', () => {
  let relay: RelayProcess;
  let alice: Browser;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    alice = await Browser.open({ relay: relay.origin });
  });

  afterAll(async () => {
    await alice?.close();
    await relay?.stop();
  });

  test('the extension reads a text of a terminal, which may then stop', async () => {
    const bob = new Mayfly(['share', '--relay', relay.origin, '--name', 'notes.md', '-'], {
      input: '# From a terminal',
    });
    const reader = await alice.visit(await bob.link());
    await reader.frameLocator('iframe').getByRole('heading', { name: 'From a terminal' }).waitFor();
    await bob.says('Held by 2');
    bob.kill('SIGINT');
    expect((await bob.end()).code).toBe(0);
    await reader.close();
  });

  test('the extension lists a folder of a terminal', async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'photos'));
    for (const name of ['one.txt', 'two.txt']) writeFileSync(join(cwd, 'photos', name), name);
    const bob = new Mayfly(['share', 'photos', '--relay', relay.origin], { cwd });
    const reader = await alice.visit(await bob.link());
    await reader.getByText('two.txt').first().waitFor();
    await reader.close();
    bob.kill('SIGINT');
    await bob.end();
  });

  test('a terminal saves what the extension shares', async () => {
    const link = await publish(alice, 'From the extension');
    const cwd = emptyFolder();
    expect((await mayfly(['get', '-', '-o', 'saved'], { input: `${link}\n`, cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'saved'), 'utf8')).toBe('From the extension');
    expect(readdirSync(cwd)).toEqual(['saved']);
  });

  test('a terminal reads what a web page holds', async () => {
    const tab = await alice.visit(relay.origin);
    await tab.getByLabel('Your page').fill('From the web page');
    await tab.getByRole('button', { name: 'Create page' }).click();
    await tab.waitForURL(/\/[0-9a-f]{64}#k=[\w-]{43}$/);
    const { out } = await mayfly(['get', tab.url(), '-o', '-']);
    expect(String(out)).toBe('From the web page');
    await tab.close();
  });

  test('the extension opens the link of a terminal that opens once, and the terminal is done', async () => {
    const bob = new Mayfly(['share', '--once', '--relay', relay.origin, '--name', 'notes.md'], {
      input: '# For one reader',
    });
    const reader = await alice.visit(await bob.link());
    await reader.getByRole('button', { name: 'Open', exact: true }).click();
    await reader.frameLocator('iframe').getByRole('heading', { name: 'For one reader' }).waitFor();
    expect((await bob.end()).code).toBe(0);
    await reader.close();
  });

  test('a terminal opens the link of an extension that opens once, and its author is told', async () => {
    const desk = await alice.extensionPage('options.html');
    const link = await desk.evaluate(shareTextOnce, 'For one terminal');
    const { out, code } = await mayfly(['get', link, '--yes', '-o', '-']);
    expect(String(out)).toBe('For one terminal');
    expect(code).toBe(0);
    await expect.poll(() => alice.notifications()).toHaveLength(1);
    const late = await mayfly(['get', link, '--yes', '-o', '-']);
    expect(late).toMatchObject({ code: 5, out: Buffer.of() });
    await desk.close();
  });

  test('a terminal opens the link of a web page that opens once, and the tab says so', async () => {
    const tab = await alice.visit(relay.origin);
    const link = await shareOnce(tab, alice.says, { text: 'From a tab', button: 'Create page' });
    expect(String((await mayfly(['get', link, '--yes', '-o', '-'])).out)).toBe('From a tab');
    await tab.getByText(/^Opened at/).waitFor();
    await tab.close();
  });

  describe.for(SIZES)('%s', ([, length]) => {
    const content = randomBytes(length);
    let cwd: string;

    beforeEach(() => {
      cwd = emptyFolder();
      writeFileSync(join(cwd, 'river.bin'), content);
    });

    const expectSame = (path: string) => expect(readFileSync(path).equals(content)).toBe(true);

    /** Chooses the file, and presses a button that shares it. */
    async function share(tab: Page, button: RegExp): Promise<void> {
      await tab.getByLabel('Choose files…').setInputFiles(join(cwd, 'river.bin'));
      await tab.getByText('river.bin').first().waitFor();
      await tab.getByRole('button', { name: button }).click();
    }

    async function get(link: string): Promise<void> {
      const here = emptyFolder();
      const got = await mayfly(['get', '-', '-o', 'got'], { input: link, cwd: here });
      expect(got).toMatchObject({ code: 0 });
      expectSame(join(here, 'got'));
    }

    test('goes from a terminal to the extension, to the byte', async () => {
      const bob = new Mayfly(['share', 'river.bin', '--relay', relay.origin], { cwd });
      const reader = await alice.visit(await bob.link());
      await withoutPickers(reader);
      const saving = reader.waitForEvent('download');
      await reader.getByRole('button', { name: 'Save', exact: true }).first().click();
      expectSame(await (await saving).path());
      await reader.close();
    });

    test('goes from the extension to a terminal, to the byte', async () => {
      const tab = await alice.extensionPage('compose.html');
      await share(tab, /^Share$/);
      await tab.getByText('Link copied').waitFor();
      await get(await alice.clipboard());
      await tab.close();
    });

    test('goes from the web page to a terminal, to the byte', async () => {
      const tab = await alice.visit(relay.origin);
      await share(tab, /^(?:Create page|Share files)$/);
      await tab.waitForURL(/\/[0-9a-f]{64}/);
      await get(tab.url());
      await tab.close();
    });
  });
});
