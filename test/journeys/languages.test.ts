/** Every screen that stands by itself, in each language: said whole, written its way, and within 320 px. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXTENSION, ROOT } from '../../relay/build.ts';
import english from '../../relay/words/locales/en.json' with { type: 'json' };
import { findChromium } from '../support/chromium.ts';
import { extensionIn } from '../support/extension-in.ts';
import { RelayProcess } from './relay.ts';

const FILES = await readdir(join(ROOT, 'relay/words/locales'));
const LANGUAGES = FILES.map((name) => name.replace(/\.json$/, ''));
const SCREENS = ['popup', 'compose', 'library', 'options', 'welcome', 'viewer'];

let relay: RelayProcess;
beforeAll(async () => {
  relay = await RelayProcess.start();
});
afterAll(() => relay.stop());

describe.each(LANGUAGES)('in %s', (language) => {
  const extension = extensionIn(language, EXTENSION.chromium);
  let profile: string;
  let context: BrowserContext;
  let origin: string;

  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), 'mayfly-profile-'));
    context = await launch(profile, extension.folder, language);
    const [running] = context.serviceWorkers();
    const worker = running ?? (await context.waitForEvent('serviceworker'));
    origin = worker.url().replace(/\/background\.js$/, '');
  });

  afterAll(async () => {
    await context.close();
    extension.remove();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  test.each(SCREENS)('the extension: %s', async (screen) => {
    await seen(context, `${origin}/${screen}.html`, language);
  });

  test.each(['/', '/nowhere'])('the relay’s page: %s', async (path) => {
    // Under this name the extension does not know it.
    const url = relay.origin.replace('localhost', '127.0.0.1') + path;
    await seen(context, url, language);
  });
});

async function seen(context: BrowserContext, url: string, language: string): Promise<void> {
  const tab = await context.newPage();
  await tab.setViewportSize({ width: 320, height: 640 });
  await tab.goto(url);
  await tab.locator('h1, main').first().waitFor();
  expect(await sightOf(tab)).toEqual({
    lang: language,
    dir: language === 'ar' ? 'rtl' : 'ltr',
    keys: [], // in the place of texts
    isWide: false,
  });
  await tab.close();
}

/** The beginnings of the names of texts. */
const PREFIXES = new Set(Object.keys(english).map((key) => key.split('_')[0]));
const KEYS = `[>"](?:${[...PREFIXES].join('|')})_\\w+`;

async function sightOf(tab: Page) {
  return await tab.evaluate((pattern) => {
    const { lang, dir, scrollWidth, outerHTML } = document.documentElement;
    const keys = outerHTML.match(new RegExp(pattern, 'g'));
    return { lang, dir, keys: keys ?? [], isWide: scrollWidth > innerWidth };
  }, KEYS);
}

async function launch(profile: string, folder: string, locale: string): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('expected a Chromium on this machine');
  return await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    locale,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--load-extension=${folder}`,
      `--disable-extensions-except=${folder}`,
    ],
  });
}
