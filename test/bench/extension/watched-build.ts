/**
 * The built extension beside a floor: a page that shows a line and does nothing. Both begin with a script that records
 * when the browser painted the awaited elements, by the browser's own account (the Element Timing API).
 */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXTENSION } from '../../../relay/build.ts';

export const POPUP = '/popup.html';
export const FLOOR = '/floor.html';

/** When something was first painted, in milliseconds since the navigation began. */
export interface Painted {
  /** Anything at all. */
  readonly firstMs: number;
  /** All awaited elements. */
  readonly usefulMs: number;
}

/**
 * The awaited parts of the popup: the field to write in, and the list of held pages below it. The floor's is its line.
 */
const SCRIPT = `
const waited = new Set(document.querySelector('#floor') ? ['floor'] : ['field', 'list']);
const found = {
  field: () => document.querySelector('textarea') && document.querySelector('.at-hand-name'),
  list: () => document.querySelector('.recent-page') && document.querySelector('.popup-main > .fold > summary'),
};
let usefulMs = 0;
globalThis.painted = new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const { identifier, renderTime } of list.getEntries()) {
      waited.delete(identifier);
      usefulMs = Math.max(usefulMs, renderTime);
    }
    if (waited.size > 0) return;
    const [first] = performance.getEntriesByName('first-contentful-paint');
    resolve({ firstMs: first?.startTime ?? usefulMs, usefulMs });
  }).observe({ type: 'element', buffered: true });
});
new MutationObserver(() => {
  for (const name of waited) found[name]?.()?.setAttribute('elementtiming', name);
}).observe(document, { childList: true, subtree: true });
`;

const FLOOR_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Floor</title>
    <script defer src="/watch.js"></script>
  </head>
  <body>
    <p id="floor" elementtiming="floor">Nothing to show.</p>
  </body>
</html>
`;

/** Copies the built extension into `folder`. */
export async function copyWatched(folder: string): Promise<void> {
  await cp(EXTENSION.chromium, folder, { recursive: true });
  const popup = join(folder, POPUP);
  const page = await readFile(popup, 'utf8');
  // Deferred scripts run in turn, and keep nothing else waiting.
  const watch = '<script defer src="/watch.js"></script>';
  await writeFile(popup, page.replace('<script', `${watch}\n    <script`));
  await writeFile(join(folder, FLOOR), FLOOR_PAGE);
  await writeFile(join(folder, 'watch.js'), SCRIPT);
}
