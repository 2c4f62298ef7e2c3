/**
 * A large file goes from one real browser to another, while the author's browser, the reader's and the relay are each killed
 * at random moments. Nothing acknowledged may be lost, and only the parts that were on their way may come twice.
 */
import { randomInt } from 'node:crypto';
import type { Page } from 'playwright-core';
import { Browser } from '../journeys/browser.ts';
import { keptParts } from '../journeys/bundles/kept-parts.ts';
import { withoutPickers } from '../journeys/bundles/saved.ts';
import { hashOf, TestFolder } from '../journeys/bundles/test-folder.ts';
import { RelayProcess } from '../journeys/relay.ts';
import { metricsOf } from '../support/wire.ts';

export interface BundleSoak {
  readonly mebibytes: number;
  /** How often each of the three is killed. */
  readonly kills: number;
}

interface Finding {
  readonly what: string;
  readonly found: number | string;
  readonly 'at most': number | string;
}

const MIB = 1024 * 1024;
const PART_BYTES = 4_128_796;
const PATIENCE_MS = 3_600_000;
const FETCHED_AT_ONCE = 3;

export async function soakBundle(options: BundleSoak): Promise<void> {
  const soak = await Soak.open(options);
  try {
    await soak.run();
  } finally {
    await soak.close();
  }
  console.table(soak.findings);
  if (soak.findings.every(isGood)) return;
  console.error('something was lost, or came twice');
  process.exitCode = 1;
}

function isGood({ found, 'at most': most }: Finding): boolean {
  return typeof most === 'number' ? Number(found) <= most : found === most;
}

class Soak {
  readonly findings: Finding[] = [];
  readonly #options: BundleSoak;
  readonly #relay: RelayProcess;
  readonly #folder: TestFolder;
  readonly #author: Browser;
  readonly #reader: Browser;
  /** Bytes that the relays that were killed had sent. */
  #sentBefore = 0;

  static async open(options: BundleSoak): Promise<Soak> {
    const relay = await RelayProcess.start({ MAYFLY_METRICS: '127.0.0.1:0' });
    const [author, reader] = await Promise.all([
      Browser.open({ relay: relay.origin }),
      Browser.open({ relay: relay.origin }),
    ]);
    // By itself, it would upload 1 GB and then be gone until tomorrow.
    await author.set({ dailyBytes: 'any' });
    return new Soak(options, relay, await TestFolder.create(), [author, reader]);
  }

  private constructor(
    options: BundleSoak,
    relay: RelayProcess,
    folder: TestFolder,
    [author, reader]: readonly [Browser, Browser],
  ) {
    this.#options = options;
    this.#relay = relay;
    this.#folder = folder;
    this.#author = author;
    this.#reader = reader;
  }

