/** The screens on which somebody chooses and shares several files. */
import type { Page } from 'playwright-core';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

interface Picked {
  readonly name: string;
  readonly bytes: number;
}

const MEGABYTE = 1_000_000;

const picked = (name: string, bytes: number): Picked => ({ name, bytes });

const THREE = [
  picked('A walk by the river.mp4', 38 * MEGABYTE),
  picked('notes.txt', 1_200),
  picked('river.jpg', 3.1 * MEGABYTE),
];
const THOUSAND = Array.from({ length: 1_000 }, (_, i) => picked(`photo ${1_000 + i}.jpg`, 10 * i));
const TROUBLED = [
  ...THREE,
  picked('lost.txt', 20),
  picked('con.txt', 30),
  picked(`${'a very long name '.repeat(8)}.txt`, 40),
];

export const CHOOSING_SCREENS: readonly Screen[] = [
  { name: 'choosing-three', open: (stage) => choosing(stage, THREE) },
  { name: 'choosing-thousand', open: (stage) => choosing(stage, THOUSAND) },
  {
    name: 'choosing-problem',
    open: async (stage) => {
      const tab = await choosing(stage, TROUBLED, loseFile);
      await tab.locator('.chosen-problem[data-kind=problem]').waitFor();
      await share(tab, stage);
      await tab.locator('.compose-problem[role=alert]:not(:empty)').waitFor();
      return tab;
    },
  },
  { name: 'choosing-progress', open: halfShared },
  {
    name: 'choosing-shared',
    open: async (stage) => {
      const tab = await choosing(stage, THREE);
      await share(tab, stage);
      await tab.locator('.outcome-link').waitFor();
      return tab;
    },
  },
  {
    name: 'choosing-interrupted',
    open: async (stage) => {
      await (await halfShared(stage)).close();
      const tab = await stage.browser.extensionPage('compose.html');
      await tab.locator('.interrupted-row').first().waitFor();
      return tab;
    },
  },
];

async function choosing(
  stage: Stage,
  files: readonly Picked[],
  prepare: () => void = () => {},
): Promise<Page> {
  const tab = await stage.browser.extensionPage('compose.html');
  await tab.evaluate(prepare);
  const picking = tab.waitForEvent('filechooser');
  await tab.getByText(stage.says('view_chooseFiles')).click();
  const paths = files.map(({ name, bytes }) => stage.file(name, bytes));
  await (await picking).setFiles(await Promise.all(paths));
  await tab.locator('.chosen-row').first().waitFor();
  return tab;
}

async function share(tab: Page, stage: Stage): Promise<void> {
  await tab.getByRole('button', { name: stage.says('share_share'), exact: true }).click();
}

/** A share that stands still after some parts. */
async function halfShared(stage: Stage): Promise<Page> {
  const tab = await choosing(stage, THREE, standStill);
  await share(tab, stage);
  await tab.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 20e6);
  return tab;
}

/** Runs in the tab: the worker does not hear of the later parts. */
function standStill(): void {
  const post = Reflect.get(Worker.prototype, 'postMessage');
  let count = 0;
  Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
    count += 1;
    if (count < 6) Reflect.apply(post, this, message);
  };
}

/** Runs in the tab: this file cannot be read. */
function loseFile(): void {
  const slice = Reflect.get(Blob.prototype, 'slice');
  Blob.prototype.slice = function (this: Blob, ...range: unknown[]) {
    const part: Blob = Reflect.apply(slice, this, range);
    const isLost = this instanceof File && this.name === 'lost.txt';
    return isLost ? Object.assign(part, { arrayBuffer: () => Promise.reject(new Error()) }) : part;
  };
}
