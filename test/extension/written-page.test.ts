// @vitest-environment happy-dom
/** An article on its way to be shared: what its user takes out stays out. */
import { afterEach, expect, test, vi } from 'vitest';
import { onRequest } from '../../extension/browser/messaging.ts';
import type { CapturedPage } from '../../extension/capture/captured-page.ts';
import type { PageRead, PageWanted } from '../../extension/messages.ts';
import { WrittenPage } from '../../extension/ui/share-page/written-page.ts';

const PAGE: CapturedPage = {
  html: '<h1>One</h1><p>Two</p><p>Two</p><p>Three</p>',
  title: 'One',
  author: '',
  address: 'https://site.example/',
  isPrivate: false,
  missingImages: 0,
  hasImages: true,
  notes: [],
};

let stop = () => {};

afterEach(() => stop());

/** A page that is read as often as there are answers. */
function reading(...answers: (PageRead | Partial<CapturedPage>)[]) {
  const wanted: PageWanted[] = [];
  stop = onRequest('readArticle', ({ data }) => {
    wanted.push(data);
    const answer = answers.shift() ?? {};
    if ('outcome' in answer) return answer;
    return { outcome: 'read', page: { ...PAGE, ...answer } };
  });
  return { page: new WrittenPage(7, 'article'), wanted };
}

test('a page is read once, without images, and its address is in it', async () => {
  const { page, wanted } = reading({});
  await Promise.all([page.read(), page.read()]);
  expect(wanted).toEqual([{ tabId: 7, hasImages: false }]);
  expect(page.html.value).toContain('https://site.example/');
});

test.each([{ isPrivate: true }, { address: undefined }] as const)(
  'the address of a page with %j is not in it',
  async (facts) => {
    const { page } = reading(facts as Partial<CapturedPage>);
    await page.read();
    expect(page.html.value).toBe(PAGE.html);
    expect(page.bytes.value).toBe(PAGE.html.length);
  },
);

test('the address of a page for one user alone is in it once that is chosen', async () => {
  const { page } = reading({ isPrivate: true });
  await page.read();
  page.setAddress(true);
  expect(page.html.value).toContain('https://site.example/');
});

test('a page is shown once the preview shows this reading of it, with this choice of its address', async () => {
  const { page } = reading({}, {});
  await page.read();
  const show = () => {
    const state = page.state.value;
    if (state.state === 'read')
      page.setShown({ parts: state.parts, hasAddress: page.hasAddress.value }, true);
  };
  expect(page.isShown.value).toBe(false);
  show();
  expect(page.isShown.value).toBe(true);
  page.takeOut(1);
  expect(page.isShown.value).toBe(true);
  page.setAddress(false);
  expect(page.isShown.value).toBe(false);
  show();
  await page.setImages(true);
  expect(page.isShown.value).toBe(false);
  show();
  expect(page.isShown.value).toBe(true);
});

test('what is taken out is not shared, is told, and comes back', async () => {
  const { page } = reading({ isPrivate: true });
  await page.read();
  page.takeOut(1);
  expect(page.html.value).toBe('<h1>One</h1><p>Two</p><p>Three</p>');
  expect(page.change.value).toEqual({ change: 'taken', words: 'Two' });
  page.putBack(1);
  expect(page.html.value).toBe(PAGE.html);
  for (const block of [0, 1, 2, 3]) page.takeOut(block);
  expect(page.isEmpty.value).toBe(true);
  page.putAllBack();
  expect(page.html.value).toBe(PAGE.html);
});

test('with its images, the same blocks are out', async () => {
  const html = '<figure><img src="data:,"></figure><h1>One</h1><p>Two</p><p>Two</p><p>Three</p>';
  const { page, wanted } = reading({ isPrivate: true }, { html, isPrivate: true });
  await page.read();
  page.takeOut(2);
  await page.setImages(true);
  expect(wanted.at(-1)?.hasImages).toBe(true);
  expect(page.html.value).toBe(html.replace('<p>Two</p><p>Two</p>', '<p>Two</p>'));
  expect(page.change.value).toBeUndefined();
});

test('a block that was out and is not found again is told', async () => {
  const { page } = reading({}, { html: '<p>Two</p><p>Three, changed</p>' });
  await page.read();
  page.takeOut(3);
  page.takeOut(1);
  await page.setImages(true);
  expect([...page.taken.value]).toEqual([0]);
  expect(page.change.value).toEqual({ change: 'lost', count: 1 });
});

test('a page that has gone meanwhile stays as it was read', async () => {
  const { page } = reading({ isPrivate: true }, { outcome: 'unreadable' });
  await page.read();
  await page.setImages(true);
  expect(page.html.value).toBe(PAGE.html);
  expect(page.hasImages.value).toBe(false);
  expect(page.change.value).toEqual({ change: 'kept' });
});

test.each([{ address: 'https://site.example/other' }, { isPrivate: true }])(
  'another page in the same tab is not read: %j',
  async (other) => {
    const { page } = reading({}, { html: '<h1>Other</h1>', ...other });
    await page.read();
    const before = page.html.value;
    await page.setImages(true);
    expect(page.html.value).toBe(before);
    expect(page.hasImages.value).toBe(false);
    expect(page.change.value).toEqual({ change: 'kept' });
  },
);

test('a page without an article may be read again', async () => {
  const { page } = reading({ outcome: 'no-article' }, {});
  await page.read();
  expect(page.state.value.state).toBe('no-article');
  expect(page.html.value).toBeUndefined();
  await page.readAgain();
  expect(page.state.value.state).toBe('read');
});

test('a background that does not answer is told', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const page = new WrittenPage(7, 'quotation');
  await page.read();
  expect(page.state.value.state).toBe('failed');
});
