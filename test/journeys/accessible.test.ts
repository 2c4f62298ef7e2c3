/** Every screen as axe sees it, in light and dark, narrow and wide; and the main job by the keyboard alone. */
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../relay/build.ts';
import { type Look, lookAs, LOOKS, STARK_LOOKS } from '../screens/looks.ts';
import { SCREENS } from '../screens/screens.ts';
import { Stage } from '../screens/stage.ts';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { Firefox } from './firefox.ts';
import { RelayProcess } from './relay.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  // In the page, once `AXE` has run there.
  interface Window {
    axe: typeof axe;
  }
}

/** The serious and worse findings of axe, with their places. */
async function findings(tab: Page): Promise<readonly string[]> {
  return seriousOf(
    await tab.evaluate(() =>
      window.axe.run(document, { resultTypes: ['violations'], iframes: false }),
    ),
  );
}

/**
 * The page in the frame of a preview, in a tab of its own: axe would wait for ever in a frame that runs no script.
 * Undefined on other screens.
 */
async function pageInPreview(tab: Page): Promise<Page | undefined> {
  const frame = await tab.$('.share-page-frame');
  const page = await frame?.contentFrame();
  if (!page) return undefined;
  const copy = await tab.context().newPage();
  await copy.setContent(await page.content());
  // Only a page that is in no frame needs them.
  await copy.evaluate(() => {
    document.title = 'Preview';
    document.documentElement.lang = 'en';
  });
  return copy;
}

function seriousOf({ violations }: Pick<axe.AxeResults, 'violations'>): readonly string[] {
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Forced colours are the system's, and its business; ours are what axe measures. */
const STRONG_LOOKS = STARK_LOOKS.filter(({ contrast }) => contrast === 'more');

/** Each width and each colour scheme, but not each with each: the place of things and their colours are two matters. */
const PLAIN_LOOKS = LOOKS.filter(({ name }) => /^(?:light-320|light-400|dark-1280)$/.test(name));

/** In each look, all is to be seen without scrolling sideways; narrow and wide, axe finds nothing serious. */
async function expectSound(tab: Page, looks: readonly Look[]): Promise<void> {
  await tab.evaluate(AXE);
  for (const look of looks) {
    await lookAs(tab, look);
    if (look.width !== 400) expect(await findings(tab), look.name).toEqual([]);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, `scrolled sideways at ${look.width} px`).toBeLessThanOrEqual(0);
  }
}

/** Presses Tab until the element of this role and name has the focus. */
async function tabTo(tab: Page, role: 'button' | 'textbox' | 'link', name: string): Promise<void> {
  const target = tab.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 30; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await tab.keyboard.press('Tab');
  }
  throw new Error(`expected Tab to reach the ${role} ${name}`);
}

const PAGES = globSync(['relay/web/dist/*.html', '.output/*/*.html'], { cwd: ROOT });
const STILL =
  /@media ?\(prefers-reduced-motion: ?reduce\) ?\{\*,:{1,2}before,:{1,2}after\{([^}]*)\}\}/;

/** The style sheets that a page begins with; others that it loads later stand below their rules that insist. */
function sheetsOf(page: string): string[] {
  const html = readFileSync(join(ROOT, page), 'utf8');
  return [...html.matchAll(/href="([^"]+\.css)"/g)].map(([, href = '']) =>
    readFileSync(join(ROOT, dirname(page), href), 'utf8'),
  );
}

test.each(PAGES.filter((page) => sheetsOf(page).length > 0))(
  '%s moves nothing for whoever wants it still',
  (page) => {
    const rules = sheetsOf(page).map((sheet) => STILL.exec(sheet)?.[1] ?? '');
    expect(rules.join()).toContain('animation:none!important');
    expect(rules.join()).toContain('transition:none!important');
  },
);

test('no style sheet insists on moving', () => {
  const sheets = globSync(['relay/web/dist/assets/*.css', '.output/*/assets/*.css'], { cwd: ROOT });
  expect(sheets.length).toBeGreaterThan(10); // of the web page, and of the extension twice
  for (const path of sheets) {
    const sheet = readFileSync(join(ROOT, path), 'utf8').replace(STILL, '');
    expect(sheet, path).not.toMatch(/(?:animation|transition)[^;}]*!important/);
  }
});

