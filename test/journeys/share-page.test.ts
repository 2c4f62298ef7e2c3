/** Sharing the page that one reads: from each entrance, through the preview, to the page that a reader sees. */
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { Browser } from './browser.ts';
import { ESSAY_PARAGRAPHS, READ_HOST, ReadSite } from './read-site.ts';
import { RelayProcess } from './relay.ts';
import { ToastSight } from './toast-sight.ts';

describe.skipIf(findChromium() === undefined)('sharing the page that one reads', () => {
  let relay: RelayProcess;
  let site: ReadSite;
  let alice: Browser;

  beforeAll(async () => {
    [relay, site] = await Promise.all([RelayProcess.start(), ReadSite.open()]);
    alice = await Browser.open({ relay: relay.origin, foreignName: READ_HOST });
  });

  afterEach(() => alice.closeTabs());

  afterAll(async () => {
    site?.close();
    await alice?.close();
    await relay?.stop();
  });

  /** A tab with this page of the site, which the extension may read: its user has pressed the button there. */
  async function reading(path: string): Promise<Page> {
    const tab = await alice.visit(site.url(path));
    await alice.pressButton(tab);
    return tab;
  }

  /** The preview that the popup opens. */
  async function previewByPopup(tab: Page, form: string): Promise<Page> {
    const popup = await alice.pressButton(tab);
    await popup.press('This page');
    await popup.press(form);
    return alice.tab(FORMS[form] ?? '');
  }

  async function share(preview: Page): Promise<void> {
    await preview.getByRole('button', { name: 'Share', exact: true }).click();
  }

  /** Shares, and resolves to the link when the toast in the page has told of it. */
  async function shareAndReturn(preview: Page, source: Page): Promise<string> {
    const closing = preview.waitForEvent('close');
    await share(preview);
    await closing;
    const toast = await ToastSight.of(source);
    await toast.says('Link copied');
    return alice.clipboard();
  }

  /** A reader without the extension: it leaves the relay alone under this name. */
  async function read(link: string): Promise<Page> {
    return alice.visit(link.replace('localhost', '127.0.0.1'));
  }

  test('an article, by the popup: a reader sees the words of the preview, and no part that was taken out', async () => {
    const source = await reading('/essay');
    const preview = await previewByPopup(source, 'Article');
    const page = preview.frameLocator('iframe');
    await takeOut(page, 'For two years');
    await takeOut(page, 'In the morning');
    await preview.getByText('2 parts are taken out.').waitFor();
    const previewed = await wordsIn(page);
    const reader = await read(await shareAndReturn(preview, source));
    const words = await wordsIn(reader.frameLocator('.content-frame'));
    expect(words).toBe(previewed);
    expect(words).toContain(ESSAY_PARAGRAPHS[0]);
    expect(words).toContain(ESSAY_PARAGRAPHS[2]);
    expect(words).not.toMatch(/two years lived|In the morning|typed and not sent|Topics/);
    const link = reader.frameLocator('.content-frame').getByRole('link', { name: /A day above/ });
    expect(await link.getAttribute('href')).toBe(site.url('/essay'));
  });

  test('Undo in the toast deletes what was shared', async () => {
    const source = await reading('/essay');
    const preview = await previewByPopup(source, 'Article');
    await preview.frameLocator('iframe').getByText('For two years').waitFor();
    const closing = preview.waitForEvent('close');
    await share(preview);
    await closing;
    const toast = await ToastSight.of(source);
    await toast.says('Link copied');
    await toast.press('Undo');
    await toast.says('Deleted');
    const reader = await read(await alice.clipboard());
    await reader.getByText('Nobody has this page now').waitFor();
  });

  test('behind a login, by the menu, the address is off by itself', async () => {
    const source = await reading('/letter?session=q8Zr2LwX7vT1kPbN5mYc');
    await alice.chooseMenu(source, { menuItemId: 'share-page' });
    const preview = await alice.tab('as=article');
    await preview.getByText('seems to be for you alone').waitFor();
    const page = preview.frameLocator('iframe');
    expect(await preview.getByLabel('With the page’s address').isChecked()).toBe(false);
    expect(await wordsIn(page)).not.toContain(READ_HOST);
    await preview.getByLabel('With the page’s address').check();
    await page.getByText(site.url('/letter'), { exact: true }).waitFor(); // without what opens it
    await preview.getByLabel('With the page’s address').uncheck();
    const reader = await read(await shareAndReturn(preview, source));
    const words = await wordsIn(reader.frameLocator('.content-frame'));
    expect(words).toContain(ESSAY_PARAGRAPHS[3]);
    expect(words).not.toMatch(/essays\.example|q8Zr2LwX/);
  });

  test('where there is no article, by the key, the selection is shared as a quotation of its place', async () => {
    const source = await reading('/board');
    await source.evaluate(() => {
      getSelection()?.selectAllChildren(document.querySelector('p') ?? document.body);
    });
    await alice.pressShortcut(source, 'share-page');
    const preview = await alice.tab('as=article');
    await preview.getByText('has no article').waitFor();
    await preview.getByRole('button', { name: 'Quotation' }).click();
    await preview.frameLocator('iframe').getByText('Nobody').waitFor();
    const previewed = await wordsIn(preview.frameLocator('iframe'));
    const reader = await read(await shareAndReturn(preview, source));
    const quoted = reader.frameLocator('.content-frame');
    expect(await wordsIn(quoted)).toBe(previewed);
    expect(await wordsIn(quoted)).toBe('Nobody is on the bridge.— Departures');
    const link = quoted.getByRole('link', { name: 'Departures' });
    expect(await link.getAttribute('href')).toBe(
      `${site.url('/board')}#:~:text=Nobody%20is%20on%20the%20bridge.`,
    );
  });

  test('what is seen, by the address bar: what is cropped away or blacked out is in no pixel', async () => {
    const source = await reading('/board');
    await alice.enterInAddressBar('this page');
    const preview = await alice.tab('as=article');
    await preview.getByRole('button', { name: 'What you see' }).click();
    await drag(preview, 'Crop', [0.25, 0.5], [0.75, 0.9]);
    await drag(preview, 'Black out', [0.4, 0.6], [0.6, 0.8]);
    const reader = await read(await shareAndReturn(preview, source));
    const { width, height, colours } = await pictureIn(reader, [
      [0.5, 0.5],
      [0.05, 0.05],
    ]);
    expect(width / 1280).toBeCloseTo(0.5, 1);
    expect(height / 720).toBeCloseTo(0.4, 1);
    expect(colours.map(nameOf)).toEqual(['black', 'green']);
  });

  test('the whole page, by the popup, is a picture down to its end', async () => {
    const source = await reading('/board');
    const preview = await previewByPopup(source, 'Whole page');
    await preview.getByRole('img', { name: 'Picture of the page' }).waitFor();
    const reader = await read(await shareAndReturn(preview, source));
    const { height, colours } = await pictureIn(reader, [[0.5, 0.999]]);
    expect(height).toBe(await source.evaluate(() => document.documentElement.scrollHeight));
    expect(colours.map(nameOf)).toEqual(['green']);
  });

  test('from a picture, the preview goes to a quotation of what is selected', async () => {
    const source = await alice.visit(site.url('/board'));
    await source.evaluate(() => {
      getSelection()?.selectAllChildren(document.querySelector('p') ?? document.body);
    });
    const preview = await previewByPopup(source, 'What you see');
    await preview.getByRole('img', { name: 'Picture of the page' }).waitFor();
    await preview.getByRole('radio', { name: 'Quotation' }).check();
    const page = preview.frameLocator('iframe');
    await page.getByText('Nobody').waitFor();
    expect(await wordsIn(page)).toBe('Nobody is on the bridge.— Departures');
  });

  test('by a link that opens once, the preview stays and tells of it', async () => {
    const source = await reading('/essay');
    const preview = await previewByPopup(source, 'Article');
    await preview.getByRole('combobox', { name: 'The link opens' }).selectOption('once');
    await preview.frameLocator('iframe').getByText('For two years').waitFor();
    await share(preview);
    await preview.getByText('Link copied').waitFor();
    const reader = await read(await alice.clipboard());
    await reader.getByRole('button', { name: 'Open', exact: true }).click();
    const words = await wordsIn(reader.frameLocator('.content-frame'));
    expect(words).toContain(ESSAY_PARAGRAPHS[3]);
  });

  test('a page that was left is shared as it was read, and reads no other page', async () => {
    const source = await reading('/essay');
    const preview = await previewByPopup(source, 'Article');
    const previewed = await wordsIn(preview.frameLocator('iframe'));
    await source.goto(site.url('/letter'));
    await preview.bringToFront();
    await preview.getByLabel('With pictures').check();
    await preview.getByText('could not be read again').first().waitFor();
    await source.close();
    await share(preview);
    await preview.getByText('Link copied').waitFor(); // nobody is there to be told of it
    const reader = await read(await alice.clipboard());
    expect(await wordsIn(reader.frameLocator('.content-frame'))).toBe(previewed);
    await preview.reload();
    await preview.getByText('cannot read this page').waitFor();
  });

  test('a preview that is loaded again reads the page again, with nothing taken out', async () => {
    const source = await reading('/essay');
    const preview = await previewByPopup(source, 'Article');
    const page = preview.frameLocator('iframe');
    const before = await wordsIn(page);
    await takeOut(page, 'For two years');
    await preview.reload();
    await page.getByText('For two years').waitFor();
    expect(await wordsIn(page)).toBe(before);
  });
});

