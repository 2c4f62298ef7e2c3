/** Every screen in every state, and how a person gets there. */
import type { Page } from 'playwright-core';
import type { browser as webExtension } from 'wxt/browser';
import type { PlainKey } from '../../relay/words/language.ts';
import { encodedAs } from '../view/legacy-text.ts';
import { FILES_SCREENS } from './files-screens.ts';
import { ONCE_SCREENS } from './once-screens.ts';
import { KEEPER_SCREENS } from './keeper-screens.ts';
import { ONCE_SHARING_SCREENS } from './once-sharing-screens.ts';
import { SHARE_PAGE_SCREENS } from './share-page-screens.ts';
import { CHOOSING_SCREENS } from './choosing-screens.ts';
import { WEB_ONCE_SCREENS } from './web-once-screens.ts';
import { type Stage, type Text, viewerOf } from './stage.ts';

/** In the popup, where `answerTabQueries` runs. */
declare const chrome: typeof webExtension;

export interface Screen {
  /** Names its picture. */
  readonly name: string;
  readonly open: (stage: Stage) => Promise<Page>;
  /** A main screen, which has the parts of all others, and is drawn in more looks. */
  readonly isMain?: boolean;
}

const MARKDOWN = `# A walk by the river

Mayflies live for a day. They *dance* over the water in the evening, and are gone by morning.

- [x] Bring a coat
- [ ] Bring a lamp

| Where | When |
| --- | --- |
| The old bridge | 19:30 |
| The mill | 21:00 |

> Nothing is kept, and nothing is lost.

\`\`\`js
const evening = await river.at('dusk');
\`\`\`
`;

const HTML =
  '<h1>Notes</h1><p>A page with its own <b>formatting</b> and a <a href="https://example.org/">link</a>.</p><ul><li>one<li>two</ul>';

const CODE = `/** How long a mayfly lives, in hours. */
export function lifetime(species: string): number {
  switch (species) {
    case 'Ephemera danica':
      return 48;
    default:
      return 24; // most of them
  }
}
`;

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240"><rect width="400" height="240" fill="#0c6b64"/><circle cx="290" cy="80" r="36" fill="#f0c673"/><path d="M0 190q100-40 200 0t200 0v50H0z" fill="#08534e"/></svg>';

const IMAGE = { source: PICTURE, mediaType: 'image/svg+xml', fileName: 'river.svg' };
const FILE = { source: 'PK\u0003\u0004', mediaType: 'application/zip', fileName: 'river.zip' };
const TEXT = 'Hello, reader.\n\nThis page lives as long as somebody holds it.\n';
const RUSSIAN = encodedAs(
  'koi8-u',
  'Подёнки живут один день.\nВечером они танцуют над водой, а утром их уже нет.\n',
);
const DRAFT = 'The last train leaves at 23:40 from platform 2.';
const WRONG_KEY = 'A'.repeat(43);

const shown = (tab: Page, text: string) => tab.getByText(text).first().waitFor();

