/**
 * Links that open once, read in a real Chromium: the time from the author's release of the key to the text on the screen,
 * and from there to the receipt in the author's record. Nothing like it can stand beside as a floor.
 */
import { Browser } from '../journeys/browser.ts';
import { OnceWriter } from '../support/once-peers.ts';
import { MARK, seenAt, watch } from './reading/watched.ts';
import type { Server } from './servers.ts';
import { median } from './statistics.ts';
import { type Figures, noMoreThan, type Workload } from './workload.ts';

const OPENINGS = 9;
const TEXT = `${MARK}. `.repeat(40);

export const once: Workload = {
  name: 'once',
  needsChromium: true,
  measures: {
    pressed: { title: 'a link that opens once, press of Open to the release', unit: 'ms' },
    shown: { title: '— release to the text on the screen', unit: 'ms' },
    received: {
      title: '— text on the screen to the author’s receipt',
      unit: 'ms',
      reach: noMoreThan(1_000),
    },
  },
  connections: 2,
  run: async (turn) => {
    const figures = await turn.on('relay', runOnce);
    return Object.fromEntries(
      Object.entries(figures).map(([name, relay]) => [name, { relay }] as const),
    );
  },
};

async function runOnce({ url }: Server): Promise<Figures> {
  const origin = new URL(url.replace('ws', 'http')).origin;
  const writer = new OnceWriter(origin);
  const browser = await Browser.open();
  try {
    await openOne(browser, writer); // the browser compiles the page's program
    const openings = [];
    for (let i = 0; i < OPENINGS; i++) openings.push(await openOne(browser, writer));
    return {
      pressed: median(openings.map(({ pressed }) => pressed)),
      shown: median(openings.map(({ shown }) => shown)),
      received: median(openings.map(({ received }) => received)),
    };
  } finally {
    await browser.close();
    writer.close();
  }
}

async function openOne(browser: Browser, writer: OnceWriter) {
  const { url } = await writer.write(TEXT);
  const tab = await browser.context.newPage();
  await tab.addInitScript(watch, MARK);
  await tab.goto(url);
  const open = tab.locator('.status-action:enabled');
  await open.waitFor();
  const pressedAt = Date.now();
  await open.click();
  const { at, receivedAt } = await writer.nextReceipt();
  const shownAt = await seenAt(tab, 'shownAt');
  await tab.close();
  return { pressed: at - pressedAt, shown: shownAt - at, received: receivedAt - shownAt };
}
