// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import { PageViewer, type PageViewerProps } from '../../relay/view/page-viewer.tsx';
import type { Page } from '../../relay/words/reading.ts';
import { OPEN } from './fake-client.ts';
import { button, findButton, hide, press, show } from './screen.ts';

const address = 'ab'.repeat(32) as Address;

function pageOf(mediaType: string, text: string, name?: string): Page {
  return { address, mediaType, bytes: new TextEncoder().encode(text), ...(name && { name }) };
}

async function showPage(page: Page, props: Partial<PageViewerProps> = {}): Promise<HTMLElement> {
  return await show(
    <PageViewer
      reading={{ state: 'shown', page }}
      link="http://relay.test/page"
      holders={1}
      connection={OPEN}
      activity={[]}
      note="Somebody is holding it."
      {...props}
    />,
  );
}

afterEach(() => {
  hide();
  vi.restoreAllMocks();
});

test.each([
  ['text/plain', 'Copy text'],
  ['text/markdown', 'Copy text'],
  ['text/html', 'Copy source'],
])('%s is copied by %j, as it was written', async (mediaType, label) => {
  vi.spyOn(console, 'error').mockReturnValue(); // here are no workers to format it
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await showPage(pageOf(mediaType, '*a* <b>b</b>\n'));
  await press(label);
  expect(writeText).toHaveBeenCalledWith('*a* <b>b</b>\n');
});

test('where copying is not allowed the text is there to be copied by hand, with all its lines', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
  document.execCommand = () => false;
  const body = await showPage(pageOf('text/plain', 'one\ntwo'));
  await press('Copy text');
  await vi.waitFor(() => expect(body.querySelector('textarea')?.value).toBe('one\ntwo'));
});

test('what is no text is not copied, nor opened as text', async () => {
  await showPage(pageOf('application/zip', 'PK\u0003\u0004'));
  expect(findButton('Copy text')).toBeUndefined();
  expect(findButton('Open as plain text')).toBeUndefined();
  expect(button('Save')).toBeDefined();
});

test('without a link there is no QR code', async () => {
  await showPage(pageOf('text/plain', 'hello'), { link: undefined });
  expect(findButton('QR code')).toBeUndefined();
});

test('the QR code is not there until it is asked for, and goes when it is closed', async () => {
  const body = await showPage(pageOf('text/plain', 'hello'));
  expect(body.querySelector('dialog')).toBeNull();
  await press('QR code');
  expect(body.querySelector('dialog')?.open).toBe(true);
  // Its code is loaded now.
  await vi.waitFor(() =>
    expect(body.querySelector('dialog svg')?.getAttribute('aria-label')).toContain('QR code'),
  );
  await press('Close');
  expect(body.querySelector('dialog')).toBeNull();
});

test('a link too long for a QR code is said to be so', async () => {
  const body = await showPage(pageOf('text/plain', 'hello'), { link: 'x'.repeat(3_000) });
  await press('QR code');
  await vi.waitFor(() =>
    expect(body.querySelector('dialog')?.textContent).toContain('too long for a QR code'),
  );
});

test('the name of a page stands above it with its tricks in sight, beside its size and who holds it', async () => {
  const body = await showPage(pageOf('text/plain', 'hello', 'evil\u202Efdp.exe'));
  expect(body.querySelector('bdi')?.textContent).toBe('evil‹U+202E›fdp.exe');
  expect(body.querySelector('.strip-facts')?.textContent).toContain('5 bytes');
  expect(body.querySelector('.strip-facts')?.textContent).toContain('Somebody is holding it.');
});

test('nothing that a page contains stands outside its section', async () => {
  const body = await showPage(pageOf('text/plain', 'the content'));
  const section = body.querySelector('section[aria-label="The page"]');
  expect(section?.textContent).toContain('the content');
  section?.remove();
  expect(body.textContent).not.toContain('the content');
});

function isMenuOpen(): boolean {
  return button('More').getAttribute('aria-expanded') === 'true';
}

test('the menu opens and closes by its button, and by choosing from it', async () => {
  await showPage(pageOf('text/plain', 'hello'));
  expect(isMenuOpen()).toBe(false);
  await press('More');
  expect(isMenuOpen()).toBe(true);
  await press('More');
  expect(isMenuOpen()).toBe(false);
  await press('More');
  await press('QR code');
  expect(isMenuOpen()).toBe(false);
});

test('Escape closes the menu and gives its button the focus', async () => {
  await showPage(pageOf('text/plain', 'hello'));
  await press('More');
  button('Print').focus();
  const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true });
  await act(() => void button('Print').dispatchEvent(escape));
  expect(isMenuOpen()).toBe(false);
  expect(document.activeElement).toBe(button('More'));
});

test.each([
  [
    'a press elsewhere',
    () => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true })),
  ],
  ['the focus going elsewhere', () => button('Copy link').focus()],
  ['the focus going into a frame', () => window.dispatchEvent(new Event('blur'))],
])('%s closes the menu', async (_, leave) => {
  await showPage(pageOf('text/plain', 'hello'));
  await press('More');
  await act(() => {
    leave();
  });
  expect(isMenuOpen()).toBe(false);
});
