// @vitest-environment happy-dom
/** The form for several files: what is listed, what is said before a share, and what is shared then. */
import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { BUNDLE_BYTES } from '../../../relay/client/bundle/index.ts';
import type { SharingProgress } from '../../../relay/view/bundle/bundle-sharing.ts';
import { ManyFiles, type ManyFilesProps } from '../../../relay/view/bundle/many-files.tsx';
import { OPENS_CHOICE } from '../../../relay/view/once/lazy-sharing.ts';
import type { SharesMany } from '../../../relay/view/bundle/many-sharing.ts';
import { Compose } from '../../../relay/view/compose.tsx';
import { hasPlace } from '../../../relay/words/index.ts';
import type { Offered, OfferedFile } from '../../../relay/words/offered-file.ts';
import { exif, jpeg } from '../../words/photos.ts';
import { button, findButton, hide, press, show } from '../screen.ts';

const MEGABYTE = 1_000_000;

/** A file of any size, without its bytes. */
function offered(path: string, size = 3, content: BlobPart = 'abc'): OfferedFile {
  const file = new File([content], path.split('/').at(-1) ?? '', { lastModified: 7 });
  return { path, file: Object.defineProperty(file, 'size', { value: size }) };
}

async function choosing(
  chosen: readonly OfferedFile[],
  more: Partial<SharesMany> = {},
  last?: Offered,
  form: Partial<ManyFilesProps> = {},
) {
  const files = signal(chosen);
  const onShare = vi.fn<SharesMany['onShare']>();
  const onCancel = vi.fn<() => void>();
  const Screen = () => (
    <ManyFiles
      draft={{ text: '', mediaType: 'text/plain' }}
      onDraft={() => {}}
      onCreate={() => {}}
      onCreateFile={() => {}}
      files={files.value}
      onFiles={(next) => (files.value = next)}
      onPick={() => {}}
      pageBytes={1024}
      room={1024}
      isSealed
      onSealed={() => {}}
      label="Share"
      last={last}
      many={{ progress: undefined, onShare, onCancel, freeBytes: async () => Infinity, ...more }}
      {...form}
    />
  );
  const body = await show(<Screen />);
  return { body, files, onShare, onCancel };
}

const rows = () => [...document.querySelectorAll('.chosen-row')].map((row) => row.textContent);
const alert = () => document.querySelector('[role=alert]')?.textContent ?? '';
const nameField = () => document.querySelector<HTMLInputElement>('.chosen-name input')!;

async function name(text: string): Promise<void> {
  await act(() => {
    nameField().value = text;
    nameField().dispatchEvent(new Event('input', { bubbles: true }));
  });
}

afterEach(hide);

test('each file is listed with its size, and all together above', async () => {
  const { body } = await choosing([offered('a.txt', 2_000), offered('b.jpg', 3 * MEGABYTE)]);
  expect(rows()).toEqual(['a.txt2 kB×', 'b.jpg3 MB×']);
  expect(body.querySelector('.chosen-count')?.textContent).toBe('2 files, 3 MB');
  expect(document.activeElement).toBe(body.querySelector('.chosen-files'));
});

test.each([
  [['a', 'b', 'c'], '3 files'],
  [['trip/a', 'trip/b'], 'trip'],
  [['film.mkv'], 'film.mkv'],
])('%j are called %j, until somebody finds a better name', async (paths, expected) => {
  const { onShare, files } = await choosing(paths.map((path) => offered(path)));
  expect(nameField().value).toBe(expected);
  await press('Share');
  expect(onShare).toHaveBeenLastCalledWith(files.value, expected);
  await name('Summer');
  await press('Share');
  expect(onShare).toHaveBeenLastCalledWith(files.value, 'Summer');
});

test('one file can be removed, or all', async () => {
  const { files } = await choosing([offered('a'), offered('b'), offered('c')]);
  await act(() => document.querySelector<HTMLElement>('[aria-label="Remove b"]')?.click());
  expect(files.value.map(({ path }) => path)).toEqual(['a', 'c']);
  expect(document.activeElement).toBe(document.querySelector('.chosen-files'));
  await press('Remove all');
  expect(files.value).toEqual([]);
});

test('of thousands some are drawn, and it says how many more there are', async () => {
  await choosing(Array.from({ length: 1_000 }, (_, i) => offered(`${1_000 + i}`)));
  expect(rows()).toHaveLength(100);
  await press('Show 900 more');
  expect(rows()).toHaveLength(200);
});

test('a file that cannot be read is named first, and nothing is shared with it', async () => {
  const gone = offered('gone');
  gone.file.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('moved')) }) as Blob;
  const { onShare, files } = await choosing([offered('a'), gone]);
  await vi.waitFor(() => expect(rows()[0]).toMatch(/^gone.*cannot be read/));
  await press('Share');
  expect(onShare).not.toHaveBeenCalled();
  expect(alert()).toBe('1 file cannot be read. Remove it from the list, or choose it again.');
  await act(() => document.querySelector<HTMLElement>('[aria-label="Remove gone"]')?.click());
  await press('Share');
  expect(onShare).toHaveBeenCalledExactlyOnceWith(files.value, 'a');
});

