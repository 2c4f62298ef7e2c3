/**
 * `npm run screenshots`: every screen in every state, light and dark, narrow and wide, into `screenshots/`; with
 * `-- --readme` also the pictures of the README.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, ROOT } from '../../relay/build.ts';
import { lookAs, LOOKS } from './looks.ts';
import { SCREENS } from './screens.ts';
import { Stage } from './stage.ts';

const FOLDER = join(ROOT, 'screenshots');

const README_FOLDER = join(ROOT, 'extension/screenshots');
const README_PICTURES: Readonly<Record<string, { width: number; height: number }>> = {
  popup: { width: 400, height: 600 },
  viewer: { width: 1280, height: 800 },
};

const { values, positionals } = parseArgs({
  options: { readme: { type: 'boolean', default: false } },
  allowPositionals: true,
});

buildStale();
await mkdir(FOLDER, { recursive: true });
const stage = await Stage.open();
try {
  for (const { name, open } of SCREENS.filter(isAskedFor)) {
    const tab = await open(stage);
    const size = values.readme && README_PICTURES[name];
    if (size) {
      await tab.setViewportSize(size);
      await tab.screenshot({ path: join(README_FOLDER, `${name}.png`) });
    }
    for (const look of LOOKS) {
      await lookAs(tab, look);
      const path = join(FOLDER, `${name}-${look.colorScheme}-${look.width}.png`);
      await tab.screenshot({ path });
    }
    await tab.close();
    console.log(name);
  }
} finally {
  await stage.close();
}

/** All, or those whose names start as one of the arguments says. */
function isAskedFor({ name }: { readonly name: string }): boolean {
  return positionals.length === 0 || positionals.some((start) => name.startsWith(start));
}
