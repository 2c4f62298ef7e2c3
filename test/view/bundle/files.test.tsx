// @vitest-environment happy-dom
/** The list of several files, and the opened one of them. */
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PageViewer } from '../../../relay/view/page-viewer.tsx';
import { OPEN } from '../fake-client.ts';
import { GIF as GIF_BYTES } from '../pictures.ts';
import { button, findButton, hide, press, show } from '../screen.ts';
import { type MadeBundle, madeBundle } from './made-bundle.ts';

const SHOWN = { link: 'http://relay.test/page', holders: 1, connection: OPEN, activity: [] };

async function showFiles({ page, bundle }: MadeBundle): Promise<HTMLElement> {
  const screen = { ...SHOWN, reading: { state: 'shown', page } as const, bundle };
  const body = await show(<PageViewer {...screen} onDelete={() => {}} />);
  await vi.waitFor(() => expect(body.querySelector('.files')).not.toBeNull());
  return body;
}

const names = () =>
  [...document.querySelectorAll('.files-name')].map(({ textContent }) => textContent);
const isListed = () => document.querySelector<HTMLElement>('.files')?.hidden === false;

async function goBack(): Promise<void> {
  history.replaceState(null, '');
  await act(() => void dispatchEvent(new PopStateEvent('popstate', { state: null })));
}

beforeEach(() => {
  history.replaceState(null, '');
  vi.spyOn(history, 'back').mockImplementation(() => void goBack());
});

afterEach(() => {
  hide();
  vi.restoreAllMocks();
});

test('files stand in the order of their numbers, with kind and size, below the facts of all', async () => {
  const body = await showFiles(await madeBundle({ 'page10.txt': 'ten', 'page2.txt': 'two' }));
  expect(names()).toEqual(['page2.txt', 'page10.txt']);
  expect(body.querySelector('.files-row')?.textContent).toContain('Text3 bytes');
  expect(body.querySelector('.strip-facts')?.textContent).toContain('2 files');
});

test('a folder is opened and closed by its button', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`${i < 25 ? 'many' : 'few'}/${i}.txt`, 'x']),
  );
  await showFiles(await madeBundle(files));
  expect(names()).toEqual(['few', 'many']);
  expect(button('few').getAttribute('aria-expanded')).toBe('false');
  await press('few');
  expect(button('few').getAttribute('aria-expanded')).toBe('true');
  expect(names()).toHaveLength(7);
  await press('few');
  expect(names()).toEqual(['few', 'many']);
});

test('a folder that is alone is open from the start, and those in it are not', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`all/${i % 3}/${i}.txt`, 'x']),
  );
  await showFiles(await madeBundle(files));
  expect(names()).toEqual(['all', '0', '1', '2']);
});

test('the folders of a few files are open from the start', async () => {
  await showFiles(await madeBundle({ 'a/b/c.txt': 'x' }));
  expect(names()).toEqual(['a', 'b', 'c.txt']);
});

test('a long list is drawn in steps', async () => {
  const files = Object.fromEntries(Array.from({ length: 450 }, (_, i) => [`${i}.txt`, '']));
  await showFiles(await madeBundle(files));
  expect(names()).toHaveLength(200);
  await press('Show 250 more');
  expect(names()).toHaveLength(400);
  await press('Show 50 more');
  expect(names()).toHaveLength(450);
});

test('a file opens as the page that it would be, and the browser’s Back returns to its row', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  made.bundle.arrive();
  const before = location.href;
  const body = await showFiles(made);
  await press('b.txt');
  await vi.waitFor(() =>
    expect(body.querySelector('.content-text')?.textContent).toContain('beta'),
  );
  expect(isListed()).toBe(false);
  expect(location.href).toBe(before);
  await goBack();
  expect(isListed()).toBe(true);
  expect(document.activeElement).toBe(button('b.txt'));
});

test('from an opened file one goes on to the next, and back to the list', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  made.bundle.arrive();
  const body = await showFiles(made);
  await press('a.txt');
  expect(document.activeElement).toBe(button('All files'));
  expect(button('Previous').disabled).toBe(true);
  await press('Next');
  await vi.waitFor(() => expect(body.querySelector('.content-text')?.textContent).toBe('beta'));
  expect(body.textContent).toContain('2 of 2');
  expect(button('Next').disabled).toBe(true);
  await press('All files');
  expect(isListed()).toBe(true);
});

