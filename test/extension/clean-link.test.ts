import { expect, test } from 'vitest';
import { cleanAddress, cleanLink } from '../../extension/capture/clean-link.ts';

const PAGE = 'https://site.example/articles/one?id=7';

test.each([
  ['/about', 'https://site.example/about'],
  ['two', 'https://site.example/articles/two'],
  ['//other.example/x', 'https://other.example/x'],
  ['?id=8#notes', 'https://site.example/articles/one?id=8#notes'],
  ['mailto:alice@example.org', 'mailto:alice@example.org'],
])('the link %j is made whole: %j', (href, whole) => {
  expect(cleanLink(href, PAGE)).toBe(whole);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:https://x/1',
  'file:///etc',
  'http://[',
])('the link %j leads nowhere', (href) => {
  expect(cleanLink(href, PAGE)).toBeUndefined();
});

test.each([
  '#notes',
  `${PAGE}#notes`,
  '',
  '#',
  ' ',
  '?',
  '?token=abc',
  '?id=7&token=abc',
  './one',
  'one#notes',
  '//site.example/articles/one',
  'http://site.example/articles/one',
])('the link %j to the page itself does not tell where a selection is from', (href) => {
  expect(cleanLink(href, PAGE)).toBeUndefined();
});

test.each([
  ['#notes', '/docs/', undefined],
  ['', '/docs/', undefined],
  ['/articles/one', '/docs/', undefined],
  ['one?id=7', '/articles/', undefined],
  ['one', '/docs/', 'https://site.example/docs/one'],
])('the link %j in a page whose links start at %j leads to %j', (href, start, whole) => {
  expect(cleanLink(href, `https://site.example${start}`, PAGE)).toBe(whole);
});

test.each([
  ['https://x.example/?utm_source=a&id=2&FBCLID=b', 'https://x.example/?id=2'],
  ['https://x.example/?gclid=1#part', 'https://x.example/#part'],
  ['https://x.example/?q=a%20b&flag&mc_eid=1', 'https://x.example/?q=a%20b&flag'],
  ['https://x.example/?q=a+b&flag', 'https://x.example/?q=a+b&flag'],
  ['https://alice:secret@x.example/', 'https://x.example/'],
  ['https://www.google.com/url?q=https://x.example/?utm_id=1&sa=U', 'https://x.example/'],
  ['https://l.facebook.com/l.php?u=https%3A%2F%2Fx.example%2F&h=A', 'https://x.example/'],
  ['https://www.google.com/url?q=javascript:1', 'https://www.google.com/url?q=javascript:1'],
])('%j comes without what only tells who follows it: %j', (href, clean) => {
  expect(cleanLink(href, PAGE)).toBe(clean);
});

test.each([
  ['https://x.example/a?utm_medium=m#:~:text=what%20was%20read', 'https://x.example/a'],
  ['https://x.example/a#part:~:text=read', 'https://x.example/a#part'],
  ['file:///home/alice/notes.html', undefined],
])('the address %j of a quoted page is told as %j', (address, told) => {
  expect(cleanAddress(address)).toBe(told);
});