const PAGE_SCREENS: readonly Screen[] = [
  { name: 'web-empty', open: (stage) => composing(stage, '') },
  {
    name: 'web-preview',
    open: async (stage) => {
      const tab = await composing(stage, MARKDOWN);
      await tab.getByLabel('Markdown', { exact: true }).check();
      await tab.getByRole('button', { name: stage.says('view_preview') }).click();
      await tab.frameLocator('iframe').getByRole('heading').first().waitFor();
      return tab;
    },
  },
  {
    name: 'web-made',
    isMain: true,
    open: async (stage) => {
      const tab = await composing(stage, TEXT);
      await tab.getByRole('button', { name: stage.says('view_create') }).click();
      await shown(tab, stage.says('web_madeCopied'));
      return tab;
    },
  },
  { name: 'web-written', isMain: true, open: (stage) => composing(stage, MARKDOWN) },
  {
    name: 'web-nothing-to-share',
    open: async (stage) => {
      const tab = await composing(stage, '');
      await tab.getByRole('button', { name: stage.says('view_create') }).click();
      await shown(tab, stage.says('view_nothingWritten'));
      return tab;
    },
  },
  { name: 'web-large-file', open: largeFile },
  {
    name: 'web-nobody-there',
    open: async (stage) => await readUntil(stage, stage.lostLink(), 'view_absentTitle'),
  },
  {
    name: 'web-looking',
    open: async (stage) => await readUntil(stage, await stage.silentLink(), 'view_lookingTitle'),
  },
  {
    name: 'web-corrupt',
    open: async (stage) => await readUntil(stage, await stage.wrongLink(), 'view_cameWrong'),
  },
  {
    name: 'web-loading',
    isMain: true,
    open: async (stage) => {
      const tab = await stage.read(await stage.stalledLink());
      await tab.locator('progress').waitFor();
      return tab;
    },
  },
  {
    name: 'web-text',
    open: async (stage) =>
      await readText(stage, { source: TEXT, mediaType: 'text/plain' }, 'Hello, reader.'),
  },
  {
    name: 'web-encoding-guessed',
    open: async (stage) => {
      const page = { source: RUSSIAN, mediaType: 'text/plain', fileName: 'mayflies.txt' };
      return await readText(stage, page, 'Подёнки');
    },
  },
  { name: 'web-markdown', open: (stage) => framed(stage, MARKDOWN, 'text/markdown') },
  { name: 'web-html', open: (stage) => framed(stage, HTML, 'text/html') },
  {
    name: 'web-code',
    isMain: true,
    open: async (stage) => {
      const page = { source: CODE, mediaType: 'text/plain', fileName: 'mayfly.ts' };
      return await readText(stage, page, 'lifetime');
    },
  },
  {
    name: 'web-image',
    open: async (stage) => {
      const tab = await stage.read(await stage.link(IMAGE));
      await tab.locator('.content-image-picture:not([hidden])').waitFor();
      return tab;
    },
  },
  {
    name: 'web-file',
    open: async (stage) => await readUntil(stage, await stage.link(FILE), 'view_saveFile'),
  },
  {
    name: 'web-missing-key',
    open: async (stage) => await readUntil(stage, await stage.lockedLink(TEXT), 'view_noKeyTitle'),
  },
  {
    name: 'web-damaged-key',
    open: async (stage) =>
      await readUntil(stage, `${await stage.lockedLink(TEXT)}#k=cut`, 'view_badKeyTitle'),
  },
  {
    name: 'web-wrong-key',
    open: async (stage) =>
      await readUntil(
        stage,
        `${await stage.lockedLink(TEXT)}#k=${WRONG_KEY}`,
        'view_wrongKeyTitle',
      ),
  },
  {
    name: 'web-not-encrypted',
    open: async (stage) => {
      const link = await stage.link({ source: TEXT, mediaType: 'text/plain' });
      return await readUntil(stage, `${link}#k=${WRONG_KEY}`, 'view_showAsIs');
    },
  },
  {
    name: 'web-other-relays',
    open: async (stage) =>
      await readUntil(stage, `${stage.lostLink()}#r=https://relay.example`, 'web_otherRelays'),
  },
  {
    name: 'web-not-an-address',
    open: async (stage) => await readUntil(stage, `${stage.webPage}/nowhere`, 'web_notAnAddress'),
  },
  {
    name: 'popup-first',
    isMain: true,
    open: async (stage) =>
      await extensionPageWith(stage, 'popup.html', stage.says('popup_promise')),
  },
  {
    name: 'popup-written',
    open: async (stage) => {
      const tab = await extensionPage(stage, 'popup.html');
      await write(tab, stage, DRAFT);
      await tab.locator('.status-button[data-state=open]').waitFor();
      return tab;
    },
  },
  { name: 'popup', isMain: true, open: popupOverArticle },
  {
    name: 'popup-page',
    isMain: true,
    open: async (stage) => {
      const tab = await popupOverArticle(stage);
      await tab.getByRole('button', { name: stage.says('popup_page') }).click();
      await shown(tab, stage.says('popup_articleWhat'));
      return tab;
    },
  },
  {
    name: 'popup-status',
    isMain: true,
    open: async (stage) => {
      const tab = await extensionPage(stage, 'popup.html');
      await tab.locator('.status-button[data-state=open]').click();
      await shown(tab, stage.says('popup_library'));
      return tab;
    },
  },
  {
    name: 'popup-shared',
    isMain: true,
    open: async (stage) => {
      const tab = await extensionPage(stage, 'popup.html');
      await write(tab, stage, DRAFT);
      await tab.getByRole('button', { name: stage.says('share_share'), exact: true }).click();
      await shown(tab, stage.says('share_next'));
      return tab;
    },
  },
  { name: 'options', isMain: true, open: (stage) => extensionPage(stage, 'options.html') },
  { name: 'library', open: (stage) => extensionPage(stage, 'library.html') },
  { name: 'compose', isMain: true, open: (stage) => extensionPage(stage, 'compose.html') },
  ...CHOOSING_SCREENS,
  { name: 'welcome', isMain: true, open: (stage) => extensionPage(stage, 'welcome.html') },
  {
    name: 'viewer',
    isMain: true,
    open: async (stage) => {
      const tab = await stage.visit(
        await stage.link({ source: MARKDOWN, mediaType: 'text/markdown', fileName: 'river.md' }),
      );
      await tab.frameLocator('.content-frame').getByText('A walk by the river').waitFor();
      return tab;
    },
  },
  {
    name: 'viewer-encoding-wrong',
    open: async (stage) => {
      const page = { source: RUSSIAN, mediaType: 'text/plain;charset=gb18030', fileName: 'a.txt' };
      return await visitUntil(stage, await stage.link(page), 'view_charactersLost');
    },
  },
  {
    name: 'viewer-image',
    open: async (stage) => {
      const tab = await stage.visit(await stage.link(IMAGE));
      await tab.locator('.content-image-picture:not([hidden])').waitFor();
      return tab;
    },
  },
  {
    name: 'viewer-file',
    open: async (stage) => await visitUntil(stage, await stage.link(FILE), 'view_saveFile'),
  },
  {
    name: 'viewer-nobody-there',
    open: async (stage) => await visitUntil(stage, stage.lostLink(), 'view_absentTitle'),
  },
  {
    name: 'viewer-missing-key',
    open: async (stage) => await visitUntil(stage, await stage.lockedLink(TEXT), 'view_noKeyTitle'),
  },
  {
    name: 'viewer-wrong-key',
    isMain: true,
    open: async (stage) =>
      await visitUntil(
        stage,
        `${await stage.lockedLink(TEXT)}#k=${WRONG_KEY}`,
        'view_wrongKeyTitle',
      ),
  },
  {
    name: 'viewer-corrupt',
    open: async (stage) => {
      const tab = await stage.browser.extensionPage(stage.lyingViewer());
      await tab.getByRole('button', { name: stage.says('viewer_connect') }).click();
      await shown(tab, stage.says('view_corruptTitle'));
      return tab;
    },
  },
  {
    name: 'viewer-other-relay',
    open: async (stage) => {
      const tab = await stage.visit(`${stage.lostLink()}#r=https://relay.example`);
      await shown(tab, stage.says('viewer_otherRelay'));
      return tab;
    },
  },
  {
    name: 'viewer-unknown-relay',
    open: async (stage) => {
      const tab = await stage.browser.extensionPage(viewerOf('https://relay.example'));
      await shown(tab, stage.says('viewer_unknownTitle'));
      return tab;
    },
  },
  {
    name: 'popup-recent-pages',
    isMain: true,
    open: async (stage) => {
      await stage.sharePages();
      const tab = await extensionPage(stage, 'popup.html');
      await tab.locator('.popup-main > .fold > summary').click();
      await shown(tab, 'Packing list');
      return tab;
    },
  },
  {
    name: 'library-pages',
    isMain: true,
    open: async (stage) => {
      await stage.sharePages();
      return await extensionPageWith(stage, 'library.html', 'Packing list');
    },
  },
  {
    name: 'library-files',
    open: async (stage) => {
      await stage.sharePages();
      const tab = await stage.importBundles();
      await tab.locator('.library-unfold').last().click();
      await tab.locator('.library-file-list').scrollIntoViewIfNeeded();
      return tab;
    },
  },
  {
    name: 'library-selected',
    isMain: true,
    open: async (stage) => {
      await stage.sharePages();
      const tab = await extensionPageWith(stage, 'library.html', 'Packing list');
      const boxes = tab.getByRole('checkbox');
      for (const place of [1, 2]) await boxes.nth(place).check();
      return tab;
    },
  },
  {
    name: 'library-stopping',
    isMain: true,
    open: async (stage) => {
      await stage.sharePages();
      const tab = await extensionPageWith(stage, 'library.html', 'Packing list');
      await tab.getByRole('checkbox').first().check();
      const stop = tab.getByRole('button', { name: stage.says('stop_stop'), exact: true });
      await stop.click();
      await tab.getByRole('dialog').waitFor();
      return tab;
    },
  },
  {
    name: 'viewer-qr',
    open: async (stage) => {
      const tab = await stage.visit(await stage.link(IMAGE));
      await tab.setViewportSize({ width: 1280, height: 800 }); // where the button is not behind another
      await tab.getByRole('button', { name: stage.says('view_qrCode') }).click();
      await tab.getByRole('dialog').waitFor();
      return tab;
    },
  },
  {
    name: 'popup-paused',
    isMain: true,
    open: async (stage) => {
      await stage.sharePages();
      await stage.pause();
      return await extensionPageWith(stage, 'popup.html', stage.says('rest_resume'));
    },
  },
  {
    name: 'options-paused',
    open: async (stage) => {
      await stage.pause();
      const tab = await extensionPageWith(stage, 'options.html', stage.says('rest_resume'));
      await tab.getByText(stage.says('rest_resume')).scrollIntoViewIfNeeded();
      return tab;
    },
  },
  // After all others: its relays stay.
  {
    name: 'options-relays',
    isMain: true,
    open: async (stage) => {
      await stage.resume();
      await stage.addRelays('http://localhost:9', 'https://relay.example', 'http://localhost:10');
      const tab = await extensionPage(stage, 'options.html');
      await tab.getByText(stage.says('options_waiting')).nth(2).waitFor();
      return tab;
    },
  },
];

