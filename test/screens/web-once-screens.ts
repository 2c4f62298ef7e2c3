/** The screens on which somebody shares a page by links that open once in a tab of the web page, and opens one there. */
import type { Page } from 'playwright-core';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const TEXT = 'The code of the door is 4711.\n';

export const WEB_ONCE_SCREENS: readonly Screen[] = [
  {
    name: 'web-once-choice',
    open: async (stage) => {
      const tab = await choosing(stage, 'several');
      await tab.getByLabel(stage.says('once_eachPerson')).check();
      await tab.getByLabel(stage.says('once_people')).fill('Anna, Ben');
      return tab;
    },
  },
  { name: 'web-once-made', isMain: true, open: async (stage) => await sharing(stage) },
  {
    name: 'web-once-used-up',
    open: async (stage) => {
      const author = await sharing(stage);
      await (await opening(stage, author)).close();
      await author.getByText(stage.says('once_tabOver')).waitFor();
      return author;
    },
  },
  {
    name: 'web-once-opened',
    open: async (stage) => {
      const author = await sharing(stage);
      const tab = await opening(stage, author);
      await author.close();
      return tab;
    },
  },
];

async function choosing(stage: Stage, times: 'once' | 'several'): Promise<Page> {
  const tab = await stage.visit(stage.webPage);
  await tab.getByLabel(stage.says('view_yourPage')).fill(TEXT);
  await tab.getByRole('combobox', { name: stage.says('once_opens') }).selectOption(times);
  return tab;
}

/** The tab of an author who has just shared a page. */
async function sharing(stage: Stage): Promise<Page> {
  const tab = await choosing(stage, 'once');
  await tab.getByRole('button', { name: stage.says('view_create') }).click();
  await tab.getByText(stage.says('web_madeCopied')).waitFor();
  await tab.getByText(TEXT.trim()).waitFor();
  return tab;
}

/** The link that the author's tab has copied. */
async function linkOf(author: Page): Promise<string> {
  return await author.evaluate(() => navigator.clipboard.readText());
}

/** A reader's tab with the page open. */
async function opening(stage: Stage, author: Page): Promise<Page> {
  const tab = await stage.visit(await linkOf(author));
  await tab.getByRole('button', { name: stage.says('once_open'), exact: true }).click();
  await tab.getByText(TEXT.trim()).waitFor();
  return tab;
}
