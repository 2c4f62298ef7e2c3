/**
 * Articles in pages of many habits, in both browsers: all of an article and nothing around it. The script is the built
 * one, called as the extension calls it.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  ArticleAnswer,
  CaptureArticle,
  CapturedPage,
} from '../../extension/capture/captured-page.ts';
import { EXTENSION } from '../../relay/build.ts';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { NO_SCENES, prose, SCENES } from './article-scenes.ts';
import { Firefox } from './firefox.ts';

/** A page of a site, in one browser, that is filled again and again. */
interface Site {
  visit(path: string): Promise<void>;
  /** The article of the visited page; with this markup in it, if there is any. */
  read(markup?: string): Promise<ArticleAnswer>;
  close(): Promise<void>;
}

/** Runs in the page. A person has scrolled there, and selected something; that stays. */
async function readIn(markup: string | undefined, script: string): Promise<ArticleAnswer> {
  const world = globalThis as { mayflyArticle?: CaptureArticle };
  // oxlint-disable-next-line typescript/no-implied-eval -- the browser runs a file so, in a world of the extension's own
  if (!world.mayflyArticle) new Function(script)();
  // A page's forms may hide the document's own members.
  const body = document.documentElement.lastElementChild;
  if (typeof markup === 'string') body?.setHTMLUnsafe(markup);
  if (body) getSelection()?.selectAllChildren(body);
  scrollTo(0, 40);
  const state = () => [scrollY, String(getSelection()), document.documentElement.outerHTML];
  const before = String(state());
  const answer = await world.mayflyArticle!({ hasImages: false, imageBytes: 1_000_000 });
  if (String(state()) !== before) throw new Error('expected a page that nobody touched');
  return answer;
}

async function openChromium(origin: string, script: string): Promise<Site> {
  const chrome = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await chrome.newPage();
  return {
    visit: async (path) => void (await page.goto(`${origin}${path}`)),
    read: (markup) =>
      page.evaluate(`(${String(readIn)})(${JSON.stringify(markup)}, ${JSON.stringify(script)})`),
    close: () => chrome.close(),
  };
}

async function openFirefox(origin: string, script: string): Promise<Site> {
  const firefox = await Firefox.open();
  return {
    visit: (path) => firefox.visit(`${origin}${path}`),
    read: (markup) => firefox.evaluate(readIn, markup, script),
    close: () => firefox.close(),
  };
}

const BROWSERS = [
  { browser: 'Chromium', isHere: findChromium() !== undefined, open: openChromium },
  { browser: 'Firefox', isHere: findFirefox() !== undefined, open: openFirefox },
];

const CLUTTER = /^(?:clutter|PR)$/;

/** How often markup has each word. */
function wordsIn(html: string): Readonly<Record<string, number>> {
  const text = html
    .replaceAll(/<style>.*?<\/style>/g, ' ')
    .replaceAll(/<\/?(?:b|i|code|span)\b[^>]*>/g, '')
    .replaceAll(/<[^>]*>/g, ' ');
  const words: Record<string, number> = {};
  for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? []) words[word] = (words[word] ?? 0) + 1;
  return words;
}

function wantedIn(markup: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(wordsIn(markup)).filter(([word]) => !CLUTTER.test(word)),
  );
}

const PAGES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/': ['text/html', '<!doctype html><title>Title - Site</title>'],
  '/quirks': ['text/html', '<title>Title - Site</title>'],
  '/drawing': [
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg"><text y="20">${prose('a')}</text></svg>`,
  ],
  '/feed': ['text/xml', `<feed><entry>${prose('a')}</entry></feed>`],
  '/strict': [
    'application/xhtml+xml',
    `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Title</title></head><body><main><h1>Title</h1>${['a', 'b', 'c'].map((name) => `<p>${prose(name)}</p>`).join('')}</main></body></html>`,
  ],
  '/frames': [
    'text/html',
    '<title>Title</title><frameset cols="50%,50%"><frame src="/"><frame src="/"></frameset>',
  ],
};

describe.each(BROWSERS)('in $browser, the article', ({ isHere, open }) => {
  let server: Server;
  let site: Site;

  beforeAll(async () => {
    if (!isHere) return;
    server = createServer(({ url = '/' }, response) => {
      const [type, text] = PAGES[url] ?? ['text/plain', ''];
      response.setHeader('content-type', `${type}; charset=utf-8`);
      response.end(text);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on a port
    const script = await readFile(join(EXTENSION.chromium, 'article.js'), 'utf8');
    site = await open(`http://127.0.0.1:${port}`, script);
    await site.visit('/');
  });

  afterAll(async () => {
    await site?.close();
    server?.close();
  });

  async function read(markup?: string): Promise<CapturedPage> {
    const answer = await site.read(markup);
    if (answer.state !== 'read') throw new Error(`expected an article, got: ${answer.state}`);
    return answer.page;
  }

  test.skipIf(!isHere).each(SCENES)('of a page with %s is whole and alone', async (_, markup) => {
    const { html, title, notes } = await read(markup);
    expect(wordsIn(html)).toEqual(wantedIn(markup));
    expect(html).toMatch(/^(?:<div [^>]*>)?<h1>/);
    expect(title).toBe('Title');
    expect(notes).toEqual([]);
  });

  test.skipIf(!isHere).each(NO_SCENES)('is not in %s', async (_, markup) => {
    expect(await site.read(markup)).toEqual({ state: 'no-article' });
  });

  test.skipIf(!isHere)('begins with its title and the name of its author', async () => {
    const text = `${['a', 'b', 'c'].map((name) => `<p>${prose(name)}</p>`).join('')}`;
    const page = await read(
      `<p class="byline">By Anna Keller, 3 May</p><div><h1><a href="/x">Title</a></h1></div><div class="text">${text}</div>`,
    );
    expect(page.author).toBe('Anna Keller');
    expect(page.html).toMatch(/^<h1>.*?<\/h1><p>Anna Keller<\/p><p>/);
  });

  test.skipIf(!isHere)('of a page in strict markup is read', async () => {
    await site.visit('/strict');
    expect((await read()).title).toBe('Title');
  });

  test.skipIf(!isHere).each(['/drawing', '/feed', '/frames'])('is not in %s', async (path) => {
    await site.visit(path);
    expect(await site.read()).toEqual({ state: 'no-article' });
  });
});
