/** The screens of an author of links that open a fixed number of times. */
import type { Page } from 'playwright-core';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const TEXT = 'The code for the door is 4711.';
const PEOPLE = 'Anna, Bob Blackwood';

export const ONCE_SHARING_SCREENS: readonly Screen[] = [
  { name: 'popup-once', open: async (stage) => await written(stage, 'popup.html') },
  {
    name: 'popup-once-shared',
    open: async (stage) => await shared(stage, await written(stage, 'popup.html')),
  },
  {
    name: 'compose-people',
    isMain: true,
    open: async (stage) => await forPeople(stage, await written(stage, 'compose.html')),
  },
  {
    name: 'compose-people-shared',
    open: async (stage) =>
      await shared(stage, await forPeople(stage, await written(stage, 'compose.html'))),
  },
  { name: 'library-once', open: unfolded },
  {
    name: 'viewer-once',
    open: async (stage) => {
      const library = await unfolded(stage);
      const href = await library.locator('[data-control="open"]').first().getAttribute('href');
      const viewer = await stage.visit(href ?? '');
      await viewer.locator('.viewer-once .once-link').first().waitFor();
      return viewer;
    },
  },
];

/** A text whose link opens once. */
async function written(stage: Stage, screen: string): Promise<Page> {
  const tab = await stage.browser.extensionPage(screen);
  await tab.locator('.compose-field').fill(TEXT);
  await tab.locator('.opens select').selectOption('once');
  return tab;
}

async function forPeople(stage: Stage, tab: Page): Promise<Page> {
  await tab.getByLabel(stage.says('once_eachPerson')).check();
  await tab.locator('.opens-people textarea').fill(PEOPLE);
  return tab;
}

async function shared(stage: Stage, tab: Page): Promise<Page> {
  await tab.getByRole('button', { name: stage.says('share_share'), exact: true }).click();
  await tab.locator('.outcome .once-link').first().waitFor();
  return tab;
}

/** The library, with the links of the page that was shared last. */
async function unfolded(stage: Stage): Promise<Page> {
  const compose = await forPeople(stage, await written(stage, 'compose.html'));
  await (await shared(stage, compose)).close();
  const library = await stage.browser.extensionPage('library.html');
  await library.locator('[data-control="unfold"]').first().click();
  await library.locator('.library-once .once-link').first().waitFor();
  return library;
}
