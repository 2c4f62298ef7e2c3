/** The screens of somebody with a keeper. */
import type { Screen } from './screens.ts';

/** After those without a keeper: it stays. */
export const KEEPER_SCREENS: readonly Screen[] = [
  {
    name: 'options-keeper',
    isMain: true,
    open: async (stage) => {
      const tab = await stage.addKeeper();
      await tab.locator('#keepers-title').scrollIntoViewIfNeeded();
      return tab;
    },
  },
  {
    name: 'options-keeper-removed',
    open: async (stage) => {
      const tab = await stage.addKeeper();
      await tab.locator('.keeper [data-act="remove"]').click();
      await tab.locator('dialog').waitFor();
      return tab;
    },
  },
  {
    name: 'compose-keeper',
    open: async (stage) => {
      await (await stage.addKeeper()).close();
      const tab = await stage.browser.extensionPage('compose.html');
      await tab.locator('.compose-field').fill('The code for the door is 4711.');
      await tab.locator('.home-switch').waitFor();
      return tab;
    },
  },
  {
    name: 'popup-keeper',
    open: async (stage) => {
      await (await stage.addKeeper()).close();
      const tab = await stage.browser.extensionPage('popup.html');
      await tab.locator('.compose-field').fill('The code for the door is 4711.');
      await tab.locator('.home-switch').waitFor();
      return tab;
    },
  },
  {
    name: 'popup-keeper-shared',
    open: async (stage) => {
      await (await stage.addKeeper()).close();
      const tab = await stage.browser.extensionPage('popup.html');
      await tab.locator('.compose-field').fill('The code for the gate is 4712.');
      await tab.getByRole('button', { name: stage.says('share_share'), exact: true }).click();
      await tab.getByText(stage.says('share_isHome')).waitFor();
      return tab;
    },
  },
  {
    name: 'library-keeper',
    open: async (stage) => {
      await (await stage.addKeeper()).close();
      const tab = await stage.browser.extensionPage('library.html');
      await tab.getByText(stage.says('page_keptBy').replace('{name}', 'Attic')).first().waitFor();
      return tab;
    },
  },
];
