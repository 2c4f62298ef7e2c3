// @vitest-environment happy-dom
/** The saving of files: into a folder, a file, or through the browser's downloads. */
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PART_BYTES } from '../../../relay/client/bundle/index.ts';
import { GatheredSink, writeAll } from '../../../relay/view/bundle/saving/byte-sink.ts';
import { FolderFiles } from '../../../relay/view/bundle/saving/folder-files.ts';
import { Saving, type SavingState } from '../../../relay/view/bundle/saving/saving.ts';
import { deleteLeftFiles, WaitingFile } from '../../../relay/view/bundle/saving/waiting-file.ts';
import { type MadeBundle, madeBundle } from './made-bundle.ts';
import { MemoryFile, MemoryFolder } from './memory-folder.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Ten parts, of zeros: more than is held in memory. */
const LARGE = new Uint8Array(9 * PART_BYTES + 1);
const downloads: { name: string; blob: Blob }[] = [];
let storage: MemoryFolder | undefined;
let free: number;

async function* piecesOf(...texts: readonly string[]): AsyncGenerator<Bytes> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

beforeEach(() => {
  storage = new MemoryFolder();
  free = Infinity;
  const held = new Set<string>();
  vi.stubGlobal('navigator', {
    storage: {
      getDirectory: async () => {
        if (storage) return storage.handle;
        throw new DOMException('private', 'SecurityError');
      },
      estimate: async () => ({ quota: free, usage: 0 }),
    },
    locks: {
      request: async (
        name: string,
        how: unknown,
        work: (lock: unknown) => unknown = how as typeof work,
      ) => {
        if (held.has(name)) return await work(null);
        held.add(name);
        await work({});
        held.delete(name);
      },
    },
  });
  const blobs = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob as Blob);
    return url;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    const blob = blobs.get(this.href);
    if (blob) downloads.push({ name: this.download, blob });
  });
  downloads.length = 0;
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function savingOf({ source, page }: MadeBundle): Saving {
  return new Saving(source, { ...page, name: 'River' });
}

const until = async (saving: Saving, state: string) =>
  await vi.waitFor(() => expect(saving.state.value.state).toBe(state), { timeout: 10_000 });

test('small pieces are gathered to a MiB before they are written, and large ones are not copied', async () => {
  const file = new MemoryFile('a', () => false);
  const sink = new GatheredSink(await file.createWritable());
  const pieces = [...Array.from({ length: 3_000 }, () => new Uint8Array(1_000)), LARGE.slice()];
  await writeAll(
    sink,
    (async function* () {
      yield* pieces;
    })(),
  );
  expect(file.writes).toEqual([1_048_000, 1_048_000, 904_000, LARGE.length]);
});

test('files keep their structure, and none that is there is overwritten', async () => {
  const folder = new MemoryFolder();
  const before = await folder.getFileHandle('a.txt', { create: true });
  await writeAll(await before.createWritable(), piecesOf('mine'));
  const files = new FolderFiles(folder.handle);
  await files.write('a.txt', piecesOf('al', 'pha'));
  await files.write('b/c.txt', piecesOf('gamma'));
  await files.write('b/d.txt', piecesOf('delta'));
  expect(folder.files).toEqual({
    'a.txt': 'mine',
    'a (2).txt': 'alpha',
    'b/c.txt': 'gamma',
    'b/d.txt': 'delta',
  });
  expect(files.renamed).toBe(1);
});

test('a name that the system refuses is mended, and a folder goes beside a file of its name', async () => {
  const folder = new MemoryFolder();
  await folder.getFileHandle('b', { create: true });
  const files = new FolderFiles(folder.handle);
  await files.write('a.lnk', piecesOf('link'));
  await files.write('b/c.txt', piecesOf('gamma'));
  expect(folder.files).toEqual({ b: '', 'a.lnk_': 'link', 'b (2)/c.txt': 'gamma' });
});

test('a file that cannot be written whole leaves nothing behind', async () => {
  const folder = new MemoryFolder();
  folder.isFull = true;
  const files = new FolderFiles(folder.handle);
  await expect(files.write('a.txt', piecesOf('alpha'))).rejects.toThrow('full');
  expect(folder.files).toEqual({});
});

test('all files go into the folder that was picked, once those that are missing have come', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha', 'b/c.txt': 'gamma', 'b/empty': '' });
  const folder = new MemoryFolder();
  vi.stubGlobal('showDirectoryPicker', async () => folder.handle);
  const saving = savingOf(made);
  saving.saveAll();
  await until(saving, 'getting');
  made.bundle.arrive();
  await until(saving, 'saved');
  expect(folder.files).toEqual({ 'a.txt': 'alpha', 'b/c.txt': 'gamma', 'b/empty': '' });
});

