/** The screens on which somebody looks at a page as it will be shared, in each of its forms. */
import type { Page } from 'playwright-core';
import type { browser as webExtension } from 'wxt/browser';
import type { PlainKey } from '../../relay/words/language.ts';
import { coloured } from '../view/pictures.ts';
import type { Screen } from './screens.ts';
import type { Stage } from './stage.ts';

/** In the extension's own contexts. */
declare const chrome: typeof webExtension;

type Form = 'article' | 'view' | 'whole' | 'quotation';

const SITE = 'https://river.example';

const ESSAY = `<main><article><h1>A day above the river</h1>
<p class="byline">By <a rel="author" href="/anna">Anna Bach</a></p>
<p>Mayflies live for a day, and nobody who has seen them <b>dance over a river</b> in the evening forgets it. They rise together, as if somebody had called them, and fall, and rise again, until the light is gone.</p>
<figure><img src="/river.png" width="640" height="240" alt="The river at dusk"></figure>
<h2>Two years in the mud</h2>
<p>Before that they lived in the mud below, where nobody looked for them. They ate what the river brought, grew, and shed their skins some twenty times, before they swam up to the air one evening in May.</p>
<ul><li>Their mouths are of no use any more, because they will not eat again.</li><li>All that they have left is one flight.</li></ul>
<p>In the morning their wings lie on the bridge like snow, and the swallows have gone to sleep. The eggs have sunk to the ground of the river, and there another two years begin, of which nobody sees anything.</p>
</article></main>`;

const STYLE = `<meta charset="utf-8"><style>
body { margin: 0; font: 17px/1.6 Georgia, serif } nav { display: flex; gap: 1rem; padding: 1rem 2rem; background: #0c6b64 }
nav a { color: #fff } main { max-width: 40rem; margin: 0 auto; padding: 1rem } form { padding: 1rem 2rem; background: #eef }</style>`;

const PAGES: Readonly<Record<string, string>> = {
  '/essay': `<!doctype html><html lang="en">${STYLE}<title>A day above the river · Essays</title>
<nav><a href="/">Home</a><a href="/topics">Topics</a></nav>${ESSAY}<form>Your name <input value="Carol Blackwood"></form>`,
  '/letter': `<!doctype html><html lang="en">${STYLE}<title>A day above the river · Letters</title>
<nav><a href="/">Inbox</a><a href="/logout">Sign out</a></nav>${ESSAY}`,
  '/board': `<!doctype html><html lang="en">${STYLE}<title>Departures</title>
<main><h1>Departures</h1><p>Nobody is on the bridge.</p><ul>${'<li><a href="/trains">19:30 to the mill</a></li>'.repeat(8)}</ul></main>`,
};

export const SHARE_PAGE_SCREENS: readonly Screen[] = [
  {
    name: 'share-page-reading',
    open: async (stage) => {
      const tab = await preview(stage, '/essay', 'article', neverAnswer);
      return shownWith(tab, stage, 'sharePage_reading');
    },
  },
  {
    name: 'share-page',
    isMain: true,
    open: async (stage) => {
      const tab = await withArticle(await preview(stage, '/essay', 'article'));
      await withPictures(tab, stage);
      return tab;
    },
  },
  {
    name: 'share-page-taken-out',
    open: async (stage) => {
      const tab = await withArticle(await preview(stage, '/essay', 'article'));
      const page = tab.frameLocator('iframe');
      for (const words of ['Before that', 'All that they']) await page.getByText(words).click();
      await tab.locator('.share-page-taken').waitFor();
      return tab;
    },
  },
  {
    name: 'share-page-private',
    open: async (stage) => {
      const tab = await preview(stage, '/letter', 'article');
      return shownWith(await withArticle(tab), stage, 'sharePage_private');
    },
  },
  {
    name: 'share-page-too-large',
    open: async (stage) => {
      await stage.browser.set({ isSealed: false }); // nothing makes it smaller
      const tab = await withArticle(await preview(stage, '/essay', 'article', shrinkRoom));
      await withPictures(tab, stage);
      await stage.browser.set({ isSealed: true });
      return shownWith(tab, stage, 'sharePage_tooLargeWithPictures');
    },
  },
  {
    name: 'share-page-no-article',
    open: async (stage) => {
      const tab = await preview(stage, '/board', 'article');
      return shownWith(tab, stage, 'sharePage_noArticle');
    },
  },
  {
    name: 'share-page-unreadable',
    open: async (stage) => {
      const tab = await stage.browser.extensionPage('share-page.html?tab=1&as=article');
      return shownWith(tab, stage, 'sharePage_unreadable');
    },
  },
  {
    name: 'share-page-quotation',
    open: async (stage) => {
      const tab = await preview(stage, '/essay', 'quotation');
      await tab.frameLocator('iframe').locator('figcaption').waitFor();
      return tab;
    },
  },
  {
    name: 'share-page-nothing-selected',
    open: async (stage) => {
      const tab = await preview(stage, '/letter', 'quotation');
      return shownWith(tab, stage, 'sharePage_nothing');
    },
  },
  {
    name: 'share-page-picture',
    isMain: true,
    open: async (stage) => {
      const tab = await preview(stage, '/essay', 'view');
      await area(tab, stage, 'picture_crop');
      await area(tab, stage, 'picture_blackOut');
      return tab;
    },
  },
  {
    name: 'share-page-whole',
    open: async (stage) => {
      const tab = await preview(stage, '/essay', 'whole');
      await tab.locator('.picture-stage').waitFor();
      return tab;
    },
  },
  {
    name: 'share-page-no-picture',
    open: async (stage) => {
      const tab = await stage.browser.extensionPage('share-page.html?tab=1&as=view');
      return shownWith(tab, stage, 'picture_unreadable');
    },
  },
  {
    name: 'share-page-shared',
    open: async (stage) => {
      const tab = await withArticle(await preview(stage, '/essay', 'article'));
      await tab.locator('.opens select').selectOption('once');
      await tab.getByRole('button', { name: stage.says('share_share'), exact: true }).click();
      await tab.locator('.outcome .once-link').first().waitFor();
      return tab;
    },
  },
];