  async close(): Promise<void> {
    await Promise.all([this.#author.close(), this.#reader.close()]);
    await Promise.all([this.#relay.stop(), this.#folder.remove()]);
  }

  async run(): Promise<void> {
    const { mebibytes } = this.#options;
    const file = await this.#folder.writeLarge('large.bin', mebibytes);
    const link = await this.#shared(file);
    await this.#read(link);
    const hash = await this.#savedHash(link);
    this.#note('the saved file', hash, await hashOf(file));
  }

  #note(what: string, found: number | string, most: number | string): void {
    this.findings.push({ what, found, 'at most': most });
    console.log(`${what}: ${found} (at most ${most})`);
  }

  /** Shares the file although the browser is killed again and again. */
  async #shared(file: string): Promise<string> {
    let tab = await this.#author.extensionPage('compose.html');
    await tab.getByLabel('Choose files…').setInputFiles(file);
    await tab.getByRole('button', { name: 'Share', exact: true }).click();
    let [kills, lost] = [0, 0];
    for (; kills < this.#options.kills; kills++) {
      const told = await this.#killSealing(tab);
      if (told === undefined) break; // it is shared already
      await this.#author.start();
      tab = await this.#author.extensionPage('compose.html');
      const { parts } = await tab.evaluate(keptParts);
      lost += Math.max(0, told - parts);
      await tab.getByText('This share was interrupted').waitFor();
      const again = tab.locator('.interrupted input');
      if ((await again.count()) > 0) await again.setInputFiles(file);
      else await tab.getByRole('button', { name: 'Go on' }).click();
    }
    await tab.getByText('Link copied').waitFor({ timeout: PATIENCE_MS });
    this.#note(`parts told of and lost by ${kills} kills of the author`, lost, 0);
    const { parts, unfinished } = await tab.evaluate(keptParts);
    this.#note('parts at the author', parts, this.#parts);
    this.#note('unfinished shares left', unfinished, 0);
    const link = await this.#author.clipboard();
    await tab.close();
    return link;
  }

  /** Kills the author's browser in a while. Resolves with the parts that the bar told of; undefined once all is shared. */
  async #killSealing(tab: Page): Promise<number | undefined> {
    const each = 100 / (this.#options.kills + 1);
    const bar = tab.locator('.sharing-progress');
    await bar.or(tab.getByText('Link copied')).first().waitFor();
    if ((await bar.count()) === 0) return undefined;
    await pause(randomInt(Math.ceil(each * this.#options.mebibytes * 0.25)));
    if ((await bar.count()) === 0) return undefined;
    const told = await bar.evaluate((element) => (element as HTMLProgressElement).value);
    await this.#author.crash();
    return Math.floor(told / PART_BYTES);
  }

  /** Reads it whole, although everybody is killed again and again. */
  async #read(link: string): Promise<void> {
    const before = await this.#sent();
    let tab = await this.#reader.visit(link);
    const getAll = tab.getByRole('button', { name: 'Get all' });
    await getAll.or(tab.locator('.files-saving')).first().waitFor();
    await getAll.click();
    const counts = { reader: 0, relay: 0, author: 0 };
    let lost = 0;
    for (let kill = 0; kill < 3 * this.#options.kills; kill++) {
      await pause(randomInt(Math.ceil((this.#options.mebibytes * 60) / this.#options.kills)) + 200);
      if ((await tab.locator('.files-held').count()) === 0) break; // all has come
      const who = (['reader', 'relay', 'author'] as const)[kill % 3] ?? 'relay';
      counts[who] += 1;
      console.log(`killing the ${who}`);
      if (who === 'relay') await this.#killRelay();
      else if (who === 'author') await restart(this.#author);
      else {
        lost += await this.#killReader(tab);
        tab = await this.#reader.visit(link);
      }
    }
    this.#note(`parts told of and lost by ${counts.reader} kills of the reader`, lost, 0);
    await tab.locator('.files-row').first().waitFor();
    await tab.locator('.files-held').waitFor({ state: 'detached', timeout: PATIENCE_MS });
    const twice = (await this.#sent()) - before - this.#parts * PART_BYTES;
    const { reader, relay, author } = counts;
    const kills = reader + relay + author;
    const each = (FETCHED_AT_ONCE * PART_BYTES) / MIB;
    this.#note(
      `MiB that came twice by those, ${relay} kills of the relay and ${author} of the author`,
      Math.round(twice / MIB),
      kills * each + 1,
    );
    await tab.close();
  }

  /** Kills the reader's browser. Resolves with the parts that the bar told of and that are gone. */
  async #killReader(tab: Page): Promise<number> {
    const told = (await this.#heldParts(tab)) ?? 0;
    await restart(this.#reader);
    const options = await this.#reader.extensionPage('options.html');
    const { parts } = await options.evaluate(keptParts);
    await options.close();
    return Math.max(0, told - parts);
  }

  async #heldParts(tab: Page): Promise<number | undefined> {
    const bar = tab.locator('.files-held progress');
    if ((await bar.count()) === 0) return undefined;
    const bytes = await bar.evaluate((element) => (element as HTMLProgressElement).value);
    return Math.floor(bytes / PART_BYTES);
  }

  async #killRelay(): Promise<void> {
    this.#sentBefore = await this.#sent();
    await this.#relay.crash();
    await this.#relay.start();
  }

  /** The page bytes that readers were sent so far, by all relays. */
  async #sent(): Promise<number> {
    const [, bytes = 'NaN'] =
      /^mayfly_content_bytes_out_total (\d+)/m.exec(await metricsOf(this.#relay)) ?? [];
    return this.#sentBefore + Number(bytes);
  }

  async #savedHash(link: string): Promise<string> {
    const tab = await this.#reader.visit(link);
    await tab.locator('.files-row').first().waitFor();
    await withoutPickers(tab);
    await tab.getByRole('button', { name: 'Save', exact: true }).click();
    const saving = tab.waitForEvent('download', { timeout: PATIENCE_MS });
    await tab.locator('.files-saving').getByRole('button', { name: 'Save' }).click();
    return await hashOf(await (await saving).path());
  }

  get #parts(): number {
    return Math.ceil((this.#options.mebibytes * MIB) / (PART_BYTES - 32));
  }
}

async function restart(browser: Browser): Promise<void> {
  await browser.crash();
  await browser.start();
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
