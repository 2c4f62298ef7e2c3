// @vitest-environment happy-dom
/** The parts of a page that its reader can take out before it is shared. */
import { expect, test } from 'vitest';
import {
  blocksOf,
  firstWords,
  namesOf,
  removeBlocks,
  wrapLooseText,
} from '../../../extension/ui/share-page/removable-blocks.ts';

const LONG = 'word '.repeat(150).trim();

function content(html: string): HTMLElement {
  const root = document.createElement('body');
  root.innerHTML = html;
  wrapLooseText(root);
  return root;
}

function blocks(html: string): string[] {
  return blocksOf(content(html)).map(({ localName, textContent }) =>
    `${localName} ${textContent.trim().slice(0, 9)}`.trim(),
  );
}

/** What is left of a page without the blocks with these numbers. */
function without(html: string, ...numbers: number[]): string {
  const root = content(html);
  const all = blocksOf(root);
  removeBlocks(
    root,
    numbers.flatMap((number) => all[number] ?? []),
  );
  return root.innerHTML;
}

test.each([
  ['<h1>One</h1><p>Two</p>', ['h1 One', 'p Two']],
  ['<div><div><p>One</p><p>Two</p></div></div><p>Three</p>', ['p One', 'p Two', 'p Three']],
  ['<div>One <b>and</b> more</div>', ['div One and m']],
  ['<ul><li>One</li><li>Two</li></ul>', ['ul OneTwo']],
  ['<table><tbody><tr><td>One</td></tr></tbody></table>', ['table One']],
  ['<figure><img src="data:,"></figure>', ['figure']],
  ['<blockquote><p>One</p><p>Two</p></blockquote>', ['blockquote OneTwo']],
  ['<pre>One</pre><div> </div><p></p><hr><p>Two</p>', ['pre One', 'p Two']],
])('of %s they are %j', (html, expected) => {
  expect(blocks(html)).toEqual(expected);
});

test('text beside blocks is a block too', () => {
  expect(blocks('One <i>and</i> more<p>Two</p>Three')).toEqual([
    'div One and m',
    'p Two',
    'div Three',
  ]);
  expect(blocks('alone')).toEqual(['div alone']);
});

test('the long points of a list, and what is in them, are blocks of their own', () => {
  const chat = `<ul><li>short</li><li><p>${LONG}</p><ul><li>an answer</li></ul></li></ul>`;
  expect(blocks(chat)).toEqual(['li short', 'p word word', 'ul an answer']);
});

test('the rows of a long table are blocks of their own, and cells only where they hold pages', () => {
  const row = (cell: string) => `<tr><td>${cell}</td><td>b</td></tr>`;
  expect(blocks(`<table>${row(LONG)}${row('two')}</table>`)).toEqual(['tr word word', 'tr twob']);
  expect(blocks(`<table>${row(`<p>${LONG}</p><p>more</p>`)}</table>`)).toEqual([
    'p word word',
    'p more',
    'td b',
  ]);
});

test('no block lies in another, and together they say all that the page says', () => {
  const html = `a<div>b<p>c</p><ul><li>d ${LONG}<ol><li>e</li></ol>f</li></ul></div><dl><dt>g<dd>h</dl>`;
  const root = content(html);
  const all = blocksOf(root);
  expect(all.map(({ textContent }) => textContent).join('')).toBe(root.textContent);
  expect(all.some((one) => all.some((other) => other !== one && other.contains(one)))).toBe(false);
});

test('what is taken out is gone, with what stood around it alone', () => {
  expect(without('<div><div><p>One</p></div></div><p>Two</p>', 0)).toBe('<p>Two</p>');
  expect(without('<div><p>One</p><p>Two</p></div>', 0)).toBe('<div><p>Two</p></div>');
  expect(without('<p>One</p><p>Two</p>', 0, 1)).toBe('');
});

test('a cell that is taken out leaves the others in their columns', () => {
  const html = `<table><tbody><tr><td><p>${LONG}</p><p>x</p></td><td>b</td></tr></tbody></table>`;
  expect(without(html, 0, 1)).toBe('<table><tbody><tr><td></td><td>b</td></tr></tbody></table>');
  expect(without(html, 0, 1, 2)).toBe('');
});

test.each([
  ['<p>Few  words\n here</p>', 'Few words here'],
  ['<ul><li>One.</li><li><b>Tw</b>o.</li></ul>', 'One. Two.'],
  [`<p>${LONG}</p>`, 'word word word word word word word word word…'],
  [`<p>${'x'.repeat(60)}</p>`, `${'x'.repeat(48)}…`],
  ['<figure><img></figure>', ''],
])('%s is known by its first words', (html, words) => {
  expect(blocksOf(content(html)).map(firstWords)).toEqual([words]);
});

test('blocks have names that stay when others come or go', () => {
  const before = namesOf(blocksOf(content('<p>same</p><p>same</p><p>last</p>')));
  const after = namesOf(blocksOf(content('<p>same</p><p>new</p><p>same</p><p>last</p>')));
  expect(new Set(before).size).toBe(3);
  expect(before.map((name) => after.indexOf(name))).toEqual([0, 2, 3]);
});
