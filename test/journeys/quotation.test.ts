/**
 * Quotations from real pages: a browser that opens the link of a quotation shows and marks the place that was quoted.
 * The test calls the built script as the extension does.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CapturedPage, CaptureQuotation } from '../../extension/capture/captured-page.ts';
import { EXTENSION } from '../../relay/build.ts';
import { findChromium } from '../support/chromium.ts';

/** In the page. */
declare const mayflyQuotation: CaptureQuotation;
declare const selectedHere: typeof selected;

/** The ends of the selection are comments in the markup. */
const [FROM, TO] = ['<!--from-->', '<!--to-->'];
/** A colour that nothing else in the pages has. */
const MARK = '::target-text { background: rgb(255, 0, 255); color: rgb(255, 0, 255) }';
const FAR = '<div style="height: 3000px"></div>';
const LONG = Array.from({ length: 40 }, (_, i) => `word${i} of a text`).join(' ');

/** Runs in the page: the selection between the comments. */
function selected(): Range {
  const range = document.createRange();
  const roots: Node[] = [document];
  for (const element of document.querySelectorAll('*')) {
    if (element.shadowRoot) roots.push(element.shadowRoot);
  }
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
    for (let at = walker.nextNode(); at; at = walker.nextNode()) {
      if (at.nodeValue === 'from') range.setStartAfter(at);
      if (at.nodeValue === 'to') range.setEndBefore(at);
    }
  }
  return range;
}

/** Runs in any page: the box around everything in the colour of the mark. */
async function markedIn(picture: string): Promise<number[] | undefined> {
  const bytes = Uint8Array.from(atob(picture), (sign) => sign.codePointAt(0) ?? 0);
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const drawing = canvas.getContext('2d');
  drawing?.drawImage(image, 0, 0);
  const { data } = drawing?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
  const [xs, ys] = [new Set<number>(), new Set<number>()];
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== 255 || data[at + 1] !== 0 || data[at + 2] !== 255) continue;
    xs.add((at / 4) % image.width);
    ys.add(Math.floor(at / 4 / image.width));
  }
  if (xs.size === 0) return undefined;
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
}

