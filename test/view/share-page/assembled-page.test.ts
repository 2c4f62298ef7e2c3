// @vitest-environment happy-dom
/** The page that is made of what was read: nothing that was taken out is in it. */
import { expect, test } from 'vitest';
import type { CapturedPage } from '../../../extension/capture/captured-page.ts';
import { PageParts } from '../../../extension/ui/share-page/assembled-page.ts';

const PAGE: CapturedPage = {
  html: '<h1>Mayflies</h1><p>By Anna</p><p>They live a day.</p>',
  title: 'Mayflies & <others>',
  author: 'Anna',
  address: 'https://pond.example/?a=1&b=2',
  isPrivate: false,
  missingImages: 0,
  hasImages: false,
  notes: [],
};
const ALL = { taken: new Set<number>(), hasAddress: true };
const LINK = '<a href="https://pond.example/?a=1&amp;b=2">Mayflies &amp; &lt;others&gt;</a>';

function body(html: string): HTMLElement {
  const shown = document.createElement('body');
  shown.innerHTML = html;
  return shown;
}

test('an article has its address at the end, if that is wanted', () => {
  const article = new PageParts(PAGE, 'article');
  expect(article.assemble(ALL)).toBe(
    `${PAGE.html}<hr><p>— ${LINK}<br><small>https://pond.example/?a=1&amp;b=2</small></p>`,
  );
  expect(article.assemble({ ...ALL, hasAddress: false })).toBe(PAGE.html);
});

test('a quotation has its author and title below it', () => {
  const quotation = new PageParts({ ...PAGE, html: '<p>One</p><p>Two</p>' }, 'quotation');
  const quoted = (source: string) =>
    `<figure><blockquote><p>One</p><p>Two</p></blockquote><figcaption>— Anna, <cite>${source}</cite></figcaption></figure>`;
  expect(quotation.assemble(ALL)).toBe(quoted(LINK));
  expect(quotation.assemble({ ...ALL, hasAddress: false })).toBe(
    quoted('Mayflies &amp; &lt;others&gt;'),
  );
});

test.each([
  [{ author: '' }, /<figcaption>— <cite>Mayflies/],
  [{ title: '' }, /<figcaption>— Anna<\/figcaption>/],
  [{ author: '', title: '' }, /<\/blockquote><\/figure>$/],
])('a quotation without %j names what there is', (lacking, expected) => {
  const quotation = new PageParts({ ...PAGE, ...lacking }, 'quotation');
  expect(quotation.assemble({ ...ALL, hasAddress: false })).toMatch(expected);
});

test('what was taken out is not in it, and comes back', () => {
  const article = new PageParts(PAGE, 'article');
  expect(article.words).toEqual(['Mayflies', 'By Anna', 'They live a day.']);
  const some = { taken: new Set([0, 1]), hasAddress: false };
  expect(article.assemble(some)).toBe('<p>They live a day.</p>');
  expect(article.assemble({ ...some, taken: new Set() })).toBe(PAGE.html);
});

test.each(['article', 'quotation'] as const)(
  'the preview of an %s finds the same blocks',
  (form) => {
    const parts = new PageParts({ ...PAGE, html: `loose <b>text</b>${PAGE.html}` }, form);
    for (const hasAddress of [true, false]) {
      const shown = body(parts.assemble({ ...ALL, hasAddress }));
      const found = parts.blocksIn(shown, { hasAddress });
      expect(found.map(({ textContent }) => textContent)).toEqual([
        'loose text',
        'Mayflies',
        'By Anna',
        'They live a day.',
        ...(form === 'quotation' ? ['— Anna, Mayflies & <others>'] : []),
      ]);
    }
  },
);

test('a page without an address promises none', () => {
  const { address: _, ...page } = PAGE;
  const article = new PageParts(page, 'article');
  expect(article.assemble(ALL)).toBe(PAGE.html);
  expect(article.blocksIn(body(article.assemble(ALL)), ALL)).toHaveLength(3);
});

test('the link of a quotation repeats no words of it once a part is taken out', () => {
  const address = 'https://pond.example/#:~:text=One,Two';
  const quotation = new PageParts({ ...PAGE, html: '<p>One</p><p>Two</p>', address }, 'quotation');
  expect(quotation.assemble(ALL)).toContain('href="https://pond.example/#:~:text=One,Two"');
  const some = quotation.assemble({ ...ALL, taken: new Set([0]) });
  expect(some).toContain('href="https://pond.example/"');
  expect(some).not.toContain('One');
});

test.each(['article', 'quotation'] as const)(
  'the address of an %s is told as it is shared',
  (form) => {
    const parts = new PageParts({ ...PAGE, address: 'https://pond.example/#:~:text=One' }, form);
    for (const taken of [[], [0], [parts.words.length - 1], parts.words.keys()]) {
      for (const hasAddress of [true, false]) {
        const choice = { taken: new Set(taken), hasAddress };
        const links = body(parts.assemble(choice)).querySelectorAll(
          'a[href^="https://pond.example/"]',
        );
        const addresses = [...links].map((link) => link.getAttribute('href'));
        expect(addresses).toEqual([parts.addressIn(choice) ?? []].flat());
      }
    }
  },
);

test('the line under a quotation is a part of it that can be taken out', () => {
  const quotation = new PageParts({ ...PAGE, html: '<p>One</p>' }, 'quotation');
  expect(quotation.words).toEqual(['One', '— Anna, Mayflies & <others>']);
  const shown = body(quotation.assemble(ALL));
  expect(quotation.blocksIn(shown, ALL).map(({ nodeName }) => nodeName)).toEqual([
    'P',
    'FIGCAPTION',
  ]);
  const alone = quotation.assemble({ ...ALL, taken: new Set([1]) });
  expect(alone).toBe('<figure><blockquote><p>One</p></blockquote></figure>');
});

test('the line under a quotation is no content', () => {
  const quotation = new PageParts({ ...PAGE, html: '<p>One</p>' }, 'quotation');
  expect(quotation.isEmpty(new Set([0]))).toBe(true);
  expect(quotation.isEmpty(new Set([1]))).toBe(false);
});
