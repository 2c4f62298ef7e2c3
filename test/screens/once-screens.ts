/** The screens of a reader of a link that opens once. */
import type { Page } from 'playwright-core';
import type { PlainKey } from '../../relay/words/language.ts';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

const TEXT = 'Meet me at nine, at the old bridge.\n\nBring a lamp.\n';
const CAPABILITY = 'A'.repeat(43);

export const ONCE_SCREENS: readonly Screen[] = [
  { name: 'once-ready', isMain: true, open: async (stage) => await readyToOpen(stage, TEXT) },
  { name: 'once-open', isMain: true, open: opened },
  {
    name: 'once-opened-before',
    open: async (stage) => {
      const tab = await opened(stage);
      tab.once('dialog', (dialog) => void dialog.accept()); // the browser asks before the page goes
      await tab.reload();
      await said(tab, stage, 'once_leftTitle');
      return tab;
    },
  },
  {
    name: 'once-used-up',
    open: async (stage) => {
      const tab = await pressAt(stage, await stage.usedLink(TEXT));
      await said(tab, stage, 'once_spentTitle');
      return tab;
    },
  },
  {
    name: 'once-waiting',
    open: async (stage) => {
      const tab = await stage.visit(`${stage.lostLink()}#b=${CAPABILITY}`);
      await said(tab, stage, 'once_away');
      return tab;
    },
  },
  {
    name: 'once-cut-off',
    open: async (stage) => {
      const tab = await stage.visit(`${stage.lostLink()}#b=${CAPABILITY.slice(9)}`);
      await said(tab, stage, 'once_cutOff');
      return tab;
    },
  },
];

async function readyToOpen(stage: Stage, text: string): Promise<Page> {
  const tab = await stage.visit(await stage.onceLink(text));
  await tab.locator('.status-action:enabled').waitFor();
  return tab;
}

async function opened(stage: Stage): Promise<Page> {
  const tab = await pressAt(stage, await stage.onceLink(TEXT));
  await tab.getByText('Bring a lamp.').waitFor();
  return tab;
}

async function pressAt(stage: Stage, link: string): Promise<Page> {
  const tab = await stage.visit(link);
  await tab.getByRole('button', { name: stage.says('once_open'), exact: true }).click();
  return tab;
}

async function said(tab: Page, stage: Stage, key: PlainKey): Promise<void> {
  await tab.getByText(stage.says(key)).first().waitFor();
}