describe.skipIf(findChromium() === undefined)('a quotation', () => {
  let chrome: Browser;
  let context: BrowserContext;
  let page: Page;
  let site: Server;
  let origin: string;
  let script: string;
  let content = '';

  beforeAll(async () => {
    script = await readFile(join(EXTENSION.chromium, 'capture.js'), 'utf8');
    site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><title>On mayflies</title><style>${MARK}</style>${content}`);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    // It listens on a port.
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    chrome = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    context = await chrome.newContext({ viewport: { width: 700, height: 500 } });
    await context.addInitScript(`globalThis.selectedHere = ${String(selected)}`);
    page = await context.newPage();
  });

  afterAll(async () => {
    await chrome?.close();
    site?.close();
  });

  /** The quotation of the selection in a page of this markup. */
  async function quoted(markup: string, path = '/'): Promise<CapturedPage | undefined> {
    content = markup;
    await page.goto('about:blank');
    await page.goto(`${origin}${path}`);
    await page.evaluate(script);
    const answer = await page.evaluate(() => {
      const selection = getSelection();
      selection?.removeAllRanges();
      selection?.addRange(selectedHere());
      return mayflyQuotation({ hasImages: false, imageBytes: 100_000 });
    });
    return answer.state === 'read' ? answer.page : undefined;
  }

  /** Opens the link in another tab; the box that is marked there, and the box of the quoted place. */
  async function opened(address: string) {
    const reader = await context.newPage();
    await reader.goto(address);
    await reader.waitForFunction(() => scrollY > 0);
    const picture = (await reader.screenshot()).toString('base64');
    const place = await reader.evaluate(() => {
      const range = selectedHere();
      const around = range.commonAncestorContainer;
      const walker = document.createTreeWalker(around, NodeFilter.SHOW_TEXT);
      const boxes: DOMRect[] = [];
      const words = document.createRange();
      for (let at = walker.nextNode(); at; at = walker.nextNode()) {
        if (at.nodeValue?.trim() === '' || !range.intersectsNode(at)) continue;
        words.selectNodeContents(at);
        boxes.push(...words.getClientRects());
      }
      return [
        Math.min(...boxes.map(({ left }) => left)),
        Math.min(...boxes.map(({ top }) => top)),
        Math.max(...boxes.map(({ right }) => right)),
        Math.max(...boxes.map(({ bottom }) => bottom)),
      ];
    });
    await reader.close();
    return { marked: await page.evaluate(markedIn, picture), place };
  }

  test.each([
    ['a few words', `<p>A mayfly ${FROM}lives for${TO} a day.</p>`],
    [
      'words that stand there three times',
      `<p>Red fly.</p><p>Blue fly.</p><p>Green ${FROM}fly${TO}.</p><p>Red fly.</p>`,
    ],
    [
      'the second of two equal sections',
      `<h2>One</h2><p>They live a day.</p><h2>Two</h2><p>${FROM}They live a day.${TO}</p>`,
    ],
    [
      'several paragraphs',
      `<p>Before. ${FROM}They live a day.</p><p>Then they go.</p><ul><li>Some stay${TO} longer.</li></ul>`,
    ],
    [
      'words with formatting inside',
      `<p>They ${FROM}live <b>a d<i>ay</i></b>, <a href="/x">no more</a>${TO} than that.</p>`,
    ],
    ['Japanese', `<p>かげろうは${FROM}一日だけ生きる${TO}昆虫です。</p>`],
    [
      'Arabic',
      `<div dir="rtl"><p>تعيش ذبابة مايو يومًا.</p><p>ذبابة مايو ${FROM}تعيش يومًا${TO} واحدًا</p></div>`,
    ],
    ['Thai', `<p>แมลงชีปะขาวมี${FROM}ชีวิต${TO}เพียงวันเดียว</p>`],
    [
      'special characters',
      `<p>A ${FROM}well-known, “quick” &amp; 100% (sure) #1 a/b?c=d+e’s -,- 𝒳 🎉${TO} text.</p>`,
    ],
    [
      'letters with accents of their own',
      `<p>Une ${FROM}e\u0301phe\u0301me\u0300re${TO} vole.</p>`,
    ],
    ['a long paragraph', `<p>${FROM}${LONG}${TO} and its end.</p>`],
    ['lines of code', `<pre>let a = 1;\n  ${FROM}let  b = 2;\n  go(a, b);${TO}\n</pre>`],
    ['lines of a poem', `<p>A day,<br>${FROM}a day,<br>no more${TO}<br>a day,</p>`],
    ['cells', `<table><tr><td>${FROM}Aare<td>288 km</tr><tr><td>Reuss${TO}<td>164 km</table>`],
    ['words around a picture', `<p>One ${FROM}day <img width="20" alt=""> long${TO} gone</p>`],
    ['words around hidden ones', `<p>A ${FROM}day <s style="opacity: 0">token</s> long${TO} x</p>`],
    [
      'words with readings above',
      `<p>a ${FROM}<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby> word${TO} b</p>`,
    ],
    [
      'words in a shadow root',
      `<div><template shadowrootmode="open"><p>A ${FROM}day in the shade${TO}.</p></template></div>`,
    ],
  ])('of %s has a link that leads there', async (_, markup) => {
    const { address = '' } = (await quoted(`${FAR}${markup}${FAR}`)) ?? {};
    expect(address).toContain('#:~:text=');
    const { marked, place } = await opened(address);
    expect(marked).toHaveLength(4);
    for (const [side, at] of place.entries()) {
      // A mark is as high as its line, and a box of text as its letters.
      expect(Math.abs((marked?.[side] ?? 0) - at)).toBeLessThan(5);
    }
  });

  test('of a part of a word leads to the whole word', async () => {
    const { address } = (await quoted(`<p>super<wbr>${FROM}long${TO}<wbr>word ends</p>`)) ?? {};
    expect(address).toBe(`${origin}/#:~:text=superlongword`);
  });

  test('keeps the fragment of the page, and none of a text that the page was opened at', async () => {
    const { address } =
      (await quoted(`<p>A ${FROM}day${TO}</p>`, '/?utm_source=x#part:~:text=secret')) ?? {};
    expect(address).toBe(`${origin}/#part:~:text=day`);
  });

  test('has no text fragment where two places look alike', async () => {
    const flies = '<p>Fly.</p>'.repeat(20);
    const { address } = (await quoted(`${flies}<p>${FROM}Fly${TO}.</p>${flies}`)) ?? {};
    expect(address).toBe(`${origin}/`);
  });

  test('tells nothing that is hidden beside it', async () => {
    const hidden = '<span style="position: absolute; left: -9999px">token7</span>';
    const answer = await quoted(
      `<p>A day.</p><p>${hidden} A <s style="opacity: 0">token8</s>${FROM}day${TO}${hidden}.</p>`,
    );
    expect(answer?.html).toContain('day');
    expect(JSON.stringify(answer)).not.toContain('token');
  });

  test('is markup, of plain text too', async () => {
    expect(await quoted(`<p>A ${FROM}day${TO}</p>`)).toMatchObject({
      html: 'day',
      missingImages: 0,
      hasImages: false,
      notes: [],
    });
    expect(await quoted(`<main>${FROM}<p>one</p><p>two</p>${TO}</main>`)).toMatchObject({
      html: '<p>one</p><p>two</p>',
    });
  });

  test('of a field is its text in paragraphs, without a place to go to', async () => {
    content = '<textarea>one\n\ntwo &lt;b&gt;\nthree</textarea>';
    await page.goto(`${origin}/`);
    await page.evaluate(script);
    const answer = await page.evaluate(() => {
      document.querySelector('textarea')?.select();
      return mayflyQuotation({ hasImages: false, imageBytes: 100_000 });
    });
    expect(answer).toMatchObject({
      page: { html: '<p>one</p><p>two &lt;b&gt;<br>three</p>', address: `${origin}/` },
    });
  });

  test('of nothing is none', async () => {
    expect(await quoted(`<p>A day${FROM}${TO}</p>`)).toBeUndefined();
  });

  const quote = `<p>${FROM}A day${TO}</p>`;
  const shade = (tree: string) => `<div><template shadowrootmode="open">${tree}</template></div>`;
  const tab = (title: string) => `<script>document.title = '${title}'</script>`;
  test.each([
    ['a heading', `<h1>The daily fly</h1><h2>mayflies</h2>${quote}`, 'mayflies'],
    ['the tab, where no heading says it', `<h1>The daily fly</h1>${quote}`, 'On mayflies'],
    ['the tab, where nobody sees the heading', `<h1 hidden>mayflies</h1>${quote}`, 'On mayflies'],
    ['the longest heading in it', `<h1>mayflies</h1><h2>On mayflies</h2>${quote}`, 'On mayflies'],
    [
      'the heading that is no link to the home page',
      `${tab('The daily fly: A day')}<h1><a href="/">The daily fly</a></h1><h3>A day</h3>${quote}`,
      'A day',
    ],
    [
      'the main heading of the text',
      `<h1>The daily fly</h1><main><h1>A day</h1>${quote}</main><h1>More</h1>`,
      'A day',
    ],
    [
      'a line that says it',
      `${tab('A day | The daily fly')}<p>The daily fly</p><main><p>A day</p>${quote}</main>`,
      'A day',
    ],
    ['a heading in a shadow root', `${shade('<h1>mayflies</h1>')}${quote}`, 'mayflies'],
    [
      'a heading that nobody can select',
      `<h1 style="user-select: none">mayflies</h1>${quote}`,
      'mayflies',
    ],
  ])('has the title of %s', async (_, markup, title) => {
    expect(await quoted(markup)).toMatchObject({ title });
  });

  const head = '<h1>On mayflies</h1>';
  test.each([
    [
      'by a link',
      `${head}<p>by <a rel="author" href="/carol">Carol Reed</a></p>${quote}`,
      'Carol Reed',
    ],
    ['by a line', `${head}<p class="byline">By Carol Reed</p>${quote}`, 'Carol Reed'],
    ['in German', `${head}<p class="byline">Von Carol Reed</p>${quote}`, 'Carol Reed'],
    [
      'by what machines read',
      `${head}<span itemprop="author"><b itemprop="name">Carol Reed</b>, editor</span>${quote}`,
      'Carol Reed',
    ],
    [
      'in the page and for machines',
      `<meta name="author" content="Carol Reed">${head}<p>Carol Reed, 7 May</p>${quote}`,
      'Carol Reed',
    ],
    ['for machines alone', `<meta name="author" content="Carol Reed">${head}${quote}`, ''],
    [
      'where nobody sees it',
      `${head}<p class="byline" style="opacity: 0">Carol Reed</p>${quote}`,
      '',
    ],
    ['with a date', `${head}<p class="byline">By Carol Reed, 7 May</p>${quote}`, 'Carol Reed'],
    ['by a line that nothing marks', `${head}<p>By Carol Reed</p>${quote}`, 'Carol Reed'],
    ['by a line in parts', `${head}<p><i>By</i> <b>Carol Reed</b></p>${quote}`, 'Carol Reed'],
    [
      'in a shadow root',
      `${shade('<h1>On mayflies</h1><p>By Carol Reed</p>')}${quote}`,
      'Carol Reed',
    ],
    [
      'in the tab and in the page',
      `${tab('On mayflies - by Carol Reed')}${head}<a href="/carol">Carol Reed</a>${quote}`,
      'Carol Reed',
    ],
    ['in the tab alone', `${tab('On mayflies - by Carol Reed')}${head}${quote}`, ''],
    [
      'by nobody: the title is such a line',
      `${tab('By Red Rivers')}<h1>By Red Rivers</h1>${quote}`,
      '',
    ],
    ['under a picture', `${head}<figure>By Bob Marsh</figure>${quote}`, ''],
    [
      'by two lines that nothing marks',
      `${head}<p>By Bob Marsh</p><p>By Carol Reed</p>${quote}`,
      '',
    ],
    [
      'by a mark and such a line',
      `${head}<p>By Bob Marsh</p><b class="author">Carol</b>${quote}`,
      'Carol',
    ],
    ['far below', `${head}${quote}${'<p>A day.</p>'.repeat(60)}<p>By Bob Marsh</p>`, ''],
    ['twice', `${head}<p class="byline"><a>Carol</a> and <a>Bob</a></p>${quote}`, 'Carol and Bob'],
    ['only of a comment', `${head}${quote}<article><p class="author">Bob</p>Nice</article>`, ''],
    [
      'of the contribution that is quoted',
      `${head}<p class="byline">Carol</p><article><p class="author">Bob</p>${quote}</article>
        <article><p class="author">Alice</p>Yes</article>`,
      'Bob',
    ],
    [
      'of no one among several',
      `${head}<p class="author">A</p><p class="author">B</p>${quote}`,
      '',
    ],
    ['with a date, which is no name', `${head}<p class="byline">7 May 2026</p>${quote}`, ''],
  ])('has the author that is named %s', async (_, markup, author) => {
    expect(await quoted(markup)).toMatchObject({ author });
  });
});
