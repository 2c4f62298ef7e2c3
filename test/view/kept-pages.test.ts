// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { addressOf } from '../../relay/client/index.ts';
import { HeldPages } from '../../relay/web/held-pages.ts';
import { forget, keepPages, takeBack } from '../../relay/web/kept-pages.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(() => sessionStorage.clear());

async function holding(...texts: readonly string[]): Promise<HeldPages> {
  const pages = new HeldPages();
  for (const text of texts) pages.keep(await addressOf(bytes(text)), bytes(text));
  return pages;
}

test('what a tab held before it was left is held when its reader comes back', async () => {
  keepPages(await holding('one', 'two'));
  const back = new HeldPages();
  const taken = takeBack(back);
  expect(taken).toHaveLength(2);
  for (const text of ['one', 'two']) {
    expect(back.get(await addressOf(bytes(text)))).toEqual(bytes(text));
  }
});

test('once it is back nothing of it is kept besides', async () => {
  sessionStorage.setItem('draft', 'mine');
  keepPages(await holding('one'));
  takeBack(new HeldPages());
  expect(takeBack(new HeldPages())).toEqual([]);
  expect(sessionStorage.getItem('draft')).toBe('mine');
});

test('a document that was in memory all the time forgets what was kept', async () => {
  keepPages(await holding('one'));
  forget();
  expect(takeBack(new HeldPages())).toEqual([]);
});

test('what does not fit leaves out itself and nothing else', async () => {
  const pages = await holding('one');
  const large = new Uint8Array(4 * 1024 * 1024);
  pages.keep(await addressOf(large), large);
  keepPages(pages);
  expect(takeBack(new HeldPages())).toEqual([await addressOf(bytes('one'))]);
});

test('a tab that may keep nothing goes on', async () => {
  vi.stubGlobal('sessionStorage', undefined);
  keepPages(await holding('one'));
  expect(takeBack(new HeldPages())).toEqual([]);
  vi.unstubAllGlobals();
});
