/** The page's end of the port over which it is photographed. */
import type { Browser, browser } from 'wxt/browser';
import { PageShots } from './page-shots.ts';
import { SHOTS_PORT, type ShotsOrder } from './shots.ts';

/** As both browsers name it. The script stays small without `wxt/browser`. */
declare const chrome: typeof browser;

/** Waits for the background, until the returned function is called. */
export function answerShots(): () => void {
  const { onConnect } = chrome.runtime;
  const ends: (() => void)[] = [];
  const answer = (port: Browser.runtime.Port) => {
    if (port.name === SHOTS_PORT) ends.push(photograph(port));
  };
  onConnect.addListener(answer);
  return () => {
    onConnect.removeListener(answer);
    // Two pictures at once would put the page back as the other had left it.
    for (const end of ends) end();
  };
}

/** The returned function ends it. */
function photograph(port: Browser.runtime.Port): () => void {
  const shots = new PageShots();
  port.onDisconnect.addListener(() => shots.putBack());
  port.onMessage.addListener((order) => {
    // Both ends are this extension.
    const answering = shots.answer(order as ShotsOrder);
    answering.then(
      (note) => port.postMessage(note),
      () => {
        shots.putBack(); // the page has something that we do not understand, or the background has gone
        port.disconnect();
      },
    );
  });
  return () => {
    shots.putBack();
    port.disconnect();
  };
}
