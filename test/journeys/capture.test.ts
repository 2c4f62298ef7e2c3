/** The extension's reading of a selection in a real page: the test calls the script there as the extension does. */
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type {
  Capture,
  Captured,
  CaptureOptions,
  CaptureSample,
  SelectionSample,
} from '../../extension/capture/captured.ts';
import { EXTENSION } from '../../relay/build.ts';
import { findChromium } from '../support/chromium.ts';
import { GIF, png } from '../view/pictures.ts';

/** In the page. */
declare const mayflyCapture: Capture;
declare const mayflyCaptureSample: CaptureSample;

const SITE = 'http://site.example/';
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
/** Of one colour. */
const DOT = `data:image/gif;base64,${GIF.toString('base64')}`;
const BLACK = `data:image/png;base64,${png(1).toString('base64')}`;
const SQUARE = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`;
const OPTIONS: CaptureOptions = {
  keepsFormatting: true,
  hasImages: false,
  imageBytes: 100_000,
};

describe.skipIf(findChromium() === undefined)('a selection', () => {
  let chrome: Browser;
  let page: Page;
  const requests: string[] = [];

  beforeAll(async () => {
    chrome = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    page = await chrome.newPage();
    await page.route('**/*', (route) => {
      const url = route.request().url();
      requests.push(url);
      if (url.endsWith('/moving')) return route.fulfill({ contentType: 'text/plain', body: GIF });
      if (url.endsWith('.svg'))
        return route.fulfill({ contentType: 'image/svg+xml', body: SQUARE });
      return url === SITE
        ? route.fulfill({
            contentType: 'text/html',
            body: '<!doctype html><title>On  mayflies</title>',
          })
        : route.fulfill({ status: 404 });
    });
    await page.goto(SITE);
    await page.addScriptTag({ path: join(EXTENSION.chromium, 'capture.js') });
  });

  afterAll(() => chrome?.close());
  beforeEach(() => void requests.splice(0));

  /** Shows `html` and captures `selector`, or all of it. */
  async function captured(
    html: string,
    options: Partial<CaptureOptions> = {},
    selector = 'main',
  ): Promise<Captured> {
    await page.evaluate((content) => {
      document.body.innerHTML = `<main>${content}</main>`;
    }, html);
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    return page.evaluate(
      ({ target, given }) => {
        const element = document.querySelector(target);
        if (element instanceof HTMLTextAreaElement) element.select();
        else if (element) getSelection()?.selectAllChildren(element);
        return mayflyCapture(given);
      },
      { target: selector, given: { ...OPTIONS, ...options } },
    );
  }

  async function html(content: string, options?: Partial<CaptureOptions>, selector?: string) {
    return (await captured(content, options, selector)).html;
  }

  test.each([
    ['a word', '<p>just <span>some</span> words</p>', 'main'],
    ['paragraphs', '<p>one</p><div>two</div>', 'main'],
    ['a word in bold', '<p>a <b>day</b></p>', 'b'],
    ['a whole heading', '<h1>Mayflies</h1>', 'main'],
    ['shades of grey', '<p>one</p><p style="color: #777">two</p>', 'main'],
    ['code that has one colour', '<pre>let a = 1;\n  b()</pre>', 'main'],
    ['what stands in a field', '<b>not</b> <textarea>this</textarea>', 'textarea'],
  ])('of %s is plain text', async (_, content, selector) => {
    expect(await html(content, {}, selector)).toBeUndefined();
  });

  /** Selects `selector` in `html`, and reads the start of the selection. */
  async function sampled(html: string, selector = 'main'): Promise<SelectionSample | undefined> {
    await captured(html, {}, selector);
    return page.evaluate(() => mayflyCaptureSample());
  }

  const PLAIN = { hasFormatting: false, hasImages: false };

  test.each([
    ['its words', '<p>They <b>live</b></p><p>a day.</p>', 'They live a day.'],
    ['no script', `<script>${'hidden '.repeat(99)}</script><p>They live.</p>`, 'They live.'],
    ['nothing unseen', `<p hidden>${'hidden '.repeat(99)}</p><p>They live.</p>`, 'They live.'],
    ['no more than it has room for', `<p>${'a day '.repeat(2_000)}</p>`, /^(?:a day ){13}a …$/],
  ])('is sampled with %s', async (_, html, words) => {
    expect((await sampled(html))?.words).toMatch(
      typeof words === 'string' ? new RegExp(`^${words}$`) : words,
    );
  });

  test('is sampled with the choices that there are for it', async () => {
    const pictured = await sampled(`<p>a <b>day</b> <img src="${PIXEL}"></p>`);
    expect(pictured).toMatchObject({ hasFormatting: true, hasImages: true });
    expect(await sampled('<textarea>this</textarea>', 'textarea')).toEqual({
      ...PLAIN,
      words: 'this',
    });
    await captured('<p>just some words</p>');
    const sample = await page.evaluate(() => {
      const text = document.querySelector('p')?.firstChild;
      if (text) getSelection()?.setBaseAndExtent(text, 5, text, 9);
      return mayflyCaptureSample();
    });
    expect(sample).toEqual({ ...PLAIN, words: 'some' });
    await page.evaluate(() => getSelection()?.removeAllRanges());
    expect(await page.evaluate(() => mayflyCaptureSample())).toEqual({ ...PLAIN, words: '' });
  });

  test('is sampled without the characters that dots stand for', async () => {
    const masked = '<p style="-webkit-text-security: disc">secret</p><p>They live.</p>';
    expect((await sampled(masked))?.words).not.toContain('secret');
  });

  test('keeps its line breaks as text', async () => {
    const { text } = await captured('<p>They live <b>a day</b>.</p><p>Then they go.</p>');
    expect(text).toBe('They live a day.\n\nThen they go.');
  });

  test('is text alone where that is wanted', async () => {
    expect(await html('<p>a <b>day</b></p>', { keepsFormatting: false })).toBeUndefined();
  });

  test.each([
    ['bold', '<p>a <b>day</b></p>'],
    ['headings', '<h1>Mayflies</h1><p>live</p>'],
    ['lists', '<ul><li>one<ul><li>deep</li></ul></li></ul><ol start="3"><li>two</li></ol>'],
    ['tables', '<table><tbody><tr><th>May</th><td colspan="2">5</td></tr></tbody></table>'],
    ['code', '<p>call <code>it</code></p><pre>a\n  b</pre>'],
  ])('keeps %s', async (_, content) => {
    expect(await html(content)).toBe(content);
  });

  test.each([
    ['font-weight: bold', 'font-weight: 700'],
    ['font-style: italic', 'font-style: italic'],
    ['text-decoration: line-through', 'text-decoration: line-through'],
    ['font-size: 2em', 'font-size: 200%'],
    ['font-family: monospace', 'font-family: Menlo, monospace'],
    ['color: rgb(220, 20, 60)', 'color: crimson'],
    ['color: oklch(0.6 0.2 20)', 'color: oklch(0.6 0.2 20)'],
    ['background-color: rgb(255, 255, 0)', 'background: yellow'],
    ['vertical-align: super', 'vertical-align: super'],
  ])("keeps a sheet's %s", async (kept, declared) => {
    expect(await html(`<style>span { ${declared} }</style><p>a <span>day</span></p>`)).toContain(
      kept,
    );
  });

  test('tells sizes against what most of it has', async () => {
    const sized =
      '<div style="font-size: 9px"><p>most of it</p><p style="font-size: 18px">big</p></div>';
    expect(await html(sized)).toBe('<div><p>most of it</p><p style="font-size: 2em">big</p></div>');
  });

  test('keeps nothing of its page beside that', async () => {
    const content = `<div id="x" class="y" onclick="z()" style="position: fixed; top: 0"><p data-a="1">a <b>day</b></p></div>`;
    expect(await html(content)).toBe('<p>a <b>day</b></p>');
  });

  test.each([
    ['scripts', '<script>1</script>'],
    ['styles', '<style>p { margin: 0 }</style>'],
    ['frames', '<iframe srcdoc="x"></iframe>'],
    ['what was typed into fields', '<input value="x"><textarea>x</textarea>'],
    ['what drawings do not show', '<svg><script>1</script><title>x</title></svg>'],
    ['comments', '<!-- x -->'],
    ['what is not displayed', '<p style="display: none">x</p>'],
    ['what is not to be copied', '<p style="user-select: none">x</p>'],
  ])('leaves out %s', async (_, content) => {
    expect(await html(`<p>a <b>day</b></p>${content}`)).toBe('<p>a <b>day</b></p>');
  });

  test('of a form is what can be read in it, whatever its fields are called', async () => {
    const form =
      '<form><input name="childNodes"><input name="localName"><p>a <b>day</b></p></form>';
    expect(await html(form)).toBe('<p>a <b>day</b></p>');
  });

  test('makes links whole and takes from them what tracks', async () => {
    const links =
      '<p><a href="/x?utm_source=a&id=2" ping="/p" target="_top">x</a> <a href="#y">y</a></p>';
    expect(await html(links)).toBe(`<p><a href="${SITE}x?id=2">x</a> y</p>`);
  });

  test('that starts and ends in the middle is only that', async () => {
    await captured('<ol><li>one</li><li>two</li><li>three</li></ol>');
    const cut = await page.evaluate((options) => {
      const [, second, third] = document.querySelectorAll('li');
      if (second?.firstChild && third?.firstChild) {
        getSelection()?.setBaseAndExtent(second.firstChild, 1, third.firstChild, 3);
      }
      return mayflyCapture(options);
    }, OPTIONS);
    expect(cut.html).toBe('<ol start="2"><li>wo</li><li>thr</li></ol>');
  });

  test('in a box has room around it', async () => {
    const box = '<div style="background: gold; padding: 8px">a <b>day</b></div>';
    expect(await html(box)).toMatch(/background-color: rgb\(255, 215, 0\); padding: 0.25em 0.6em"/);
  });

  test('of rows is a table', async () => {
    const rows = await html('<table><tr><td>1<tr class="x"><td>2<td>3</table>', {}, '.x');
    expect(rows).toBe('<table><tbody><tr><td>2</td><td>3</td></tr></tbody></table>');
  });

  test('in colours made for a dark page takes its ground along', async () => {
    const dark =
      '<div style="background: #111; color: #eee"><p>a <i style="color: #f77">day</i></p></div>';
    const copy = (await html(dark, {}, 'main > div')) ?? '';
    expect(copy).toMatch(
      /^<div style="background-color: rgb\(17, 17, 17\); color: rgb\(238, 238, 238\)/,
    );
  });

  test('loads no image that is not asked for, and shows its text', async () => {
    const image = '<p>a <b>fly</b> <img src="/fly.svg" alt="a fly"></p>';
    const { html: copy } = await captured(image);
    expect(copy).toBe('<p>a <b>fly</b> a fly</p>');
    expect(requests.filter((url) => url.endsWith('.svg'))).toHaveLength(1); // by the page itself
  });

  test('has images in it where they are asked for, but for those that nobody sees', async () => {
    const images = `<p><img src="/fly.svg" alt="a fly" srcset="/fly.svg 2x"><img src="${PIXEL}"></p>`;
    const { html: copy, missingImages } = await captured(images, { hasImages: true });
    const data = `data:image/svg+xml;base64,${btoa(SQUARE)}`;
    expect(copy).toContain(`<img alt="a fly" width="5" height="5" src="${data}">`);
    expect(copy?.match(/<img/g)).toHaveLength(1);
    expect(missingImages).toBe(0);
  });

  test('has an image with its own bytes, whatever the server says that it is', async () => {
    const image = '<p>a <b>day</b> <img src="/moving" width="40" height="30"></p>';
    const { html: copy, missingImages } = await captured(image, { hasImages: true });
    expect(copy).toContain(`src="${DOT}"`);
    expect(missingImages).toBe(0);
  });

  test.each([
    ['no address yet', '<img data-src="/fly.svg" alt="a fly">', 'a fly', 1],
    [
      'a pixel in its place',
      `<img src="${PIXEL}" data-src="/fly.svg" width="90" height="60">`,
      '',
      1,
    ],
    [
      'a pixel that is told in words',
      `<img src="${PIXEL}" width="90" height="60" alt="a fly">`,
      'a fly',
      1,
    ],
    [
      'an empty drawing in its place',
      `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>" data-srcset="/fly.svg 2x" alt="a fly">`,
      'a fly',
      1,
    ],
    [
      'only a role',
      '<div role="img" aria-label="a fly" style="width: 9px; height: 9px"></div>',
      'a fly',
      1,
    ],
    ['only a drawing of a script', '<canvas width="90" height="60"></canvas>', '', 1],
    ['a pixel that keeps room', `<img src="${PIXEL}" width="90" height="60">`, '', 0],
    ['a real picture that is shown as a pixel', '<img src="/fly.svg" width="1" height="1">', '', 0],
    ['a sign beside a text', '<svg width="16" height="16"></svg>', '', 0],
    ['a role around text that is seen', '<span role="img" aria-label="a fly">🪰</span>', '🪰', 0],
  ])('of an image that has %s', async (_, image, text, missing) => {
    const { html: copy, missingImages } = await captured(`<p>a <b>day</b> ${image}</p>`, {
      hasImages: true,
    });
    expect(copy?.replace(/<[^b/][^>]*>|<\/(?!b>)[^>]*>/g, '').trim()).toBe(
      `a <b>day</b> ${text}`.trim(),
    );
    expect(missingImages).toBe(missing);
  });

  test('has a pixel that is shown large, for that is what was seen', async () => {
    const image = `<p>a <b>day</b> <img src="${BLACK}" width="90" height="60"></p>`;
    const { html: copy, missingImages } = await captured(image, { hasImages: true });
    expect(copy).toContain(`<img alt="" width="90" height="60" src="${BLACK}">`);
    expect(missingImages).toBe(0);
  });

  test.each([
    ['cannot be had', '/gone.png', 100_000],
    ['would not fit into a page', '/fly.svg', 200],
  ])('has the text of an image that %s', async (_, src, imageBytes) => {
    const image = `<p>a <b>day</b> <img src="${src}" alt="a fly"></p>`;
    const { html: copy, missingImages } = await captured(image, { hasImages: true, imageBytes });
    expect(copy).toBe('<p>a <b>day</b> a fly</p>');
    expect(missingImages).toBe(1);
  });

  test('is markup where it has the text of an image that cannot be had', async () => {
    const image = '<p>a day</p><img src="/gone.png" alt="a fly">';
    const { html: copy, missingImages } = await captured(image, { hasImages: true });
    expect(copy).toBe('<p>a day</p>a fly');
    expect(missingImages).toBe(1);
  });

  test('does not tell where it is from', async () => {
    expect(JSON.stringify(await captured('<p>a <b>day</b></p>'))).not.toContain('site.example');
  });
});
