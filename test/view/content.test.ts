/** Pages of every kind in a real browser, under the relay's policy. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { brands } from '../words/media-files.ts';
import { GIF, png, wav } from './pictures.ts';
import { ContentBrowser, executablePath } from './content-browser.ts';

describe.skipIf(!executablePath)('in Chromium', () => {
  let browser: ContentBrowser;
  let page: Page;

  beforeAll(async () => {
    browser = await ContentBrowser.open(executablePath ?? '');
    ({ page } = browser);
  }, 30_000);

  beforeEach(async () => {
    browser.requests.splice(0);
    await page.evaluate(() => localStorage.clear());
  });

  afterAll(() => browser?.close());

  async function show(content: string | Buffer, mediaType = 'text/plain', name?: string) {
    const hints = { mediaType, ...(name !== undefined && { name }) };
    const bytes = Buffer.from(content).toString('base64');
    await page.evaluate(([told, base64]) => showContent(told, base64), [hints, bytes] as const);
  }

  const text = () => page.getByRole('region', { name: 'Text of the page' });
  const filled = () => page.locator('.content-text[aria-busy=false]').waitFor();

  describe('text', () => {
    test('is there to the last character, in any script', async () => {
      const source = `one\n\n  two\tthree\r\n${'שלום עולם 🦋 '.repeat(5_000)}\n${'long'.repeat(9_000)}\nend\n`;
      await show(source);
      await filled();
      const lines = source.replaceAll('\r\n', '\n'); // a line ends alike whatever ended it
      expect(await text().evaluate((element) => element.textContent)).toBe(lines);
      expect(await page.locator('.text-block').count()).toBeGreaterThan(3);
    });

    test('is copied as it is, also where a line was cut', async () => {
      const source = `first\n\n${'word '.repeat(20_000)}\nlast`;
      await show(source);
      await filled();
      const copied = await text().evaluate((element) => {
        getSelection()?.selectAllChildren(element);
        const transfer = new DataTransfer();
        const event = new ClipboardEvent('copy', {
          clipboardData: transfer,
          bubbles: true,
          cancelable: true,
        });
        element.dispatchEvent(event);
        return transfer.getData('text/plain');
      });
      expect(copied).toBe(source);
    });

    test('is found by the browser far below the screen', async () => {
      await show(`${'a line of text\n'.repeat(20_000)}the needle\n`);
      await filled();
      expect(
        await page.evaluate(() =>
          (window as unknown as { find: (text: string) => boolean }).find('the needle'),
        ),
      ).toBe(true);
      await page.waitForFunction(() => scrollY > 10_000);
    });

    test('has numbers for its lines when asked, and remembers', async () => {
      await show('one\ntwo\n\nfour');
      await page.getByRole('button', { name: 'Line numbers' }).click();
      await page.locator('[data-line="4"]').waitFor();
      expect(await page.locator('[data-line]').count()).toBe(4);
      expect(await text().evaluate((element) => element.textContent)).toBe('one\ntwo\n\nfour');
      await show('another\npage');
      await page.locator('[data-line="2"]').waitFor();
    });

    test('is scrolled sideways where lines are not wrapped', async () => {
      await show(`${'wide '.repeat(200)}\nnarrow`);
      const overflow = () =>
        text().evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(await overflow()).toBe(0);
      await page.getByRole('button', { name: 'Wrap lines' }).click();
      expect(await overflow()).toBeGreaterThan(1_000);
    });

    test.each([
      ['UTF-16', Buffer.from('\uFEFFGrüße', 'utf16le'), 'text/plain'],
      [
        'a charset that its type names',
        Buffer.from('Grüße', 'latin1'),
        'text/plain; charset=windows-1252',
      ],
      ['a charset that nobody knows', Buffer.from('Grüße'), 'text/plain;charset=martian'],
    ])('is read in %s', async (_what, bytes, mediaType) => {
      await show(bytes, mediaType);
      expect(await text().textContent()).toBe('Grüße');
    });
  });

  describe('code', () => {
    const keyword = () => page.locator('[data-run=keyword]').first();

    test('is coloured by its type or its name, and stays the same text', async () => {
      const source = '// why\nconst a = `b ${c}`;\n';
      await show(source, 'text/javascript');
      await keyword().waitFor();
      expect(await text().evaluate((element) => element.textContent)).toBe(source);
      await show('fn main() {}', 'text/plain', 'main.rs');
      await keyword().waitFor();
      expect(await page.getByLabel('Colours for').inputValue()).toBe('rust');
    });

    test('is coloured in the language that the reader chooses, and in none', async () => {
      await show('def f(): return 1');
      await page.getByLabel('Colours for').selectOption('Python');
      await keyword().waitFor();
      await page.getByLabel('Colours for').selectOption('Plain text');
      await keyword().waitFor({ state: 'detached' });
    });

    test('is left plain where it is long', async () => {
      await show('let a = 1;\n'.repeat(60_000), 'text/javascript');
      await filled();
      expect(await page.getByLabel('Colours for').count()).toBe(0);
    });
  });

  describe('Markdown and HTML', () => {
    test('are shown formatted, and as their source when asked', async () => {
      await show('# Title\n\n*hello*', 'text/markdown');
      const title = page.frameLocator('iframe').getByRole('heading', { name: 'Title' });
      await title.waitFor();
      await page.getByLabel('Source').check();
      expect(await text().textContent()).toBe('# Title\n\n*hello*');
      await page.getByLabel('Formatted').check();
      await title.waitFor();
    });

    test.each([
      ['Markdown too long to be formatted', 'text/markdown', 'word '.repeat(500_000), 'too large'],
      ['Markdown that takes the parser forever', 'text/markdown', 'a_'.repeat(600_000), 'too long'],
      [
        'Markdown nested deeper than any stack',
        'text/markdown',
        `${'*'.repeat(20_000)}deep${'*'.repeat(20_000)}`,
        'could not',
      ],
      ['HTML of very many elements', 'text/html', '<p>x'.repeat(60_000), 'too large'],
      [
        'HTML that opens everything again and again',
        'text/html',
        `${Array.from({ length: 2_000 }, (_, at) => `<b id=${at}>`).join('')}${'<p>x'.repeat(2_000)}`,
        'too large',
      ],
    ])('%s is shown as its source', async (_what, mediaType, source, why) => {
      await show(source, mediaType);
      expect(await page.getByRole('alert').textContent()).toContain(why);
      await filled();
    });
  });

  describe('a picture', () => {
    const picture = (name: string) => page.getByRole('img', { name });

    test('is fitted, at full size when asked, and called by its name', async () => {
      await show(png(4_000, 100), 'text/html', 'banner.png');
      await picture('banner.png').waitFor();
      expect(await page.locator('.content-facts').textContent()).toBe('PNG · 4000 × 100');
      const width = async () => (await picture('banner.png').boundingBox())?.width;
      expect(await width()).toBeLessThan(1_300);
      await page.getByRole('button', { name: 'Full size' }).press('Enter');
      expect(await width()).toBe(4_000);
      await picture('banner.png').click();
      expect(await width()).toBeLessThan(1_300);
    });

    test.each([
      ['that is cut short', png(10).subarray(0, 40), 'damaged'],
      ['with more pixels than memory holds', png(12_000), 'too many pixels'],
      ['of a kind that no browser here shows', brands('heic', 'mif1'), 'this HEIC image'],
    ])('%s is offered for saving', async (_what, bytes, why) => {
      await show(bytes, 'image/png', 'x.png');
      await page.getByText(why).waitFor();
      await page.getByRole('button', { name: 'Save file' }).waitFor();
    });

    const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>`;

    test.each([
      ['compressed', gzipSync(DRAWING)],
      ['in UTF-16', Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${DRAWING}`, 'utf16le')],
      [
        'in another encoding',
        Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?><!--ä-->${DRAWING}`, 'latin1'),
      ],
    ])('in SVG that is %s is drawn', async (_what, bytes) => {
      await show(bytes, 'image/svg+xml', 'drawing.svg');
      await picture('drawing.svg').waitFor();
      const width = await picture('drawing.svg').evaluate(
        (image: HTMLImageElement) => image.naturalWidth,
      );
      expect(width).toBe(20);
    });

    test.each([
      ['holds more than is drawn', gzipSync(Buffer.alloc(5_000_000, ' ')), 'too many parts'],
      ['holds something else', gzipSync('<p>hello'), 'damaged'],
      ['is cut short', gzipSync(DRAWING).subarray(0, 30), 'damaged'],
    ])('in SVG that is compressed and %s is offered for saving', async (_what, bytes, why) => {
      await show(bytes, 'image/svg+xml', 'drawing.svgz');
      await page.getByText(why).waitFor();
    });

    test('in SVG that would keep the browser busy for minutes is offered for saving', async () => {
      const copies = (at: number) => `<g id="a${at + 1}">${`<use href="#a${at}"/>`.repeat(10)}</g>`;
      const levels = Array.from({ length: 9 }, (_, at) => copies(at)).join('');
      const svg = `<svg xmlns="http://www.w3.org/2000/svg"><rect id="a0"/>${levels}</svg>`;
      await show(svg, 'image/svg+xml', 'bomb.svg');
      await page.getByText('too many parts').waitFor();
    });

    test('in SVG runs nothing and asks for nothing, in a tab of its own neither', async () => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" onload="alert(1)">
        <script>alert(2)</script><image href="http://spy.test/a"/><style>@import "http://spy.test/b";</style></svg>`;
      const dialogs: string[] = [];
      browser.context.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      await show(svg, 'image/svg+xml', 'drawing.svg');
      await picture('drawing.svg').waitFor();
      const url = await picture('drawing.svg').getAttribute('src');
      const [tab] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate((address) => void open(address ?? ''), url),
      ]);
      await tab.waitForLoadState();
      await tab.close();
      expect(dialogs).toEqual([]);
      expect(browser.requests).toEqual([]);
    });

    test('that moves is shown as well, and its memory is given back', async () => {
      await show(GIF, 'image/gif', 'dot.gif');
      await picture('dot.gif').waitFor();
      const url = await picture('dot.gif').getAttribute('src');
      await show('text');
      const isThere = () =>
        page.evaluate(async (address) => {
          const image = new Image();
          image.src = address ?? '';
          return await image.decode().then(
            () => true,
            () => false,
          );
        }, url);
      // A drawing may be drawn again for a moment.
      await expect.poll(isThere, { timeout: 10_000 }).toBe(false);
    });
  });

  describe('sound', () => {
    const player = () => page.getByLabel('hush.wav').locator('audio');

    test('plays when asked', async () => {
      await show(wav(), 'application/octet-stream', 'hush.wav');
      await page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 0.4);
      expect(await player().evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true);
      await player().evaluate((audio: HTMLAudioElement) => audio.play());
    });

    test('that cannot be played is offered for saving', async () => {
      await show(wav().subarray(0, 20), 'audio/wav', 'hush.wav');
      await page.getByText('cannot play').waitFor();
      await page.getByRole('button', { name: 'Save file' }).waitFor();
    });
  });
});