/** A preview of a page with a selection in its first paragraph, if it is the essay. */
async function preview(
  stage: Stage,
  path: string,
  form: Form,
  prepare: () => void = () => {},
): Promise<Page> {
  const source = await read(stage, path);
  const worker = await stage.browser.worker();
  const id = await worker.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    return tab?.id;
  });
  const tab = await stage.browser.context.newPage();
  tab.on('close', () => void source.close());
  await tab.addInitScript(prepare);
  await tab.goto(await stage.browser.extensionUrl(`share-page.html?tab=${id}&as=${form}`));
  return tab;
}

/** A page that the extension may read: its user has pressed the button there. */
async function read(stage: Stage, path: string): Promise<Page> {
  await stage.browser.context.route(`${SITE}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return pathname === '/river.png'
      ? route.fulfill({ contentType: 'image/png', body: coloured(640, 240, [12, 107, 100]) })
      : route.fulfill({ contentType: 'text/html', body: PAGES[pathname] ?? '' });
  });
  const source = await stage.visit(`${SITE}${path}`);
  await source.evaluate((isSelected) => {
    const text = isSelected && document.querySelector('p:not(.byline)');
    if (text) getSelection()?.selectAllChildren(text);
  }, path === '/essay');
  await stage.browser.pressButton(source);
  return source;
}

async function withArticle(tab: Page): Promise<Page> {
  await tab.frameLocator('iframe').getByText('Mayflies live').waitFor();
  return tab;
}

async function withPictures(tab: Page, stage: Stage): Promise<void> {
  await tab.getByLabel(stage.says('sharePage_withPictures')).check();
  await tab.frameLocator('iframe').locator('img').waitFor();
}

/** Adds an area to a picture. */
async function area(tab: Page, stage: Stage, tool: PlainKey): Promise<void> {
  await tab.getByLabel(stage.says(tool), { exact: true }).check();
  await tab.getByRole('button', { name: stage.says('picture_add') }).click();
  const key = tool === 'picture_crop' ? 'Shift+ArrowRight' : 'Shift+ArrowLeft';
  for (let i = 0; i < 30; i++) await tab.keyboard.press(key);
}

async function shownWith(tab: Page, stage: Stage, key: PlainKey): Promise<Page> {
  await tab.getByText(stage.says(key)).first().waitFor();
  return tab;
}

/** Runs in the preview: the background says nothing. */
function neverAnswer(): void {
  Object.assign(chrome.runtime, { sendMessage: () => new Promise(() => {}) });
}

/** Runs in the preview: the relay takes small pages only. */
function shrinkRoom(): void {
  const { connect } = chrome.runtime;
  Object.assign(chrome.runtime, {
    connect: (...args: Parameters<typeof connect>) => {
      const port = connect(...args);
      const add = port.onMessage.addListener.bind(port.onMessage);
      port.onMessage.addListener = (listener: (message: object, from: typeof port) => void) =>
        add((message: object) =>
          listener('pageBytes' in message ? { ...message, pageBytes: 2_000 } : message, port),
        );
      return port;
    },
  });
}