test('a name that some systems refuse says what it becomes', async () => {
  await choosing([offered('a'), offered('what: this?.txt')]);
  await vi.waitFor(() => expect(rows()[0]).toContain('It is shared as what_ this?.txt'));
});

test('more than a link can carry is said with both sizes, with what the screen advises', async () => {
  const { onShare } = await choosing([offered('a', 65 * 1024 * MEGABYTE * 1.1)]);
  expect(alert()).toBe(
    'This is 73 GB together, and one link can carry at most 60 GB. Remove some files.',
  );
  await press('Share');
  expect(onShare).not.toHaveBeenCalled();
  hide();
  const advice = 'The extension takes more.';
  await choosing([offered('a', 2_000)], { mostBytes: 1_000, advice });
  expect(alert()).toMatch(/at most 1 kB\. Remove some files\. The extension takes more\.$/);
  expect(BUNDLE_BYTES).toBeGreaterThan(68e9);
});

test('a disk without enough room is said before anything is sealed', async () => {
  const { onShare } = await choosing([offered('a', 40 * MEGABYTE)], {
    freeBytes: async () => 30 * MEGABYTE,
  });
  await vi.waitFor(() => expect(alert()).toMatch(/need 41 MB of room on this disk, and 30 MB are/));
  await press('Share');
  expect(onShare).not.toHaveBeenCalled();
});

test('folders without files, and what could not be read, are said', async () => {
  const last = { files: [], emptyFolders: ['trip/empty'], unread: ['trip/x', 'trip/y'] };
  const { body } = await choosing([offered('trip/a')], {}, last);
  expect(body.querySelector('.chosen-note')?.textContent).toBe(
    'trip/empty has no files in it, so it is not shared. ' +
      '2 files or folders could not be read, so they are missing in this list. The first is trip/x.',
  );
});

test('photos that tell their place are shared without it when asked, and are other files then', async () => {
  const photo = (path: string) => {
    const bytes = jpeg(exif({ latitude: 48 }));
    return { path, file: new File([bytes], path, { type: 'image/jpeg', lastModified: 7 }) };
  };
  const { body, files } = await choosing([offered('a'), photo('b.jpg'), photo('c.jpg')]);
  const notice = () => body.querySelector('.place-notice')?.textContent;
  await vi.waitFor(() => expect(notice()).toContain('2 of these files tell where they were taken'));
  const before = files.value[1]!.file;
  await press('Remove the places');
  await vi.waitFor(() => expect(notice()).toContain('The places were removed from 2 files'));
  const after = files.value[1]!.file;
  expect(hasPlace(new Uint8Array(await after.arrayBuffer()))).toBe(false);
  expect([after.name, after.size, after.type]).toEqual([before.name, before.size, before.type]);
  expect(after.lastModified).not.toBe(before.lastModified);
});

test('while files are being shared there is a bar, and a button that ends it', async () => {
  const progress: SharingProgress = { step: 'sealing', bytes: 40e6, total: 300e6, secondsLeft: 22 };
  const { body, onCancel } = await choosing([offered('a'), offered('b')], { progress });
  const bar = body.querySelector('progress');
  expect([bar?.value, bar?.max]).toEqual([40e6, 300e6]);
  expect(body.querySelector('.sharing-facts')?.textContent).toBe(
    '40 MB of 300 MB13 %about 25 s left',
  );
  await press('Cancel');
  expect(onCancel).toHaveBeenCalledOnce();
});

test('the tab is not left without a question while files are being shared', async () => {
  const leave = () => {
    const event = new Event('beforeunload', { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  };
  const progress: SharingProgress = { step: 'announcing', bytes: 3, total: 3 };
  await choosing([offered('a')], { progress });
  expect(findButton('Cancel')).toBeUndefined(); // it comes too late
  expect(leave()).toBe(true);
  await choosing([offered('a')]);
  expect(leave()).toBe(false);
});

test('a screen that cannot stay gives several files to another one', async () => {
  const onMany = vi.fn<(files: readonly OfferedFile[]) => void>();
  const onFiles = vi.fn<(files: readonly OfferedFile[]) => void>();
  await show(
    <Compose
      draft={{ text: '', mediaType: 'text/plain' }}
      onDraft={() => {}}
      onCreate={() => {}}
      files={[]}
      onFiles={onFiles}
      onCreateFile={() => {}}
      pageBytes={1024}
      isSealed
      onSealed={() => {}}
      many={{ onMany }}
    />,
  );
  const files = ['a', 'b'].map((path) => offered(path).file);
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: { files, types: ['Files'], items: [] } });
  await act(async () => void document.body.dispatchEvent(event));
  expect(onMany.mock.lastCall?.[0].map(({ path }) => path)).toEqual(['a', 'b']);
  expect(onFiles).not.toHaveBeenCalled();
  expect(button('Create page')).toBeDefined();
});

test('several files take a choice of a link that opens once back, and say why', async () => {
  const onOpens = vi.fn();
  await OPENS_CHOICE.load();
  const opens = { opens: { times: 1 }, onOpens, needs: 'browser' } as const;
  const { body } = await choosing([offered('a'), offered('b')], {}, undefined, { opens });
  expect(onOpens).toHaveBeenCalledExactlyOnceWith(undefined);
  expect(body.textContent).toContain('can lead to a text or to one file of at most 1 kB');
});
