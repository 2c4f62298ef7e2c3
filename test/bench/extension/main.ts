/**
 * `npm run bench:extension [-- --pages N] [--runs N]`: how fast the popup opens in a real Chromium that holds so many
 * pages, beside an empty page opened in the same way, and what holding them takes of the background's memory.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildStale } from '../../../relay/build.ts';
import { RelayProcess } from '../../journeys/relay.ts';
import { median, p95 } from '../statistics.ts';
import { HeldBrowser, type WorkerMemory } from './held-browser.ts';
import { writeLibrary } from './library-file.ts';
import { copyWatched, FLOOR, type Painted, POPUP } from './watched-build.ts';

const MIB = 1024 * 1024;
/** From the press of the button: by then it has long been painted, and whoever looks disturbs nothing. */
const PAINTED_MS = 500;
const MEMORY_RUNS = 3;

const FIELD_SHOWN = `new Promise((resolve) => {
  const look = () => document.querySelector('input[type=file]') ? resolve() : setTimeout(look, 20);
  look();
})`;

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '30' },
  },
});
const pages = Number(values.pages);
const runs = Number(values.runs);

buildStale();
const folder = await mkdtemp(join(tmpdir(), 'mayfly-bench-'));
const extension = join(folder, 'extension');
await copyWatched(extension);
const relay = await RelayProcess.start();
try {
  await main();
} finally {
  await relay.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function main(): Promise<void> {
  const none = await profileWith(0);
  const held = await profileWith(pages);
  await reportMemory(none, held);
  const browser = await start(held, pages);
  await reportPaints(browser);
  await browser.quit();
}

/** A profile that holds so many pages, imported from a file and announced; returns its folder. */
async function profileWith(count: number): Promise<string> {
  const profile = join(folder, `profile-${count}`);
  const browser = await HeldBrowser.start(profile, extension);
  const settings = { relays: [relay.origin], announceAt: 'all', handsOn: 'viewed' };
  const stored = `chrome.storage.local.set(${JSON.stringify(settings)})`;
  await browser.evaluate(await browser.worker(), stored);
  if (count > 0) await fill(browser, count);
  await browser.quit();
  return profile;
}

async function fill(browser: HeldBrowser, count: number): Promise<void> {
  const file = join(folder, 'library.mayfly');
  const bytes = await writeLibrary(file, count, relay.origin);
  console.log(`Importing ${count} pages, ${Math.round(bytes / MIB)} MiB …`);
  const library = await browser.open('/library.html');
  await browser.evaluate(library, FIELD_SHOWN);
  await browser.chooseFile(library, file);
  await announced(count);
}

/** Resolves when the relay knows of so many pages. */
async function announced(count: number): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${relay.origin}/metrics`)).text();
    if (Number(/^mayfly_haves (\d+)/m.exec(metrics)?.[1]) === count) return;
    await sleep(100);
  }
}

/** A browser that has just been started on a profile and has announced what it holds, with no page of it open. */
async function start(profile: string, count: number): Promise<HeldBrowser> {
  const browser = await HeldBrowser.start(profile, extension);
  if (count > 0) await announced(count);
  await sleep(2_000); // until all that a start does is done
  await browser.closePages();
  return browser;
}

async function reportMemory(none: string, held: string): Promise<void> {
  const [empty, full] = [await memoryOf(none, 0), await memoryOf(held, pages)];
  for (const [what, name] of [
    ['heap', 'heapBytes'],
    ['process', 'processBytes'],
  ] as const) {
    const [without, withPages] = [empty, full].map((all) => median(all.map((one) => one[name])));
    const mib = [without, withPages].map((bytes = Number.NaN) => bytes / MIB);
    const [before = Number.NaN, after = Number.NaN] = mib;
    console.log(
      `background's ${what}: ${before.toFixed(1)} MiB with no page, ${after.toFixed(1)} MiB with ${pages}: ` +
        `${(after - before).toFixed(1)} MiB more (reach: ≤ 30)`,
    );
  }
}

async function memoryOf(profile: string, count: number): Promise<readonly WorkerMemory[]> {
  const all: WorkerMemory[] = [];
  for (let i = 0; i < MEMORY_RUNS; i++) {
    const browser = await start(profile, count);
    all.push(await browser.workerMemory());
    await browser.quit();
  }
  return all;
}

/** By turns, so that a slow moment of the machine meets all. */
async function reportPaints(browser: HeldBrowser): Promise<void> {
  const seen = { floor: [] as Painted[], awake: [] as Painted[], asleep: [] as Painted[] };
  for (let i = 0; i < runs; i++) {
    seen.floor.push(await opened(browser, FLOOR));
    seen.awake.push(await opened(browser, POPUP));
    await browser.endWorker();
    seen.asleep.push(await opened(browser, POPUP));
    await announced(pages);
  }
  report('an empty page, painted', seen.floor, 'usefulMs');
  report('popup, first paint', seen.awake, 'firstMs');
  report('popup, field and pages painted', seen.awake, 'usefulMs', '≤ 100');
  report('— background asleep, first paint', seen.asleep, 'firstMs');
  report('— background asleep, field and pages painted', seen.asleep, 'usefulMs', '≤ 100');
}

/** Opens it as the popup, with a press of the extension's button. */
async function opened(browser: HeldBrowser, path: string): Promise<Painted> {
  await browser.showInPopup(path);
  const popup = await browser.pressButton(path);
  await sleep(PAINTED_MS);
  const painted = await browser.evaluate<Painted>(popup, 'painted');
  await browser.close(popup);
  return painted;
}

function report(title: string, all: readonly Painted[], name: keyof Painted, reach?: string): void {
  const figures = all.map((one) => one[name]);
  const limit = reach ? ` (reach: ${reach})` : '';
  console.log(
    `${title}: ${Math.round(median(figures))} ms, p95 ${Math.round(p95(figures))} ms${limit}`,
  );
}
