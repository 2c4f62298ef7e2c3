/**
 * `npm run bench:reading [-- --runs N]`: measures in a real Chromium how long a reader waits from the click on a link to the
 * text on the screen. It opens the relay's web page (cold and warm, on loopback and on a slow network) and the extension's
 * viewer, each beside a static page of the same text. It also counts the bytes that travel, and times a share from the key
 * to the link.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildStale } from '../../../relay/build.ts';
import { createClient, relayUrl, seal } from '../../../relay/client/index.ts';
import { addressOf } from '../../../relay/client/verify.ts';
import { formatLink } from '../../../relay/protocol/link.ts';
import { Browser } from '../../journeys/browser.ts';
import { RelayProcess } from '../../journeys/relay.ts';
import { MemoryPages } from '../../support/wire.ts';
import { median } from '../statistics.ts';
import { reportShares } from './shares.ts';
import { FAST, SLOW, SlowLink, type LinkShape } from './slow-link.ts';
import { StaticPage } from './static-page.ts';
import { closeTab, MARK, seenAt, watch } from './watched.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });
const runs = Number(values.runs);

const KIB = 1024;
const MIB = KIB * KIB;

buildStale();
const [load = 0] = loadavg();
if (load > 0.5) console.log(`Others use this machine (load ${load.toFixed(1)}).`);
const relay = await RelayProcess.start();
const held = new MemoryPages();
const client = createClient({ url: relayUrl(relay.origin), pages: held });
const small = textOf(KIB);
const staticPage = await StaticPage.serve(small);
try {
  const path = await hold(small);
  for (const [name, shape] of [['loopback', FAST] as const, ['slow network', SLOW] as const]) {
    await reportReading(name, shape, path);
  }
  await reportLarge(await hold(textOf(MIB)));
  await reportViewer(path);
  await reportShares(relay.origin, runs);
} finally {
  client.close();
  staticPage.close();
  await relay.stop();
}

/** Makes prose that compresses as prose does: the words repeat, the sentences do not. */
function textOf(length: number): string {
  const words =
    'river light wing water stone morning summer dance evening short still bright'.split(' ');
  let text = `${MARK}.`;
  for (let n = 1; text.length < length; n = (n * 48_271) % 2_147_483_647) {
    text += ` ${words[n % words.length]}${n % 7 === 0 ? `, ${n % 1_000}.` : ''}`;
  }
  return text.slice(0, length);
}

/** Holds the text as a sealed page; returns what follows a relay's origin in its link. */
async function hold(text: string): Promise<string> {
  const { bytes, key } = await seal(new TextEncoder().encode(text));
  const address = await addressOf(bytes);
  held.add({ address, bytes: Buffer.from(bytes) });
  client.have(address);
  await client.settled();
  const { origin } = relay;
  return formatLink({ relay: origin, address, key, relays: [] }).slice(origin.length);
}

async function reportReading(name: string, shape: LinkShape, path: string): Promise<void> {
  const links = { page: new SlowLink(Number(new URL(relay.origin).port), shape) };
  const floor = new SlowLink(staticPage.port, shape);
  const pageUrl = `http://localhost:${await links.page.listen()}${path}`;
  const floorUrl = `http://localhost:${await floor.listen()}/`;
  const cold = { page: [] as number[], floor: [] as number[] };
  const warm = { page: [] as number[], floor: [] as number[] };
  const travelled: number[] = [];
  for (let run = 0; run < runs; run++) {
    const browser = await Browser.open();
    await browser.context.addInitScript(watch, MARK);
    await closeTab(await browser.visit('about:blank')); // the browser itself has started
    const first = [['floor', floorUrl] as const, ['page', pageUrl] as const];
    for (const [which, url] of run % 2 === 0 ? first : first.toReversed()) {
      links.page.takeDownBytes();
      cold[which].push(await open(browser, url));
      if (which === 'page') travelled.push(links.page.takeDownBytes());
      for (let i = 0; i < 2; i++) warm[which].push(await open(browser, url));
    }
    await browser.close();
  }
  tell(`${name}, cold`, cold.page, cold.floor, name === 'loopback' ? '≤ 2.1 ×' : '≤ 2.4 ×');
  tell(`${name}, warm`, warm.page, warm.floor);
  console.log(`  travelled, cold: ${(median(travelled) / 1_000).toFixed(1)} KB (reach ≤ 60 KB)`);
  links.page.close();
  floor.close();
}

async function reportLarge(path: string): Promise<void> {
  const link = new SlowLink(Number(new URL(relay.origin).port), FAST);
  const url = `http://localhost:${await link.listen()}`;
  const browser = await Browser.open();
  await browser.context.addInitScript(watch, MARK);
  await open(browser, `${url}${await hold(small)}`);
  link.takeDownBytes();
  await open(browser, `${url}${path}`);
  const share = link.takeDownBytes() / MIB;
  console.log(`1 MiB of text, warm: ${share.toFixed(3)} × its bytes travelled (reach ≤ 1.05 ×)`);
  await browser.close();
  link.close();
}

async function reportViewer(path: string): Promise<void> {
  const browser = await Browser.open({ relay: relay.origin });
  await browser.context.addInitScript(watch, MARK);
  const viewer: number[] = [];
  const floor: number[] = [];
  await open(browser, `${relay.origin}${await hold(small)}`);
  for (let run = 0; run < runs; run++) {
    viewer.push(await open(browser, `${relay.origin}${await hold(small)}`));
    floor.push(await open(browser, `http://localhost:${staticPage.port}/`));
  }
  await open(browser, `${relay.origin}${path}`);
  tell("the extension's viewer", viewer, floor);
  await browser.close();
}

/** Milliseconds from the click to the painted text. */
async function open(browser: Browser, url: string): Promise<number> {
  const page = await browser.context.newPage();
  const before = Date.now();
  await page.goto(url, { waitUntil: 'commit' }).catch(() => {}); // the viewer takes links over
  const shown = await seenAt(page, 'shownAt');
  await closeTab(page);
  return shown - before;
}

function tell(what: string, page: readonly number[], floor: readonly number[], reach = ''): void {
  const ratio = median(page) / median(floor);
  const figures = `${median(page).toFixed(0)} ms, a static page ${median(floor).toFixed(0)} ms`;
  console.log(`${what}: ${figures}: ${ratio.toFixed(2)} × ${reach && `(reach ${reach})`}`);
}
