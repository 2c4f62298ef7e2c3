/** The screens of several files, and how a person gets there. */
import type { Page } from 'playwright-core';
import type { BundleFile } from '@mayfly/relay/client';
import { BUNDLE_TYPE } from '@mayfly/relay/client';
import { coloured } from '../view/pictures.ts';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const MIB = 1024 * 1024;
const TEXT = 'Mayflies live for a day.\n\nThey dance over the water in the evening.\n';

const fileOf = (path: string, type: string, content: BlobPart): BundleFile => ({
  path,
  type,
  content: new Blob([content]),
});

const THREE = [
  fileOf('A walk by the river.md', 'text/markdown', '# A walk by the river\n'),
  fileOf('river.png', 'image/png', coloured(400, 240, [12, 107, 100])),
  fileOf('تقرير المساء.txt', 'text/plain', TEXT),
];

const THOUSAND = Array.from({ length: 1_000 }, (_, i) =>
  fileOf(`Photos/Day ${1 + (i % 20)}/note ${i}.txt`, 'text/plain', `${i}`),
);

const PICTURES = Array.from({ length: 24 }, (_, i) =>
  fileOf(
    `evening ${i + 1}.png`,
    'image/png',
    coloured(300 + 20 * (i % 5), 300 - 10 * i, [(i * 37) % 256, 107, (i * 71) % 256]),
  ),
);

/** Of 40 MiB. */
const LARGE = [
  fileOf('A film of the river.mkv', 'video/x-matroska', new Uint8Array(39 * MIB)),
  fileOf('notes.txt', 'text/plain', TEXT),
];

export const FILES_SCREENS: readonly Screen[] = [
  { name: 'viewer-files', isMain: true, open: (stage) => listed(stage, THREE) },
  {
    name: 'viewer-files-tree',
    open: async (stage) => {
      const tab = await listed(stage, THOUSAND, 'Photos');
      await tab.getByText('Day 2', { exact: true }).click();
      return tab;
    },
  },
  {
    name: 'viewer-files-gallery',
    open: async (stage) => {
      const tab = await visitFiles(stage, PICTURES, 'Evenings');
      await tab.locator('img.files-thumbnail').nth(7).waitFor();
      return tab;
    },
  },
  {
    name: 'viewer-files-picture',
    open: async (stage) => {
      const tab = await visitFiles(stage, PICTURES, 'Evenings');
      await tab.locator('.files-cell').nth(2).click();
      await tab.locator('.content-image-picture:not([hidden])').waitFor();
      return tab;
    },
  },
  {
    name: 'viewer-files-text',
    isMain: true,
    open: async (stage) => {
      const tab = await listed(stage, THREE);
      await tab.locator('.files-row', { hasText: '.txt' }).click();
      await tab.locator('.content-text').getByText('Mayflies').waitFor();
      return tab;
    },
  },
  {
    name: 'viewer-files-half',
    isMain: true,
    open: async (stage) => {
      const tab = await visitFiles(stage, LARGE, 'River', 5);
      await tab.getByRole('button', { name: /^[^(]+\(/ }).click();
      await tab.getByText(stage.says('files_nobody')).waitFor();
      await tab.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 2e7);
      return tab;
    },
  },
  {
    name: 'viewer-files-saving',
    open: async (stage) => {
      const tab = await visitFiles(stage, LARGE, 'River');
      // As in a browser that has no dialog for a folder.
      await tab.evaluate(() => Object.assign(globalThis, { showDirectoryPicker: undefined }));
      await tab.getByRole('button', { name: stage.says('files_saveAll') }).click();
      await tab.getByText(stage.says('files_asZip')).waitFor();
      return tab;
    },
  },
  {
    name: 'viewer-files-refused',
    open: async (stage) => {
      const link = await stage.link({ source: '{"version":1}', mediaType: BUNDLE_TYPE });
      const tab = await stage.visit(link);
      await tab.getByText(stage.says('files_refused')).waitFor();
      return tab;
    },
  },
];

async function listed(stage: Stage, files: readonly BundleFile[], name = '3 files'): Promise<Page> {
  const tab = await visitFiles(stage, files, name);
  await tab.locator('.files-row').first().waitFor();
  await tab.locator('.files-held').waitFor({ state: 'detached' });
  return tab;
}

/** Somebody has the first `held` parts; all of them if left out. */
async function visitFiles(
  stage: Stage,
  files: readonly BundleFile[],
  name: string,
  held = Infinity,
): Promise<Page> {
  const tab = await stage.visit(await stage.bundleLink(files, name, held));
  await tab.locator('.files').waitFor();
  return tab;
}
