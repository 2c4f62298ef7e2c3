// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import { Compose, type ComposeProps } from '../../relay/view/compose.tsx';
import { CopyButton } from '../../relay/view/copy-button.tsx';
import { ExplainedCount, HolderCount } from '../../relay/view/holder-count.tsx';
import { PageContent } from '../../relay/view/page-content.tsx';
import { PageViewer, type PageViewerProps } from '../../relay/view/page-viewer.tsx';
import type { Page } from '../../relay/words/reading.ts';
import { OPEN } from './fake-client.ts';

const address = 'aa'.repeat(32) as Address;

function pageOf(mediaType: string, text: string): Page {
  return { address, mediaType, bytes: new TextEncoder().encode(text) };
}

async function show(screen: preact.ComponentChild): Promise<HTMLElement> {
  await act(() => render(screen, document.body));
  return document.body;
}

function button(name: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((it) =>
    it.textContent?.startsWith(name),
  );
  if (!found) throw new Error(`expected a button called ${name}`);
  return found;
}

afterEach(() => {
  render(null, document.body);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test.each([
  [undefined, ''],
  [0, 'held by nobody'],
  [3, 'held by 3'],
  [1, 'held by 1'],
  [12_345, 'held by 12,345'],
])('a count of %s reads %j', async (count, text) => {
  expect((await show(<HolderCount count={count} />)).textContent).toBe(text);
});

test('the one copy that is here is told as such, and explained to pointer, keyboard and touch', async () => {
  const body = await show(<ExplainedCount count={1} isHeldHere />);
  const count = button('only you have it');
  const note = body.querySelector('[role=tooltip]');
  expect(count.getAttribute('aria-describedby')).toBe(note?.id);
  expect(note?.textContent).toContain('Nobody else has a copy yet');
  const isOpen = () => note?.parentElement?.dataset['open'];
  expect(isOpen()).toBe('false');
  for (const [open, close] of [
    [new MouseEvent('mouseenter'), new MouseEvent('mouseleave')],
    [new FocusEvent('focus'), new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })],
    [new MouseEvent('click', { bubbles: true }), new FocusEvent('blur')],
  ] as const) {
    const target = (event: Event) => (event.type.startsWith('mouse') ? count.parentElement : count);
    await act(() => void target(open)?.dispatchEvent(open));
    expect(isOpen()).toBe('true');
    await act(() => void target(close)?.dispatchEvent(close));
    expect(isOpen()).toBe('false');
  }
});

test('plain text is text, whatever it looks like', async () => {
  const body = await show(<PageContent page={pageOf('text/plain', '<img src=x>\n  two')} />);
  expect(body.querySelector('img')).toBeNull();
  expect(body.querySelector('.content-text')?.textContent).toBe('<img src=x>\n  two');
});

test('damaged bytes among UTF-8 show as replacement characters', async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('ünüsüäl '), 255, 105]);
  const body = await show(<PageContent page={{ address, mediaType: 'text/plain', bytes }} />);
  expect(body.querySelector('.content-text')?.textContent).toBe('ünüsüäl \uFFFDi');
});

test('a page without a byte says that it is empty', async () => {
  const body = await show(<PageContent page={{ ...pageOf('text/plain', ''), name: 'note.txt' }} />);
  expect(body.textContent).toContain('note.txt');
  expect(body.textContent).toContain('This file is empty.');
});

test('a page that cannot be formatted, as without workers, is shown as its source', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const body = await show(<PageContent page={pageOf('text/markdown', '# source')} />);
  await vi.waitFor(() =>
    expect(body.querySelector('[role=alert]')?.textContent).toContain('could not be formatted'),
  );
  expect(body.querySelector('.content-text')?.textContent).toBe('# source');
});

test('a page of any other kind is offered for saving', async () => {
  const page = { ...pageOf('application/zip', 'PK\x03\x04'), name: 'river.zip' };
  const body = await show(<PageContent page={page} />);
  expect(body.textContent).toContain('river.zip');
  expect(body.textContent).toContain('4 bytes · application/zip');
  expect(button('Save file')).toBeDefined();
});

const viewer: PageViewerProps = {
  reading: { state: 'connecting' },
  link: 'http://relay.test/page',
  holders: undefined,
  connection: OPEN,
  activity: [],
};

test.each<[string, Partial<PageViewerProps>]>([
  ['Connecting…', {}],
  ['Looking for someone who has this page…', { reading: { state: 'looking' } }],
  ['Nobody has this page now', { reading: { state: 'absent' } }],
  ['1 kB of 2 kB', { reading: { state: 'receiving', received: 1000, total: 2000 } }],
  ['Opening the page…', { reading: { state: 'opening' } }],
  ['The page is open', { reading: { state: 'shown', page: pageOf('text/plain', 'hello') } }],
])('the viewer says %j', async (text, props) => {
  const body = await show(<PageViewer {...viewer} {...props} />);
  expect(body.querySelector('.status > [role=status]')?.textContent).toContain(text);
});

test('a holder who stays silent is one who may have left', async () => {
  vi.useFakeTimers();
  const look = (holders: number) =>
    show(<PageViewer {...viewer} reading={{ state: 'looking', holders }} />);
  const body = await look(1);
  expect(body.textContent).toContain('One person has it. Waiting for the first bytes.');
  await act(() => void vi.advanceTimersByTime(4_000));
  expect(body.textContent).toContain('Someone had it a moment ago');
  await look(2);
  expect(body.textContent).toContain('2 people have it');
  await act(() => void vi.advanceTimersByTime(4_000));
  expect(body.textContent).toContain('2 people had it a moment ago');
});

