// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { KeyField, type KeyFieldProps } from '../../relay/view/key-field.tsx';
import { PageViewer, type PageViewerProps } from '../../relay/view/page-viewer.tsx';
import { OPEN } from './fake-client.ts';
import { button, hide, show } from './screen.ts';

const viewer: PageViewerProps = {
  reading: { state: 'locked', lock: 'wrong-key' },
  link: 'http://relay.test/page',
  holders: 1,
  connection: OPEN,
  activity: [],
  note: 'This tab is holding the page.',
};

afterEach(hide);

test.each([
  ['no-key', 'This may be an encrypted page'],
  ['bad-key', 'The key in this link is damaged'],
  ['wrong-key', 'The key does not fit this page'],
  ['not-sealed', 'This is not an encrypted page'],
] as const)('a page with %s says %j, and that it is held', async (lock, title) => {
  const unlock = { onKey: async () => undefined, onShowAsIs: () => {} };
  const body = await show(
    <PageViewer {...viewer} reading={{ state: 'locked', lock }} unlock={unlock} />,
  );
  expect(body.querySelector('.status h1')?.textContent).toBe(title);
  expect(body.textContent).toContain('This tab is holding the page.');
  expect(body.querySelector('input')?.labels?.[0]?.textContent).toContain('Paste the key');
});

test('what is pasted is tried, and why it opens nothing is said', async () => {
  const onKey = vi
    .fn<KeyFieldProps['onKey']>()
    .mockResolvedValue('This key does not fit the page.');
  const body = await show(<KeyField onKey={onKey} onShowAsIs={() => {}} />);
  const field = body.querySelector('input');
  if (field) field.value = 'a key';
  await act(() => void field?.dispatchEvent(new Event('input', { bubbles: true })));
  await act(async () => button('Open').click());
  expect(onKey).toHaveBeenCalledWith('a key');
  expect(body.querySelector('[role=alert]')?.textContent).toBe('This key does not fit the page.');
});

test('a page can be looked at as it is', async () => {
  const onShowAsIs = vi.fn<() => void>();
  await show(<KeyField onKey={async () => undefined} onShowAsIs={onShowAsIs} />);
  button('Show it as it is').click();
  expect(onShowAsIs).toHaveBeenCalledOnce();
});
