/** Times a share in the extension, from the key that is pressed to the link on the clipboard. */
import type { Page } from 'playwright-core';
import { Browser } from '../../journeys/browser.ts';
import { median } from '../statistics.ts';
import { closeTab, seenAt, watch } from './watched.ts';

const SIZES = [
  ['1 KiB', 1024],
  ['16 MiB', 16 * 1024 * 1024],
] as const;
/** A longer content is shared as a file. */
const MOST_TEXT = 1024 * 1024;

export async function reportShares(relay: string, runs: number): Promise<void> {
  const browser = await Browser.open({ relay });
  await browser.context.addInitScript(watch, ' no text ');
  for (const [name, size] of SIZES) {
    const times: number[] = [];
    for (let run = 0; run < runs; run++) times.push(await share(browser, size, run));
    console.log(`share ${name}, key to link: ${median(times).toFixed(0)} ms`);
  }
  await browser.close();
}

/** Shares text from the popup; a content too long for the popup goes as a file from the page for composing. */
async function share(browser: Browser, size: number, run: number): Promise<number> {
  const isText = size < MOST_TEXT;
  const screen = await browser.extensionPage(isText ? 'popup.html' : 'compose.html');
  await screen.bringToFront();
  const content = `${run} `.padEnd(size, 'a page that is shared ');
  if (isText) await screen.locator('textarea').fill(content);
  else await choose(screen, Buffer.from(content));
  await screen.locator('button.button-primary').focus();
  const before = Date.now();
  await screen.keyboard.press('Control+Enter');
  const copied = await seenAt(screen, 'copiedAt');
  await closeTab(screen);
  return copied - before;
}

async function choose(screen: Page, buffer: Buffer): Promise<void> {
  const file = { name: 'shared.txt', mimeType: 'text/plain', buffer };
  await screen.locator('input[type=file]').setInputFiles(file);
  await screen.getByText(file.name).waitFor();
}
