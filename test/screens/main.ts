/**
 * `npm run screenshots`: draws every screen in every state, light and dark, narrow and wide, in a language that is written
 * from the right and in one with long words, into `screenshots/`. It draws the main screens also in forced colours and
 * with much contrast. With `-- --readme` it draws the pictures of the README too.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { buildStale, ROOT } from '../../relay/build.ts';
import { type Look, lookAs, LOOKS, TRANSLATED_LOOKS, STARK_LOOKS } from './looks.ts';
import { type Screen, SCREENS } from './screens.ts';
import { Stage } from './stage.ts';

const FOLDER = join(ROOT, 'screenshots');

const README_FOLDER = join(ROOT, 'extension/screenshots');
const README_PICTURES: Readonly<Record<string, { width: number; height: number }>> = {
  popup: { width: 400, height: 600 },
  'popup-shared': { width: 400, height: 600 },
  viewer: { width: 1280, height: 800 },
};

const { values, positionals } = parseArgs({
  options: { readme: { type: 'boolean', default: false } },
  allowPositionals: true,
});

/** A language that is written from the right, and one with long words. */
const TRANSLATIONS = ['ar', 'de'];

buildStale();
await mkdir(FOLDER, { recursive: true });
await inLanguage(undefined, ({ isMain }) => (isMain ? [...LOOKS, ...STARK_LOOKS] : LOOKS));
for (const language of TRANSLATIONS) await inLanguage(language, () => TRANSLATED_LOOKS);

async function inLanguage(
  language: string | undefined,
  looksOf: (screen: Screen) => readonly Look[],
): Promise<void> {
  const stage = await Stage.open(language);
  try {
    for (const screen of SCREENS.filter(isAskedFor)) {
      const tab = await screen.open(stage);
      if (values.readme && language === undefined) await pictureForReadme(tab, screen.name);
      const name = [screen.name, language].filter(Boolean).join('-');
      for (const look of looksOf(screen)) await picture(tab, name, look);
      await tab.close();
      console.log(name);
    }
  } finally {
    await stage.close();
  }
}

async function picture(tab: Page, name: string, look: Look): Promise<void> {
  await lookAs(tab, look);
  await tab.screenshot({ path: join(FOLDER, `${name}-${look.name}.png`) });
}

async function pictureForReadme(tab: Page, name: string): Promise<void> {
  const size = README_PICTURES[name];
  if (!size) return;
  await tab.setViewportSize(size);
  await tab.screenshot({ path: join(README_FOLDER, `${name}.png`) });
}

/** All, or those whose names start as one of the arguments says. */
function isAskedFor({ name }: { readonly name: string }): boolean {
  return positionals.length === 0 || positionals.some((start) => name.startsWith(start));
}
