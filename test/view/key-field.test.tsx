// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { PageViewer, type PageViewerProps } from '../../relay/view/page-viewer.tsx';
import { Unlock, type UnlockProps } from '../../relay/view/unlock.tsx';
import { OPEN } from './fake-client.ts';
import { button, findButton, hide, press, show } from './screen.ts';

const viewer: PageViewerProps = {
  reading: { state: 'locked', lock: 'wrong-key' },
  link: 'http://relay.test/page',
  holders: 1,
  connection: OPEN,
  activity: [],
  note: 'This tab keeps the page.',
};

afterEach(hide);

test.each([
  ['no-key', 'This may be an encrypted page', ['field', 'as it is']],
  ['bad-key', 'The key in this link is damaged', ['field']],
  ['wrong-key', 'The key does not fit this page', ['field']],
  ['not-sealed', 'This is not an encrypted page', ['as it is']],
] as const)('a page with %s says %j, that it is held, and offers what helps', async (...scene) => {
  const [lock, title, offers] = scene;
  const unlock = { onKey: async () => undefined, onShowAsIs: () => {} };
  const body = await show(
    <PageViewer {...viewer} reading={{ state: 'locked', lock }} unlock={unlock} />,
  );
  expect(body.querySelector('.status h1')?.textContent).toBe(title);
  expect(body.textContent).toContain('This tab keeps the page.');
  await vi.waitFor(() => expect(body.querySelector('.button-primary')).not.toBeNull());
  const label = body.querySelector('input')?.labels?.[0]?.textContent ?? '';
  const offered = [
    ...(label.includes('Paste the key') ? ['field'] : []),
    ...(findButton('Show it as it is') ? ['as it is'] : []),
  ];
  expect(offered).toEqual(offers);
  expect(body.querySelectorAll('.button-primary')).toHaveLength(1);
});

test('what is pasted is tried, and why it opens nothing is said', async () => {
  const onKey = vi.fn<UnlockProps['onKey']>().mockResolvedValue('This key does not fit the page.');
  const body = await show(<Unlock lock="wrong-key" onKey={onKey} onShowAsIs={() => {}} />);
  const field = body.querySelector('input');
  if (field) field.value = 'a key';
  await act(() => void field?.dispatchEvent(new Event('input', { bubbles: true })));
  await press('Open');
  expect(onKey).toHaveBeenCalledWith('a key');
  expect(body.querySelector('[role=alert]')?.textContent).toBe('This key does not fit the page.');
});

test('a page can be looked at as it is', async () => {
  const onShowAsIs = vi.fn<() => void>();
  await show(<Unlock lock="not-sealed" onKey={async () => undefined} onShowAsIs={onShowAsIs} />);
  button('Show it as it is').click();
  expect(onShowAsIs).toHaveBeenCalledOnce();
});
