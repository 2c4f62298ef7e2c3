import { expect, test, vi } from 'vitest';
import { LibraryViewing } from '../../extension/background/library.ts';
import type { LibraryUpdate } from '../../extension/messages.ts';
import { bytesOf, HOME, keep, scene } from './scene.ts';

function library(background = scene()) {
  const said: LibraryUpdate[] = [];
  const viewing = new LibraryViewing(background.deps, (update) => said.push(update));
  const says = (update: unknown) =>
    vi.waitFor(() => expect(said.at(-1)).toMatchObject(update as LibraryUpdate));
  return { ...background, viewing, said, says };
}

test('all pages come first, the latest at the head, and then what changes', async () => {
  const before = scene();
  const first = await keep(before.pages, bytesOf('1'), [HOME], 1);
  const second = await keep(before.pages, bytesOf('2'), [HOME], 2);
  const { said, says, pages } = library(before);
  await says({ type: 'pages', pages: [{ address: second }, { address: first }] });
  expect(said[0]).toEqual({ type: 'start', count: 2 });
  said.length = 0;
  await pages.addServed(new Map([[first, { bytes: 3, times: 1, at: 5 }]]));
  await vi.waitFor(() => {
    expect(said).toContainEqual({
      type: 'pages',
      pages: [expect.objectContaining({ address: first, servedBytes: 3, servedTimes: 1 })],
    });
  });
  await pages.remove(second);
  await vi.waitFor(() => expect(said).toContainEqual({ type: 'gone', addresses: [second] }));
});

test('holders are counted of the pages on the screen, and of no other', async () => {
  const before = scene();
  const first = await keep(before.pages, bytesOf('1'));
  const second = await keep(before.pages, bytesOf('2'));
  await before.seeding.refresh();
  before.clientOf().open();
  const { viewing, says, clientOf } = library(before);
  await viewing.show([first]);
  clientOf().count(first, 3);
  clientOf().count(second, 4);
  await says({ type: 'holders', holders: { [first]: 3 } });
  clientOf().fail('gone');
  await says({ type: 'holders', holders: {} });
});

test('a key never leaves the store but in a link', async () => {
  const { pages, said } = library();
  const address = await keep(pages, bytesOf('1'));
  const sealed = { key: new Uint8Array(32), mediaType: 'text/plain', title: 'secret' };
  await pages.describe(address, sealed);
  await vi.waitFor(() => {
    expect(said).toContainEqual({
      type: 'pages',
      pages: [expect.objectContaining({ isSealed: true, link: expect.stringContaining('#k=') })],
    });
  });
});