test('a file that is not here yet opens once it has come', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  const body = await showFiles(made);
  await press('a.txt');
  expect(body.textContent).toContain('Getting a.txt…');
  await act(() => made.bundle.fail({ index: 0, why: 'nobody' }));
  expect(body.textContent).toContain('Nobody has this file now');
  await act(() => made.bundle.arrive());
  await vi.waitFor(() => expect(body.querySelector('.content-text')?.textContent).toBe('alpha'));
});

test('a file that is damaged says so, and can be tried again', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha' });
  made.bundle.arrive();
  const page = made.bundle.page.bind(made.bundle);
  made.bundle.page = async () => new Blob(['nothing']);
  const body = await showFiles(made);
  await press('a.txt');
  await vi.waitFor(() => expect(body.textContent).toContain('This file is damaged'));
  made.bundle.page = page;
  await press('Try again');
  await vi.waitFor(() => expect(body.querySelector('.content-text')?.textContent).toBe('alpha'));
});

test('a small bundle is wanted whole when it is opened', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha' });
  await showFiles(made);
  expect(made.bundle.wishes).toEqual(['all']);
});

test('what is not here is offered, wanted, and stopped', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  const body = await showFiles(made);
  expect(body.querySelector('.files-held')?.textContent).toContain('0 bytes of 9 bytes here');
  await press('Stop');
  expect(made.bundle.stops).toBe(1);
  await press('Get all (9 bytes)');
  expect(findButton('Get all')).toBeUndefined();
  await act(() => made.bundle.arrive());
  expect(body.querySelector('.files-held')).toBeNull();
});

test('the reason why the rest does not come is one sentence', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha' });
  const body = await showFiles(made);
  const sentence = () => body.querySelector('.files-held [role=status]')?.textContent;
  await act(() => made.bundle.fail({ index: 0, why: 'nobody' }));
  expect(sentence()).toContain('Nobody has the rest now');
  await act(() => made.bundle.fail({ index: 0, why: 'nobody' }, { index: 1, why: 'disk-full' }));
  expect(sentence()).toContain('The disk is full');
});

test('tricks in the name of a file are in sight', async () => {
  await showFiles(await madeBundle({ 'a\u200Bb.txt': 'x' }));
  expect(names()).toEqual(['a‹U+200B›b.txt']);
});

test('an empty file is said to be empty', async () => {
  const body = await showFiles(await madeBundle({ 'a.txt': '', 'b.txt': 'x' }));
  await press('a.txt');
  await vi.waitFor(() => expect(body.textContent).toContain('This file is empty'));
});

const GIF = new Uint8Array(GIF_BYTES);
const PICTURES = { 'a.png': GIF, 'b.png': GIF, 'c.png': GIF };
const place = () => document.querySelector('.files-walk .files-fact')?.textContent;

async function pressKey(key: string): Promise<void> {
  await act(
    () =>
      void button('All files').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })),
  );
}

test('where all files are pictures they stand beside each other, and open by a press', async () => {
  const body = await showFiles(await madeBundle(PICTURES, () => 'image/gif'));
  expect([...body.querySelectorAll('.files-caption')].map((it) => it.textContent)).toEqual(
    Object.keys(PICTURES),
  );
  await press('b.png');
  expect(place()).toBe('2 of 3');
});

test('the arrow keys lead from picture to picture, and no further than the last', async () => {
  await showFiles(await madeBundle(PICTURES, () => 'image/gif'));
  await press('b.png');
  await pressKey('ArrowRight');
  expect(place()).toBe('3 of 3');
  await pressKey('ArrowRight');
  expect(place()).toBe('3 of 3');
  await pressKey('ArrowLeft');
  await pressKey('ArrowLeft');
  expect(place()).toBe('1 of 3');
});

test('the arrow keys leave a text alone', async () => {
  await showFiles(await madeBundle({ 'a.txt': 'alpha', 'b.txt': 'beta' }));
  await press('a.txt');
  await pressKey('ArrowRight');
  expect(place()).toBe('1 of 2');
});

test('one file of a bundle has no list to go through, and is saved by one button', async () => {
  const body = await showFiles(await madeBundle({ 'film.bin': 'x' }));
  expect(button('Save')).toBeDefined();
  expect(findButton('Save all')).toBeUndefined();
  expect(body.querySelector('.strip-facts')?.textContent).toContain('1 byte');
});

test('once the copy here is deleted, nothing more of it is offered', async () => {
  const made = await madeBundle({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  const body = await showFiles(made);
  await show(
    <PageViewer {...SHOWN} reading={{ state: 'shown', page: made.page }} bundle={made.bundle} />,
  );
  expect(body.querySelector('.files-held')).toBeNull();
  await press('a.txt');
  expect(body.textContent).toContain('cannot be read here now');
});