/** The ends of the addresses of previews, by the name of their form. */
const FORMS: Readonly<Record<string, string>> = {
  Article: 'as=article',
  'What you see': 'as=view',
  'Whole page': 'as=whole',
  Quotation: 'as=quotation',
};

/** A point of a picture, in parts of its width and height. */
type Point = readonly [x: number, y: number];

/** The colours of the board. A picture that is a WebP has nearly these. */
const COLOURS = { black: [0, 0, 0], green: [12, 107, 100] };

function nameOf(colour: readonly number[]): string {
  const isNear = (one: readonly number[]) =>
    one.every((part, i) => Math.abs(part - (colour[i] ?? 0)) < 8);
  const [name = colour.join(' ')] = Object.entries(COLOURS).find(([, one]) => isNear(one)) ?? [];
  return name;
}

/** Chooses a tool of the preview, and draws an area with the mouse. */
async function drag(preview: Page, tool: string, from: Point, to: Point): Promise<void> {
  await preview.getByLabel(tool, { exact: true }).check();
  const box = await preview.getByRole('img', { name: 'Picture of the page' }).boundingBox();
  if (!box) throw new Error('expected a picture');
  const at = ([x, y]: Point) => [box.x + x * box.width, box.y + y * box.height] as const;
  await preview.mouse.move(...at(from));
  await preview.mouse.down();
  await preview.mouse.move(...at(to), { steps: 3 });
  await preview.mouse.up();
}

/** The size of the picture that a reader has, and its colours at these points. */
async function pictureIn(reader: Page, points: readonly Point[]) {
  const picture = reader.locator('.content-image-picture:not([hidden])');
  return picture.evaluate(async (image: HTMLImageElement, places) => {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const colours = places.map(([x, y]) => {
      const pixel = context?.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1);
      return [...(pixel?.data ?? [])].slice(0, 3);
    });
    return { width, height, colours };
  }, points);
}

async function takeOut(page: FrameLocator, words: string): Promise<void> {
  await page.getByText(words).click();
  await page.getByText(`Taken out: ${words}`).waitFor();
}

/** The words of a shown page, without the preview's own. */
async function wordsIn(page: FrameLocator): Promise<string> {
  await page.locator('body > *').first().waitFor({ state: 'attached' });
  return page.locator('body').evaluate((body) => {
    const copy = body.cloneNode(true) as HTMLElement; // a clone is of the same kind
    for (const own of copy.querySelectorAll('.take-out, .taken-out')) own.remove();
    return copy.textContent.replaceAll(/\s+/g, ' ').trim();
  });
}
