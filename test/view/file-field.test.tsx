// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { hasPlace } from '../../relay/words/index.ts';
import { exif, jpeg } from '../words/photos.ts';
import { Compose } from '../../relay/view/compose.tsx';
import type { SharesMany } from '../../relay/view/bundle/many-sharing.ts';
import { refuseFiles } from '../../relay/view/refuse-files.ts';
import { pastedFiles } from '../../relay/view/transferred-files.ts';
import {
  folderOf,
  isMany,
  mediaTypeOfFile,
  type OfferedFile,
  together,
} from '../../relay/words/offered-file.ts';

const ROOM = 1024;
const river = new File(['r'.repeat(900)], 'river.zip', { type: 'application/zip' });
const sea = new File(['s'.repeat(2048)], 'sea.zip');

/** The screen for composing, with its file kept as both faces keep it. */
async function composing(startsSealed = false) {
  const files = signal<readonly OfferedFile[]>([]);
  const isSealed = signal(startsSealed);
  const onCreateFile = vi.fn<(file: File) => void>();
  const onCreate = vi.fn<() => void>();
  const onShare = vi.fn<SharesMany['onShare']>();
  const many = {
    progress: undefined,
    onShare,
    onCancel: () => {},
    freeBytes: async () => Infinity,
  };
  const Screen = () => (
    <Compose
      draft={{ text: 'a draft', mediaType: 'text/plain' }}
      onDraft={() => {}}
      onCreate={onCreate}
      files={files.value}
      onFiles={(next) => (files.value = next)}
      onCreateFile={onCreateFile}
      many={many}
      pageBytes={ROOM}
      isSealed={isSealed.value}
      onSealed={(next) => (isSealed.value = next)}
    />
  );
  await act(() => render(<Screen />, document.body));
  return { onCreate, onCreateFile, onShare };
}

function fileEntry(within: string, file: File): FileSystemEntry {
  const get = (done: (file: File) => void) => done(file);
  const entry = {
    isFile: true,
    isDirectory: false,
    fullPath: `/${within}/${file.name}`,
    file: get,
  };
  return entry as unknown as FileSystemEntry;
}

/** A folder as a drop has it, that tells its content bit by bit. */
function folderEntry(name: string, content: readonly FileSystemEntry[]): FileSystemEntry {
  const batches = [...content.map((entry) => [entry]), []];
  const readEntries = (done: (batch: FileSystemEntry[]) => void) => done(batches.shift() ?? []);
  const createReader = () => ({ readEntries });
  const entry = { name, isDirectory: true, isFile: false, fullPath: `/${name}`, createReader };
  return entry as unknown as FileSystemEntry;
}

/** Hands files over the way an event of the browser does. */
async function hand(
  type: 'drop' | 'paste',
  files: readonly File[],
  { types = ['Files'], folders = [] as readonly string[] } = {},
) {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const property = type === 'drop' ? 'dataTransfer' : 'clipboardData';
  const items = files.map(({ name }) => ({
    webkitGetAsEntry: () =>
      folders.includes(name) ? folderEntry(name, [fileEntry(name, river)]) : fileEntry('', river),
  }));
  Object.defineProperty(event, property, { value: { files, types, items } });
  await act(async () => void document.body.dispatchEvent(event));
  return event;
}

async function press(name: string): Promise<void> {
  const found = [...document.querySelectorAll('button')].find((it) => it.textContent === name);
  if (!found) throw new Error(`expected a button called ${name}`);
  await act(() => found.click());
}

const alert = () => document.querySelector('[role=alert]')?.textContent;

afterEach(() => render(null, document.body));

test('how large a file may be is said before somebody tries', async () => {
  await composing();
  expect(document.body.textContent).toContain('Any kind, up to 60 GB together.');
});

test.each(['drop', 'paste'] as const)('by %s a file is shown and then shared', async (type) => {
  const { onCreate, onCreateFile } = await composing();
  const event = await hand(type, [river]);
  expect(event.defaultPrevented).toBe(true);
  const chosen = document.querySelector('[aria-label="File to share"]');
  expect(chosen?.textContent).toMatch(/river\.zip.*900 bytes.*application\/zip/);
  expect(document.activeElement).toBe(chosen);
  await press('Create page');
  expect(onCreateFile).toHaveBeenCalledExactlyOnceWith(river);
  expect(onCreate).not.toHaveBeenCalled();
});

test('a file that is removed gives way to the draft', async () => {
  const { onCreate } = await composing();
  await hand('drop', [river]);
  await press('Remove');
  expect(document.querySelector('textarea')?.value).toBe('a draft');
  expect(document.activeElement).toBe(document.querySelector('textarea'));
  await press('Create page');
  expect(onCreate).toHaveBeenCalledOnce();
});

test('a photo that tells its place says so, and is shared without it when asked', async () => {
  const { onCreateFile } = await composing();
  const photo = new File([jpeg(exif({ latitude: 48 }))], 'bank.jpg', { type: 'image/jpeg' });
  await hand('drop', [photo]);
  const notice = () => document.querySelector('.place-notice')?.textContent;
  await vi.waitFor(() => expect(notice()).toContain('tells where it was taken'));
  await press('Remove the place');
  await vi.waitFor(() => expect(notice()).toContain('The place was removed'));
  expect(document.activeElement).toBe(document.querySelector('.chosen-file'));
  await press('Create page');
  const [[shared] = []] = onCreateFile.mock.calls;
  expect(shared?.name).toBe('bank.jpg');
  expect(shared?.size).toBe(photo.size);
  expect(hasPlace(new Uint8Array((await shared?.arrayBuffer()) ?? []))).toBe(false);
});

