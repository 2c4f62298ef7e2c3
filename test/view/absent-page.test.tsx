// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { PageViewer, type PageViewerProps } from '../../relay/view/page-viewer.tsx';
import type { Address } from '../../relay/protocol/address.ts';
import type { Reading } from '../../relay/words/reading.ts';
import { OPEN } from './fake-client.ts';
import { button, findButton, hide, press, show } from './screen.ts';

afterEach(hide);

const ABSENT: Reading = { state: 'absent' };
const SHOWN: Reading = {
  state: 'shown',
  page: {
    address: 'aa'.repeat(32) as Address,
    bytes: new TextEncoder().encode('hello'),
    mediaType: 'text/plain',
  },
};

const viewer: PageViewerProps = {
  reading: ABSENT,
  link: 'http://relay.test/page',
  holders: 0,
  connection: OPEN,
  activity: [],
};

test('a reader who asked to be told is told once, when the page is on the screen', async () => {
  const onBack = vi.fn<() => void>();
  const body = await show(<PageViewer {...viewer} onBack={onBack} />);
  await press('Tell me when it is back');
  expect(button('Tell me when it is back').getAttribute('aria-pressed')).toBe('true');
  expect(body.textContent).toContain('Keep this tab open');
  await show(<PageViewer {...viewer} reading={{ state: 'looking' }} onBack={onBack} />);
  expect(onBack).not.toHaveBeenCalled();
  await show(<PageViewer {...viewer} reading={SHOWN} onBack={onBack} />);
  await show(<PageViewer {...viewer} reading={SHOWN} onBack={onBack} holders={2} />);
  expect(onBack).toHaveBeenCalledOnce();
});

test('a reader who did not ask, or no longer waits, is not told', async () => {
  const onBack = vi.fn<() => void>();
  await show(<PageViewer {...viewer} onBack={onBack} />);
  await press('Tell me when it is back');
  await press('Tell me when it is back');
  await show(<PageViewer {...viewer} reading={SHOWN} onBack={onBack} />);
  expect(onBack).not.toHaveBeenCalled();
});

test('where nothing can tell the reader, nothing promises it', async () => {
  await show(<PageViewer {...viewer} />);
  expect(findButton('Tell me when it is back')).toBeUndefined();
});

test('asking for the page copies a sentence with the link for the sender', async () => {
  const copied = vi.fn<(text: string) => Promise<void>>(async () => undefined);
  vi.stubGlobal('navigator', { clipboard: { writeText: copied } });
  await show(<PageViewer {...viewer} />);
  await press('Ask for it');
  expect(copied.mock.lastCall?.[0]).toMatch(/Could you .* http:\/\/relay\.test\/page$/);
  vi.unstubAllGlobals();
});

test('the last time when somebody had the page is told where it is known', async () => {
  const heldAt = new Date(2026, 0, 1, 9, 5).getTime();
  const body = await show(<PageViewer {...viewer} reading={{ state: 'absent', heldAt }} />);
  expect(body.textContent).toMatch(/Somebody last had it at 9:05\s*AM/);
});
