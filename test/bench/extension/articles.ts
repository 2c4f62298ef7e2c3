/**
 * The time in which the article of a page is read with its pictures, and its size, over all made pages with an article.
 * Beside it a floor: the whole markup of the same page, fetched by the extension in the same way.
 */
import { FIXTURES } from '../../articles/pages.ts';
import { chromiumReader } from '../../articles/chromium-reader.ts';
import { firefoxReader } from '../../articles/firefox-reader.ts';
import { type ArticleReader, type Floor, OPTIONS } from '../../articles/reading.ts';
import { DOMAIN, Site } from '../../articles/site.ts';
import { Browser } from '../../journeys/browser.ts';
import { Firefox } from '../../journeys/firefox.ts';
import { findFirefox } from '../../support/firefox.ts';
import { median } from '../statistics.ts';

const MIB = 1024 * 1024;

interface Measured {
  readonly ms: number;
  readonly bytes: number;
  readonly floor: Floor;
}

/** Prints a row for each browser. `relay`: the origin of one that runs. */
export async function reportArticles(relay: string): Promise<void> {
  const site = await Site.open(FIXTURES);
  console.log(`articles of ${FIXTURES.length} pages, with pictures (median, worst):`);
  try {
    const chromium = await Browser.open({ relay, foreignName: `*.${DOMAIN}` });
    tell('Chromium', await measured(site, await chromiumReader(chromium)));
    await chromium.close();
    if (!findFirefox()) return;
    const firefox = await Firefox.open({ relay });
    tell('Firefox', await measured(site, await firefoxReader(firefox)));
    await firefox.close();
  } finally {
    site.close();
  }
}

async function measured(site: Site, reader: ArticleReader): Promise<readonly Measured[]> {
  const all: Measured[] = [];
  for (const fixture of FIXTURES) {
    await reader.visit(site.addressOf(fixture));
    const floor = await reader.floor();
    const { answer, ms } = await reader.read(OPTIONS);
    const html = answer.state === 'read' ? answer.page.html : '';
    all.push({ ms, bytes: Buffer.byteLength(html), floor });
  }
  return all;
}

function tell(browser: string, all: readonly Measured[]): void {
  const pair = (figures: readonly number[], digits = 0) =>
    `${median(figures).toFixed(digits)}, ${Math.max(...figures).toFixed(digits)}`;
  const ms = pair(all.map((one) => one.ms));
  const floor = pair(all.map((one) => one.floor.ms));
  const size = pair(
    all.map(({ bytes }) => bytes / MIB),
    2,
  );
  console.log(`${browser.padEnd(9)} ${ms} ms (whole markup: ${floor} ms; reach: median ≤ 3000)`);
  console.log(`${''.padEnd(9)} ${size} MiB (reach: median ≤ 8)`);
}