test('without a picker all files become one zip', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha', 'b/ü.txt': 'gamma' });
  made.bundle.arrive();
  const saving = savingOf(made);
  saving.saveAll();
  await until(saving, 'saved');
  const [zip] = downloads;
  expect(zip?.name).toBe('River.zip');
  const files = unzipSync(new Uint8Array(await zip!.blob.arrayBuffer()));
  const texts = Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes).toString()]);
  expect(Object.fromEntries(texts)).toEqual({ 'a.txt': 'alpha', 'b/ü.txt': 'gamma' });
});

test('a large zip waits for a yes, goes through the disk, and its file is deleted at the next start', async () => {
  const made = await madeBundle({ 'a.bin': LARGE, 'b.txt': 'beta' });
  made.bundle.arrive();
  const saving = savingOf(made);
  saving.saveAll();
  await until(saving, 'asking');
  expect(saving.state.value).toMatchObject({ isZip: true, bytes: LARGE.length + 4 });
  saving.goOn();
  await until(saving, 'saved');
  expect(downloads[0]?.blob.size).toBeGreaterThan(LARGE.length);
  const [[, left] = []] = [...(storage?.children ?? [])];
  expect((left as MemoryFolder).children.size).toBe(1);
  await deleteLeftFiles(); // the tab that wrote it is there still
  expect((left as MemoryFolder).children.size).toBe(1);
});

test('a file that no tab holds any more is deleted', async () => {
  const folder = await storage!.getDirectoryHandle('saving', { create: true });
  await folder.getFileHandle('left', { create: true });
  const mine = await WaitingFile.create();
  await deleteLeftFiles();
  expect([...folder.children.keys()]).not.toContain('left');
  expect(folder.children.size).toBe(1);
  await mine?.delete();
  expect(folder.children.size).toBe(0);
});

test.each([
  ['a browser with too little room', () => (free = 1_000), 'no-room'],
  ['a private window', () => (storage = undefined), 'no-store'],
])('%s says so before it fetches anything', async (_, limit, problem) => {
  vi.spyOn(console, 'error').mockReturnValue();
  limit();
  const made = await madeBundle({ 'a.bin': LARGE, 'b.txt': 'beta' });
  const saving = savingOf(made);
  saving.saveAll();
  await until(saving, 'failed');
  expect(saving.state.value).toMatchObject({ problem });
  expect(made.bundle.wishes).toEqual([]);
});

test('a cancelled saving leaves nothing behind', async () => {
  const made = await madeBundle({ 'a.bin': LARGE, 'b.txt': 'beta' });
  const saving = savingOf(made);
  saving.saveAll();
  await until(saving, 'asking');
  saving.goOn();
  await until(saving, 'getting');
  saving.cancel();
  expect(saving.state.value).toEqual({ state: 'idle' });
  const folder = storage?.children.get('saving') as MemoryFolder;
  await vi.waitFor(() => expect(folder.children.size).toBe(0));
});

test('a large file goes into the file that was picked', async () => {
  const made = await madeBundle({ 'a.bin': LARGE });
  made.bundle.arrive();
  const file = new MemoryFile('a.bin', () => false);
  vi.stubGlobal('showSaveFilePicker', async () => file);
  const saving = savingOf(made);
  const told: SavingState[] = [];
  saving.state.subscribe((state) => told.push(state));
  saving.saveAll();
  await until(saving, 'saved');
  expect(told).toContainEqual({ state: 'writing', written: LARGE.length, total: LARGE.length });
  expect((await file.getFile()).size).toBe(LARGE.length);
  expect(Math.max(...file.writes)).toBeLessThanOrEqual(PART_BYTES);
});

test('a full disk is told', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const made = await madeBundle({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  made.bundle.arrive();
  const folder = new MemoryFolder();
  folder.isFull = true;
  vi.stubGlobal('showDirectoryPicker', async () => folder.handle);
  const saving = savingOf(made);
  saving.saveAll();
  await until(saving, 'failed');
  expect(saving.state.value).toMatchObject({ problem: 'disk-full' });
  expect(folder.files).toEqual({});
});

test('a picker that was closed saves nothing, and says nothing', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  const closed = new DOMException('closed', 'AbortError');
  const show = vi.fn(async () => await Promise.reject(closed));
  vi.stubGlobal('showDirectoryPicker', show);
  const saving = savingOf(made);
  saving.saveAll();
  await vi.waitFor(() => expect(show).toHaveBeenCalled());
  expect(saving.state.value).toEqual({ state: 'idle' });
  expect(made.bundle.wishes).toEqual([]);
});
