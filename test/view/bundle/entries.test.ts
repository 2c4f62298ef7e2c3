/** The content and the folders of a bundle's entries. */
import { expect, test } from 'vitest';
import { PART_BYTES } from '../../../relay/client/bundle/index.ts';
import { inOrder, nameOf, treeOf } from '../../../relay/view/bundle/entry-tree.ts';
import { release } from '../../../relay/client/bundle/released-bytes.ts';
import { madeBundle } from './made-bundle.ts';

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const entriesOf = (...paths: readonly string[]) =>
  paths.map((path, at) => ({ path, at, bytes: 1, type: 'text/plain' }));

test('an entry is cut out of the part that it shares with others', async () => {
  const { source, bundle } = await madeBundle({ a: 'alpha', b: 'beta', c: '' });
  bundle.arrive();
  const [, beta, empty] = source.manifest.entries;
  expect(textOf(await source.bytes(beta!))).toBe('beta');
  expect(await source.bytes(empty!)).toHaveLength(0);
});

test('an entry is read once all its parts have come, and asks for no others', async () => {
  const long = new Uint8Array(PART_BYTES + 10).fill(7);
  const { source, bundle } = await madeBundle({ a: long, b: new Uint8Array(PART_BYTES), c: 'end' });
  const [first] = source.manifest.entries;
  const read = source.bytes(first!);
  bundle.arrive(0);
  bundle.arrive(1);
  expect(Buffer.compare(await read, long)).toBe(0);
  expect(new Set(bundle.wishes.flat())).toEqual(new Set([0, 1]));
});

test('a long piece that was released is there again for the next reader', async () => {
  const { source, bundle } = await madeBundle({ a: new Uint8Array(2 * PART_BYTES).fill(7) });
  bundle.arrive();
  const [entry] = source.manifest.entries;
  for await (const piece of source.pieces(entry!)) {
    expect(piece.length).toBe(PART_BYTES);
    release(piece);
    expect(piece.length).toBe(0);
  }
  expect((await source.bytes(entry!)).every((byte) => byte === 7)).toBe(true);
});

test('the bytes of an entry that are here are counted', async () => {
  const { source, bundle } = await madeBundle({ a: new Uint8Array(PART_BYTES + 10), b: 'end' });
  const [first] = source.manifest.entries;
  expect(source.heldBytes(first!)).toBe(0);
  bundle.arrive(1);
  expect(source.heldBytes(first!)).toBe(10);
  expect(source.isHeld(first!)).toBe(false);
});

test('a wait that is given up ends with its reason', async () => {
  const { source } = await madeBundle({ a: 'alpha' });
  const given = new AbortController();
  const read = source.bytes(source.manifest.entries[0]!, given.signal);
  given.abort(new Error('left'));
  await expect(read).rejects.toThrow('left');
});

test('a part that is damaged on the disk is refused, and read anew the next time', async () => {
  const { source, bundle } = await madeBundle({ a: 'alpha' });
  bundle.arrive();
  const page = bundle.page.bind(bundle);
  bundle.page = async () => new Blob(['nothing']);
  const [entry] = source.manifest.entries;
  await expect(source.bytes(entry!)).rejects.toMatchObject({ problem: 'bad-part' });
  bundle.page = page;
  expect(textOf(await source.bytes(entry!))).toBe('alpha');
});

test('folders come first, and numbers stand in their order', () => {
  const root = treeOf(entriesOf('10.txt', '2.txt', 'b/1', 'b/c/1', 'b10/x', 'b9/x'));
  expect(root.folders.map(({ name }) => name)).toEqual(['b', 'b9', 'b10']);
  expect(root.files.map(({ entry }) => entry.path)).toEqual(['2.txt', '10.txt']);
  expect(inOrder(root).map(({ entry }) => entry.path)).toEqual([
    'b/c/1',
    'b/1',
    'b9/x',
    'b10/x',
    '2.txt',
    '10.txt',
  ]);
});

test('a folder counts all that is in it', () => {
  const [folder] = treeOf(entriesOf('a/1', 'a/b/2', 'a/b/c/3', '4')).folders;
  expect(folder).toMatchObject({ path: 'a', count: 3, bytes: 3 });
});

test('a name is the last of its path', () => {
  expect(['a', 'a/b.txt'].map((path) => nameOf({ path }))).toEqual(['a', 'b.txt']);
});
