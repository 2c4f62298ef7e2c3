// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { PageViewer, type PageViewerProps } from '../../relay/view/page-viewer.tsx';
import type { Reading } from '../../relay/words/reading.ts';
import { OPEN } from './fake-client.ts';
import { button, findButton, hide, press, show } from './screen.ts';

const viewer: PageViewerProps = {
  reading: { state: 'looking' },
  link: 'http://relay.test/page',
  holders: undefined,
  connection: OPEN,
  activity: [],
};

const MEGABYTE = 1_000_000;

function receiving(received: number, total = 10 * MEGABYTE): Reading {
  return { state: 'receiving', received, total };
}

afterEach(() => {
  hide();
  vi.useRealTimers();
});

test.each<Reading>([
  { state: 'connecting' },
  { state: 'looking', holders: 1 },
  { state: 'absent' },
  receiving(1),
])('$state can be cancelled', async (reading) => {
  const onCancel = vi.fn<() => void>();
  await show(<PageViewer {...viewer} reading={reading} onCancel={onCancel} />);
  await press('Cancel');
  expect(onCancel).toHaveBeenCalledOnce();
});

test('what was cancelled says so, and the same button starts again', async () => {
  const onRetry = vi.fn<() => void>();
  await show(<PageViewer {...viewer} onCancel={() => {}} onRetry={onRetry} />);
  button('Cancel').focus();
  const body = await show(
    <PageViewer {...viewer} reading={{ state: 'cancelled' }} onRetry={onRetry} />,
  );
  expect(body.querySelector('h1')?.textContent).toBe('Cancelled');
  expect(document.activeElement).toBe(button('Start again'));
  await press('Start again');
  expect(onRetry).toHaveBeenCalledOnce();
});

test('the second click of a double click on Cancel starts nothing', async () => {
  const onRetry = vi.fn<() => void>();
  await show(<PageViewer {...viewer} reading={{ state: 'cancelled' }} onRetry={onRetry} />);
  button('Start again').dispatchEvent(new MouseEvent('click', { detail: 2, bubbles: true }));
  expect(onRetry).not.toHaveBeenCalled();
});

test('a failure that nothing can mend offers no button', async () => {
  const reading: Reading = { state: 'failed', problem: { reason: 'bad-link' } };
  await show(<PageViewer {...viewer} reading={reading} onRetry={() => {}} />);
  expect(findButton('Try again')).toBeUndefined();
});

test('the time left is told once it is known', async () => {
  vi.useFakeTimers();
  let body = document.body;
  for (const second of [0, 1, 2, 3, 4]) {
    body = await show(<PageViewer {...viewer} reading={receiving(second * MEGABYTE)} />);
    await act(() => void vi.advanceTimersByTime(1_000));
  }
  expect(body.querySelector('.progress-facts')?.textContent).toBe('4 MB of 10 MBabout 10 s left');
});

test('numbers that change all the time are read out only now and then', async () => {
  vi.useFakeTimers();
  const body = await show(<PageViewer {...viewer} reading={receiving(5 * MEGABYTE)} />);
  const spoken = body.querySelector('[aria-live=polite]');
  expect(body.querySelector('.progress-facts')?.getAttribute('aria-live')).toBe('off');
  expect(spoken?.textContent).toBe('');
  await act(() => void vi.advanceTimersByTime(15_000));
  expect(spoken?.textContent).toBe('50 percent');
});

test('a lost connection says where it was lost, and that it goes on by itself', async () => {
  const connection = { state: 'waiting', retryInMs: 1_000, code: 1006, reason: 'gone' } as const;
  const reading = receiving(3.1 * MEGABYTE);
  const body = await show(<PageViewer {...viewer} reading={reading} connection={connection} />);
  expect(body.querySelector('h1')?.textContent).toBe('Connection lost at 3.1 MB');
  expect(body.textContent).toContain('goes on from there by itself');
});