/** The paths in the list of several files, whose code is loaded when it is first needed. */
async function listed(): Promise<readonly (string | undefined)[]> {
  await vi.waitFor(() => expect(document.querySelector('.chosen-row')).not.toBeNull());
  return [...document.querySelectorAll('.chosen-path')].map((row) => row.textContent);
}

test('a file that is larger than a page is shared in parts, and without it the draft is back', async () => {
  const { onCreateFile, onShare } = await composing();
  await hand('drop', [sea]);
  expect(await listed()).toEqual(['sea.zip']);
  await press('Share files');
  expect(onShare).toHaveBeenCalledExactlyOnceWith([{ path: 'sea.zip', file: sea }], 'sea.zip');
  expect(onCreateFile).not.toHaveBeenCalled();
  await press('Remove all');
  expect(document.activeElement).toBe(document.querySelector('textarea'));
});

test('files that come one after the other are shared together', async () => {
  await composing(true);
  await hand('drop', [river]);
  await hand('paste', [sea]);
  expect(await listed()).toEqual(['river.zip', 'sea.zip']);
});

test('an empty file is shared once it is encrypted', async () => {
  const { onCreateFile } = await composing();
  const pond = new File([], '.gitkeep');
  await hand('drop', [pond]);
  expect(alert()).toMatch(/^\.gitkeep is empty\. Only an encrypted page can be/);
  await press('Create page');
  expect(onCreateFile).not.toHaveBeenCalled();
  await act(() =>
    document.querySelector<HTMLElement>('[role=switch], input[type=checkbox]')?.click(),
  );
  expect(alert()).toBe('');
  await press('Create page');
  expect(onCreateFile).toHaveBeenCalledExactlyOnceWith(pond);
});

test.each(['drop', 'paste'] as const)('by %s a folder brings its files', async (type) => {
  await composing();
  await hand(type, [new File([], 'trip')], { folders: ['trip'] });
  expect(await listed()).toEqual(['trip/river.zip']);
  await hand(type, [sea]);
  expect(await listed()).toEqual(['sea.zip', 'trip/river.zip']);
});

test('a folder without a file says that there is nothing to share', async () => {
  await composing();
  const event = new Event('drop', { bubbles: true, cancelable: true });
  const items = [{ webkitGetAsEntry: () => folderEntry('trip', []) }];
  const dataTransfer = { files: [new File([], 'trip')], types: ['Files'], items };
  Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
  await act(async () => void document.body.dispatchEvent(event));
  const status = () => [...document.querySelectorAll('[role=status]')].at(-1)?.textContent;
  await vi.waitFor(() => expect(status()).toBe('trip has no files in it, so it is not shared.'));
  expect(document.querySelector('textarea')).not.toBeNull();
});

test('a text without a type is told to be one', async () => {
  await composing();
  await hand('drop', [new File(['all: test'], 'Makefile')]);
  await vi.waitFor(() => expect(document.body.textContent).toMatch(/Makefile.*text\/plain/));
});

test('text that is dropped or pasted goes where it always goes', async () => {
  await composing();
  expect((await hand('drop', [], { types: ['text/plain'] })).defaultPrevented).toBe(false);
  expect((await hand('paste', [river], { types: ['text/plain', 'Files'] })).defaultPrevented).toBe(
    false,
  );
  expect(document.querySelector('textarea')).not.toBeNull();
});

const named = (path: string, length = 1, lastModified = 0): OfferedFile => {
  return { path, file: new File(['x'.repeat(length)], path.split('/').at(-1)!, { lastModified }) };
};

test.each([
  ['nothing', [], false],
  ['a file that fits', [named('a', 10)], false],
  ['a file that is larger', [named('a', 11)], true],
  ['two files', [named('a'), named('b')], true],
  ['a file in a folder', [named('trip/a')], true],
])('%s is shared in one page or in several', (_, files, are) => {
  expect(isMany(files, 10)).toBe(are);
});

test('files that come later are added in order, and no file is there twice', () => {
  const before = [named('b'), named('d')];
  const added = [named('c'), named('b'), named('b', 2), named('a')];
  const paths = together(before, added).map(({ path, file }) => [path, file.size]);
  expect(paths).toEqual([
    ['a', 1],
    ['b', 1],
    ['b', 2],
    ['c', 1],
    ['d', 1],
  ]);
});

test.each([
  [['trip/a', 'trip/deep/b'], 'trip'],
  [['trip/a', 'trip2/b'], undefined],
  [['trip/a', 'b'], undefined],
  [['a'], undefined],
  [[], undefined],
])('the folder of %j is %j', (paths, folder) => {
  expect(folderOf(paths.map((path) => named(path)))).toBe(folder);
});

test.each([
  ['image/png', 'image/png'],
  ['Text/HTML; charset=latin1', 'text/html'],
  ['', 'application/octet-stream'],
])('a file of type %j is shared as %s', (type, mediaType) => {
  expect(mediaTypeOfFile(Object.defineProperty(new File([], 'x'), 'type', { value: type }))).toBe(
    mediaType,
  );
});

test('nothing was pasted where there is no clipboard', () => {
  expect(pastedFiles(null)).toEqual({ files: [], folders: [] });
});

test('a file dropped where none is taken does not make the browser leave the page', () => {
  refuseFiles();
  const over = (types: readonly string[]) => {
    const event = new Event('dragover', { cancelable: true });
    const dataTransfer = { types, dropEffect: 'copy' };
    Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
    dispatchEvent(event);
    return [event.defaultPrevented, dataTransfer.dropEffect];
  };
  expect(over(['Files'])).toEqual([true, 'none']);
  expect(over(['text/plain'])).toEqual([false, 'copy']);
});
