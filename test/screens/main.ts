/** `npm run screenshots`: every screen in every state, light and dark, narrow and wide, into `screenshots/`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildStale, ROOT } from '../../relay/build.ts';
import { lookAs, LOOKS } from './looks.ts';
import { SCREENS } from './screens.ts';
import { Stage } from './stage.ts';

const FOLDER = join(ROOT, 'screenshots');

buildStale();
await mkdir(FOLDER, { recursive: true });
const stage = await Stage.open();
try {
  for (const { name, open } of SCREENS.filter(isAskedFor)) {
    const tab = await open(stage);
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
  const starts = process.argv.slice(2);
  return starts.length === 0 || starts.some((start) => name.startsWith(start));
}