export const SCREENS: readonly Screen[] = [
  ...PAGE_SCREENS,
  ...FILES_SCREENS,
  ...ONCE_SCREENS,
  ...ONCE_SHARING_SCREENS,
  ...WEB_ONCE_SCREENS,
  ...SHARE_PAGE_SCREENS,
  ...KEEPER_SCREENS,
];

async function composing(stage: Stage, text: string): Promise<Page> {
  const tab = await stage.visit(stage.webPage);
  await tab.getByLabel(stage.says('view_yourPage')).fill(text);
  return tab;
}

async function largeFile(stage: Stage): Promise<Page> {
  const tab = await composing(stage, '');
  // Chosen where it is made: through the debugger it would take long.
  await tab
    .locator('input[type=file]')
    .first()
    .evaluate((field: HTMLInputElement) => {
      const chosen = new DataTransfer();
      chosen.items.add(new File([new Uint8Array(33 * 1024 * 1024)], 'film.bin'));
      field.files = chosen.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
  await tab.locator('.chosen-row').waitFor();
  return tab;
}

async function write(tab: Page, stage: Stage, text: string): Promise<void> {
  await tab.getByLabel(stage.says('view_yourPage')).fill(text);
}

/** The popup as over an article with a selection: the browser would take its own tab for the one below it. */
async function popupOverArticle(stage: Stage): Promise<Page> {
  const article = await stage.article();
  const tab = await stage.browser.context.newPage();
  await tab.addInitScript(answerTabQueries, article.url());
  await tab.goto(await stage.browser.extensionUrl('popup.html'));
  await shown(tab, 'Mayflies live');
  await article.close();
  return tab;
}

/** Runs in the popup. */
function answerTabQueries(url: string): void {
  const { query } = chrome.tabs;
  const answer = async () => {
    const tabs = await query({});
    return tabs.filter((one) => one.url === url);
  };
  const asked = (_: object, give?: (tabs: object) => void) =>
    give ? void answer().then(give) : answer();
  Object.assign(chrome.tabs, { query: asked });
}

async function extensionPage(stage: Stage, path: string): Promise<Page> {
  const tab = await stage.browser.extensionPage(path);
  await tab.locator('#app :is(h1, h2, button)').first().waitFor();
  return tab;
}

async function extensionPageWith(stage: Stage, path: string, text: string): Promise<Page> {
  const tab = await stage.browser.extensionPage(path);
  await shown(tab, text);
  return tab;
}

/** In the viewer of the extension. */
async function visitUntil(stage: Stage, link: string, key: PlainKey): Promise<Page> {
  const tab = await stage.visit(link);
  await shown(tab, stage.says(key));
  return tab;
}

/** In the relay's page. */
async function readUntil(stage: Stage, link: string, key: PlainKey): Promise<Page> {
  const tab = await stage.read(link);
  await shown(tab, stage.says(key));
  return tab;
}

async function readText(stage: Stage, page: Text, text: string): Promise<Page> {
  const tab = await stage.read(await stage.link(page));
  await shown(tab, text);
  return tab;
}

async function framed(stage: Stage, source: string, mediaType: string): Promise<Page> {
  const tab = await stage.read(await stage.link({ source, mediaType }));
  await tab.frameLocator('.content-frame').locator('h1').waitFor();
  return tab;
}
