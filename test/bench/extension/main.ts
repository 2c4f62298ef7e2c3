/**
 * `npm run bench:extension [-- --pages N] [--runs N]` measures three things. The first is the time in which the popup
 * opens in a real Chromium that holds N pages, beside an empty page opened in the same way. The second is the memory
 * that these pages need in the background, in that Chromium and in a real Firefox. The third is the time in which the
 * article of a page is read in both, and its size; `--only articles` measures that alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildStale } from '../../../relay/build.ts';
import { RelayProcess } from '../../journeys/relay.ts';
import { findFirefox } from '../../support/firefox.ts';
import { median, p95 } from '../statistics.ts';
import { reportArticles } from './articles.ts';
import { firefoxMemory } from './firefox-memory.ts';
import { HeldBrowser, type WorkerMemory } from './held-browser.ts';
import { writeLibrary } from './library-file.ts';
import { copyWatched, FLOOR, type Painted, POPUP } from './watched-build.ts';

const MIB = 1024 * 1024;
/**
 * The time after the press of the button at which the measurement is read. The popup was painted long before, so the
 * reading disturbs nothing.
 */
const PAINTED_MS = 500;
const MEMORY_RUNS = 3;

const FIELD_SHOWN = "document.querySelector('input[type=file]') !== null";

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '30' },
    only: { type: 'string' },
  },
});
const pages = Number(values.pages);
const runs = Number(values.runs);

buildStale();
const folder = await mkdtemp(join(tmpdir(), 'mayfly-bench-'));
const extension = join(folder, 'extension');
await copyWatched(extension);
const relay = await RelayProcess.start({ MAYFLY_METRICS: '127.0.0.1:0' });
try {
  await main();
} finally {
  await relay.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function main(): Promise<void> {
  await reportArticles(relay.origin);
  if (values.only === 'articles') return;
  const none = await profileWith(0);
  const held = await profileWith(pages);
  await reportMemory(none, held);
  const browser = await start(held, pages);
  await reportPaints(browser);
  await browser.quit();
  if (findFirefox()) await reportFirefox();
}

/** A profile that holds this many pages, imported from a file and announced; returns its folder. */
async function profileWith(count: number): Promise<string> {
  const profile = join(folder, `profile-${count}`);
  const browser = await HeldBrowser.start(profile, extension);
  const settings = { relays: [relay.origin], announceAt: 'all', uploads: 'all' };
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
  await browser.comes(library, FIELD_SHOWN);
  await browser.chooseFile(library, file);
  await announced(count);
}

/** Resolves when the relay knows of this many pages. */
async function announced(count: number): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(relay.metricsUrl)).text();
    if (Number(/^mayfly_haves (\d+)/m.exec(metrics)?.[1]) === count) return;
    await sleep(100);
  }
}

/** The relay counts the announced pages. So each browser begins when the relay has forgotten the one before. */
async function reportFirefox(): Promise<void> {
  await announced(0);
  const library = join(folder, 'library.mayfly');
  const memory = { before: [] as number[], after: [] as number[] };
  for (let i = 0; i < MEMORY_RUNS; i++) {
    const held = { relay: relay.origin, announced: () => announced(pages) };
    const none = { ...held, library: undefined, announced: () => announced(0) };
    memory.before.push(await firefoxMemory(none));
    memory.after.push(await firefoxMemory({ ...held, library }));
    await announced(0);
  }
  tellMore("Firefox's process of the extension", memory.before, memory.after);
}

/** A browser that has just been started on a profile and has announced what it holds, with no page of it open. */
async function start(profile: string, count: number): Promise<HeldBrowser> {
  const browser = await HeldBrowser.start(profile, extension);
  if (count > 0) await announced(count);
  await sleep(2_000); // until the work of the start is done
  await browser.closePages();
  return browser;
}

/** By turns, as what follows. */
async function reportMemory(none: string, held: string): Promise<void> {
  const seen = { empty: [] as WorkerMemory[], full: [] as WorkerMemory[] };
  for (let i = 0; i < MEMORY_RUNS; i++) {
    seen.empty.push(await memoryOf(none, 0));
    seen.full.push(await memoryOf(held, pages));
  }
  tellMemory('heap', seen.empty, seen.full, 'heapBytes');
  tellMemory('process', seen.empty, seen.full, 'processBytes');
}

function tellMemory(
  what: string,
  empty: readonly WorkerMemory[],
  full: readonly WorkerMemory[],
  name: keyof WorkerMemory,
): void {
  const figures = (all: readonly WorkerMemory[]) => all.map((one) => one[name]);
  tellMore(`background's ${what}`, figures(empty), figures(full));
}

/** Of figures in bytes. */
function tellMore(title: string, empty: readonly number[], full: readonly number[]): void {
  const [before, after] = [median(empty) / MIB, median(full) / MIB];
  const more = `${(after - before).toFixed(1)} MiB more (reach: ≤ 30)`;
  console.log(
    `${title}: ${before.toFixed(1)} MiB with no page, ${after.toFixed(1)} MiB with ${pages}, ${more}`,
  );
}

async function memoryOf(profile: string, count: number): Promise<WorkerMemory> {
  const browser = await start(profile, count);
  try {
    return await browser.workerMemory();
  } finally {
    await browser.quit();
  }
}

/** By turns, so that a slow moment of the machine meets all. */
async function reportPaints(browser: HeldBrowser): Promise<void> {
  const awake = { floor: [] as Painted[], popup: [] as Painted[] };
  const asleep = { floor: [] as Painted[], popup: [] as Painted[] };
  for (let i = 0; i < runs; i++) {
    for (const [name, path] of [
      ['floor', FLOOR],
      ['popup', POPUP],
    ] as const) {
      await browser.showInPopup(path);
      awake[name].push(await opened(browser, path));
      await browser.endWorker();
      asleep[name].push(await opened(browser, path));
      const waking = await browser.open(POPUP); // the floor wakes nothing
      await announced(pages);
      await browser.close(waking);
    }
  }
  console.log('until it is painted, in ms:  least  median  p95');
  tell('empty page', awake.floor, 'usefulMs');
  tell('popup, anything', awake.popup, 'firstMs');
  tell('popup, field and pages', awake.popup, 'usefulMs');
  tell('empty page, background asleep', asleep.floor, 'usefulMs');
  tell('popup, anything', asleep.popup, 'firstMs');
  tell('popup, field and pages', asleep.popup, 'usefulMs');
}

/** Opens it as the popup, with a press of the extension's button. */
async function opened(browser: HeldBrowser, path: string): Promise<Painted> {
  const popup = await browser.pressButton(path);
  await sleep(PAINTED_MS);
  await browser.comes(popup, "'painted' in globalThis");
  const painted = await browser.evaluate<Painted>(popup, 'painted');
  await browser.close(popup);
  return painted;
}

function tell(title: string, all: readonly Painted[], name: keyof Painted): void {
  const figures = all.map((one) => one[name]);
  const [least, middle, most] = [Math.min(...figures), median(figures), p95(figures)].map((ms) =>
    String(Math.round(ms)),
  );
  console.log(`${title.padEnd(29)}${least?.padStart(5)}${middle?.padStart(8)}${most?.padStart(5)}`);
}