test.each([{ state: 'looking' }, { state: 'absent' }] as const)(
  'while $state a reader is told of wrong copies that came',
  async (reading) => {
    const wrong = { id: 1, at: 0, event: { type: 'corrupt', address } } as const;
    const look = (activity: PageViewerProps['activity']) =>
      show(<PageViewer {...viewer} reading={reading} activity={activity} />);
    const told = 'A copy came that does not match the address. It was thrown away.';
    expect((await look([])).textContent).not.toContain(told);
    expect((await look([wrong])).querySelector('.status > [role=status]')?.textContent).toContain(
      told,
    );
  },
);

test('progress has a name and its numbers', async () => {
  const reading = { state: 'receiving', received: 5, total: 10 } as const;
  const body = await show(<PageViewer {...viewer} reading={reading} />);
  const progress = body.querySelector('progress');
  expect(
    body.querySelector(`#${progress?.getAttribute('aria-labelledby')}`)?.textContent,
  ).toContain('Receiving');
  expect([progress?.value, progress?.max]).toEqual([5, 10]);
});

test.each([
  ['refused', 'expected fewer wants'],
  ['corrupt', undefined],
] as const)('a page that is %s is explained with %j beside the advice', async (reason, detail) => {
  const problem = { reason, message: 'expected fewer wants' };
  const body = await show(<PageViewer {...viewer} reading={{ state: 'failed', problem }} />);
  expect(body.querySelector('.status-detail')?.textContent).toBe(detail);
});

test('a failure that may pass offers another try', async () => {
  const onRetry = vi.fn<() => void>();
  const reading = { state: 'failed', problem: { reason: 'refused' } } as const;
  await show(<PageViewer {...viewer} reading={reading} onRetry={onRetry} />);
  button('Try again').click();
  expect(onRetry).toHaveBeenCalledOnce();
});

test('the copy button says that it copied', async () => {
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const body = await show(<CopyButton text="the link" label="Copy link" />);
  await act(async () => button('Copy link').click());
  await vi.waitFor(() =>
    expect(body.querySelector('[role=status]')?.textContent).toBe('Copied to the clipboard'),
  );
  expect(writeText).toHaveBeenCalledWith('the link');
});

test('where copying is not allowed the text is shown for copying by hand', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
  document.execCommand = () => false;
  const body = await show(<CopyButton text="the link" label="Copy link" />);
  await act(async () => button('Copy link').click());
  await vi.waitFor(() => expect(body.querySelector('input')?.value).toBe('the link'));
});

function composing(props: Partial<ComposeProps> = {}) {
  const onCreate = vi.fn<ComposeProps['onCreate']>();
  const draft = { text: 'hello', mediaType: 'text/plain' } as const;
  const screen = (
    <Compose
      draft={draft}
      onDraft={() => {}}
      onCreate={onCreate}
      files={[]}
      onFiles={() => {}}
      many={{ onMany: () => {} }}
      onCreateFile={() => {}}
      pageBytes={10}
      isSealed={false}
      onSealed={() => {}}
      {...props}
    />
  );
  return { onCreate, draft, screen };
}

test('the button is called what its screen says, busy or not', async () => {
  const names = { label: 'Share', busyLabel: 'Sharing…' };
  await show(composing(names).screen);
  expect(button('Share').textContent).toBe('Share');
  await show(composing({ ...names, isBusy: true }).screen);
  expect(button('Sharing…')).toBeDefined();
});

test('what is written is not searched for its direction at each key, which is slow in a long text', async () => {
  const body = await show(composing().screen);
  expect(body.querySelector('textarea')?.getAttribute('dir')).toBeNull();
});

test('a draft is created by the button and by Ctrl+Enter', async () => {
  const { onCreate, draft, screen } = composing();
  const body = await show(screen);
  button('Create page').click();
  const enter = new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true });
  body.querySelector('textarea')?.dispatchEvent(enter);
  expect(onCreate.mock.calls).toEqual([[draft], [draft]]);
});

test.each([
  ['', 'Write something first'],
  ['eleven ₿ytes', '14 bytes, and a page can be at most 10 bytes'],
])('the draft %j is not created, and the screen says why', async (text, why) => {
  const { onCreate, screen } = composing({ draft: { text, mediaType: 'text/plain' } });
  const body = await show(screen);
  await act(() => button('Create page').click());
  expect(body.querySelector('[role=alert]')?.textContent).toContain(why);
  expect(onCreate).not.toHaveBeenCalled();
});

test('the switch says who can read a page, and asks for the other', async () => {
  const onSealed = vi.fn<ComposeProps['onSealed']>();
  const body = await show(composing({ isSealed: true, onSealed }).screen);
  const input = body.querySelector<HTMLInputElement>('[role=switch]');
  expect(input?.labels?.[0]?.textContent).toBe('Encrypt');
  expect(body.textContent).toContain('Only people who get the link can read it');
  input?.click();
  expect(onSealed).toHaveBeenCalledWith(false);
  await show(composing({ isSealed: false, onSealed }).screen);
  expect(body.textContent).toContain('Readable by the relay');
  expect(body.textContent).toContain('The same content always has the same address');
});

test('an encrypted page has less room', async () => {
  const { onCreate, screen } = composing({ isSealed: true, pageBytes: 283 });
  const body = await show(screen);
  await act(() => button('Create page').click());
  expect(body.querySelector('[role=alert]')?.textContent).toContain('at most 0 bytes');
  expect(onCreate).not.toHaveBeenCalled();
});

test('while a page is being created it is not created again', async () => {
  const { onCreate, screen } = composing({ isBusy: true });
  await show(screen);
  button('Creating…').click();
  expect(onCreate).not.toHaveBeenCalled();
});
