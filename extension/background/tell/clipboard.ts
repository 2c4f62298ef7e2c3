/** Writes the clipboard from the background: in Chromium through an offscreen document, as a worker has no clipboard. */
import { browser } from 'wxt/browser';
import { copyInDocument } from '../../browser/copy-in-document.ts';
import type { CopyRequest } from '../../browser/offscreen-copy.ts';

/** Resolves with `true` once `text` is on the clipboard. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (import.meta.env.BROWSER === 'firefox') return copyInDocument(text);
    return await copyOffscreen(text);
  } catch {
    return false; // the caller shows the link instead
  }
}

/** There is at most one offscreen document, so copies at the same time take turns. */
let turn: Promise<unknown> = Promise.resolve();

function copyOffscreen(text: string): Promise<boolean> {
  const copied = turn.then(async () => {
    await openOffscreen();
    try {
      const request: CopyRequest = { copyText: text };
      return (await browser.runtime.sendMessage(request)) === true;
    } finally {
      await browser.offscreen.closeDocument();
    }
  });
  turn = copied.catch(() => undefined); // the next copy starts afresh
  return copied;
}

async function openOffscreen(): Promise<void> {
  if (await browser.offscreen.hasDocument()) return; // left by a worker that was killed
  await browser.offscreen.createDocument({
    url: 'offscreen.html',
    reasons: ['CLIPBOARD'],
    justification: 'copies the link of a page that was just shared',
  });
}