describe.skipIf(findChromium() === undefined)('in Chromium', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
  });

  afterAll(() => stage.close());

  test.each(SCREENS)(
    'the screen $name has nothing that axe calls serious',
    async ({ open, isMain }) => {
      const tab = await open(stage);
      const looks = isMain ? [...PLAIN_LOOKS, ...STRONG_LOOKS] : PLAIN_LOOKS;
      const preview = await pageInPreview(tab);
      await expectSound(tab, looks);
      if (preview) await expectSound(preview, looks);
      await preview?.close();
      await tab.close();
    },
  );

  test('axe finds what is wrong', async () => {
    const tab = await stage.visit(stage.webPage);
    await tab.getByRole('heading').first().waitFor();
    await tab.evaluate(() => document.body.append(document.createElement('button')));
    await tab.evaluate(AXE);
    expect(await findings(tab)).toContainEqual(expect.stringMatching(/^button-name: /));
    await tab.close();
  });

  test('axe finds what is wrong in a preview', async () => {
    const tab = await SCREENS.find(({ name }) => name === 'share-page')?.open(stage);
    const body = tab?.frameLocator('.share-page-frame').locator('body');
    await body?.evaluate((element) => element.append(document.createElement('button')));
    const preview = tab && (await pageInPreview(tab));
    await preview?.evaluate(AXE);
    expect(preview && (await findings(preview))).toEqual([expect.stringMatching(/^button-name: /)]);
    await preview?.close();
    await tab?.close();
  });

  test('a page is made, and its link copied, by Tab and Enter alone', async () => {
    const tab = await stage.visit(stage.webPage);
    await tab.getByLabel('Your page').waitFor();
    await tabTo(tab, 'textbox', 'Your page');
    await tab.keyboard.type('typed, not clicked');
    await tabTo(tab, 'button', 'Create page');
    await tab.keyboard.press('Enter');
    await tab.locator('.content-text').getByText('typed, not clicked').waitFor();
    await tabTo(tab, 'button', 'Copy link');
    await tab.keyboard.press('Enter');
    await tab.getByText('Copied to the clipboard').first().waitFor({ state: 'attached' });
    await tab.close();
  });

  test('nothing moves for whoever wants it still', async () => {
    const tab = await stage.read(stage.lostLink());
    await tab.emulateMedia({ reducedMotion: 'reduce' });
    await tab.getByText('Nobody has this page now').waitFor();
    const moving = await tab.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 1)
        .map((animation) => (animation.effect as KeyframeEffect).target?.className),
    );
    expect(moving).toEqual([]);
    await tab.close();
  });
});

/** In Firefox's own window. */
declare const Services: { prefs: { setIntPref(name: string, value: number): void } };

describe.skipIf(findFirefox() === undefined)('in Firefox', () => {
  let relay: RelayProcess;
  let firefox: Firefox;

  beforeAll(async () => {
    relay = await RelayProcess.start();
    firefox = await Firefox.open({ relay: relay.origin });
    // Colours that are on their way from one to another are neither's.
    await firefox.evaluateInBrowser(() => Services.prefs.setIntPref('ui.prefersReducedMotion', 1));
  });

  afterAll(async () => {
    await firefox?.close();
    await relay?.stop();
  });

  test.each([
    'popup.html',
    'library.html',
    'options.html',
    'compose.html',
    'welcome.html',
    'share-page.html',
    'share-page.html?tab=-1&as=whole',
    `viewer.html?relay=https://relay.example&u=${'0'.repeat(64)}`,
  ])('the extension’s %s has nothing that axe calls serious', async (path) => {
    await firefox.visit(firefox.extensionUrl(path));
    await firefox.find('#app :is(h1, h2, button)');
    for (const theme of THEMES) {
      await wear(firefox, theme);
      expect(await findingsIn(firefox), theme).toEqual([]);
    }
  });

  test('axe finds what is wrong', async () => {
    await firefox.visit(firefox.extensionUrl('welcome.html'));
    await firefox.find('#app h1');
    await firefox.evaluate(() => document.body.append(document.createElement('button')));
    expect(await findingsIn(firefox)).toContainEqual(expect.stringMatching(/^button-name: /));
  });
});

const THEMES = ['dark', 'light'] as const; // as Firefox counts them

async function wear(firefox: Firefox, theme: (typeof THEMES)[number]): Promise<void> {
  await firefox.evaluateInBrowser((number) => {
    Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', number);
  }, THEMES.indexOf(theme));
  await firefox.evaluate((query) => {
    const asked = matchMedia(query);
    if (asked.matches) return undefined;
    return new Promise((resolve) => asked.addEventListener('change', () => resolve(undefined)));
  }, `(prefers-color-scheme: ${theme})`);
}

async function findingsIn(firefox: Firefox): Promise<readonly string[]> {
  // A script that was added once is not there in the next step.
  const found = await firefox.evaluate(async (source) => {
    // oxlint-disable-next-line no-eval -- axe comes as the text of a script, and the page loads none but its own
    (0, eval)(source);
    const options = { resultTypes: ['violations' as const], iframes: false };
    const { violations } = await window.axe.run(document, options);
    return JSON.stringify({ violations });
  }, AXE);
  return seriousOf(JSON.parse(found) as Pick<axe.AxeResults, 'violations'>);
}
