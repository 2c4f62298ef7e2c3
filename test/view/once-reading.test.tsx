// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Address } from '../../relay/protocol/address.ts';
import { OnceReading, type OnceReadingProps } from '../../relay/view/once/once-reading.tsx';
import type { OnceOpening } from '../../relay/words/once-opening.ts';
import type { Page } from '../../relay/words/reading.ts';
import { OPEN } from './fake-client.ts';
import { button, findButton, hide, press, show } from './screen.ts';

const page: Page = {
  address: 'ab'.repeat(32) as Address,
  mediaType: 'text/plain',
  bytes: new TextEncoder().encode('meet me at nine'),
  name: 'place.txt',
};
const READY: OnceOpening = { state: 'ready', name: 'place.txt' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  hide();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function showOnce(once: OnceOpening, props: Partial<OnceReadingProps> = {}) {
  return await show(
    <OnceReading
      once={once}
      relay="http://relay.test"
      connection={OPEN}
      onOpen={() => {}}
      onShown={() => {}}
      onRetry={() => {}}
      onPasted={async () => undefined}
      {...props}
    />,
  );
}

/** Half a second goes by in which somebody can read the screen. */
async function read() {
  await act(async () => void vi.advanceTimersByTime(500));
}

/** A click of a person, or of a script. */
async function click(name: string, isTrusted = true) {
  const event = new MouseEvent('click', { bubbles: true });
  Object.defineProperty(event, 'isTrusted', { value: isTrusted });
  await act(async () => void button(name).dispatchEvent(event));
}

async function turn(visibilityState: DocumentVisibilityState) {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibilityState);
  await act(async () => void document.dispatchEvent(new Event('visibilitychange')));
}

test('the name of a page hides nothing, and is not longer than a line', async () => {
  const name = `${'a'.repeat(5_000)}\u202Efdp.exe`;
  await showOnce({ state: 'ready', name });
  const told = document.querySelector('.strip-name')?.textContent ?? '';
  expect(told).toContain('‹U+202E›');
  expect(told.length).toBeLessThan(300);
});

test('a person who presses Open opens the page', async () => {
  const onOpen = vi.fn<() => void>();
  const body = await showOnce(READY, { onOpen });
  expect(body.textContent).toContain('place.txt');
  await read();
  await click('Open');
  expect(onOpen).toHaveBeenCalledOnce();
});

test('a script’s click opens nothing', async () => {
  const onOpen = vi.fn<() => void>();
  await showOnce(READY, { onOpen });
  await read();
  await click('Open', false);
  await press('Open');
  expect(onOpen).not.toHaveBeenCalled();
});

test('a click that comes before anybody can have read the screen opens nothing', async () => {
  await showOnce(READY);
  expect(button('Open').disabled).toBe(true);
  await read();
  expect(button('Open').disabled).toBe(false);
});

test('in a hidden tab the button cannot be pressed', async () => {
  const onOpen = vi.fn<() => void>();
  await turn('hidden');
  await showOnce(READY, { onOpen });
  await read();
  expect(button('Open').disabled).toBe(true);
  await turn('visible');
  await read();
  expect(button('Open').disabled).toBe(false);
  await turn('hidden');
  expect(button('Open').disabled).toBe(true);
  await click('Open');
  expect(onOpen).not.toHaveBeenCalled();
});

test('an open page says that it does not stay, and offers neither its link nor a copy to delete', async () => {
  const onShown = vi.fn<() => void>();
  const body = await showOnce({ state: 'opened', page }, { onShown });
  expect(onShown).toHaveBeenCalledOnce();
  expect(body.textContent).toContain('meet me at nine');
  expect(body.textContent).toContain('This page does not stay here.');
  expect(findButton('Copy text')).toBeDefined();
  for (const none of ['Copy link', 'QR code', 'Delete']) expect(findButton(none)).toBeUndefined();
});

test('the page is told to be shown once, however often its screen is drawn', async () => {
  const onShown = vi.fn<() => void>();
  const once: OnceOpening = { state: 'opened', page };
  await showOnce(once, { onShown });
  await showOnce(once, { onShown, connection: { state: 'connecting' } });
  expect(onShown).toHaveBeenCalledOnce();
});

test('whoever waits for the sender is told what to do, and that nothing is lost', async () => {
  const lock = await showOnce({ state: 'arriving', arriving: { state: 'absent' } });
  expect(lock.textContent).toContain('Waiting for the sender’s browser');
  expect(lock.textContent).toContain('nothing is lost');
  expect(lock.textContent).not.toContain('opens by itself');
  const key = await showOnce({ state: 'away' });
  expect(key.textContent).toContain('opens by itself');
});

test('whoever waits without a connection is told that, and not that the sender is away', async () => {
  const connection = { state: 'waiting', retryInMs: 1, code: 1006, reason: '' } as const;
  const body = await showOnce({ state: 'away' }, { connection });
  expect(body.textContent).toContain('No connection');
  expect(body.textContent).not.toContain('Waiting for the sender');
});

test('a spent link says when it was opened, and whom to tell', async () => {
  const at = new Date();
  at.setHours(14, 2);
  const body = await showOnce({ state: 'spent', at: at.getTime() });
  expect(body.textContent).toMatch(/Opened: 2:02\s*PM/);
  expect(body.textContent).toContain('If it was not you');
  expect(document.querySelector('main button')).toBeNull();
});

test('a page that was opened here opens again only on a press', async () => {
  const onOpen = vi.fn<() => void>();
  const body = await showOnce({ state: 'left', at: Date.UTC(2026, 0, 2, 12) }, { onOpen });
  expect(body.textContent).toContain('Jan 2, 2026');
  expect(onOpen).not.toHaveBeenCalled();
  await read();
  await click('Open again');
  expect(onOpen).toHaveBeenCalledOnce();
});

test.each(['bad-capability', 'wrong-capability'] as const)(
  'a link with a %s asks for the whole link',
  async (reason) => {
    const onPasted = vi.fn<OnceReadingProps['onPasted']>(async () => 'not whole');
    const body = await showOnce({ state: 'failed', problem: { reason } }, { onPasted });
    expect(body.textContent).toContain('did not use up the link');
    const field = body.querySelector('input');
    if (!field) throw new Error('expected a field for the link');
    field.value = 'http://relay.test/page';
    await act(async () => void field.dispatchEvent(new Event('input', { bubbles: true })));
    await act(async () => body.querySelector('form')?.requestSubmit());
    expect(onPasted).toHaveBeenCalledWith('http://relay.test/page');
    expect(body.querySelector('[role="alert"]')?.textContent).toBe('not whole');
  },
);

test('the other places are offered for as long as the page waits for the sender', async () => {
  const elsewhere = <p>Look there too?</p>;
  const waiting = await showOnce({ state: 'away' }, { elsewhere });
  expect(waiting.textContent).toContain('Look there too?');
  const ready = await showOnce(READY, { elsewhere });
  expect(ready.textContent).not.toContain('Look there too?');
});

test('a relay that is too old is named', async () => {
  const body = await showOnce({ state: 'failed', problem: { reason: 'old-relay' } });
  expect(body.textContent).toContain('http://relay.test, the site of this link, is too old');
});

test.each(['no-store', 'old-relay', 'refused'] as const)(
  'after the problem %s, the reader can try again',
  async (reason) => {
    const onRetry = vi.fn<() => void>();
    await showOnce({ state: 'failed', problem: { reason } }, { onRetry });
    await press('Try again');
    expect(onRetry).toHaveBeenCalledOnce();
  },
);

test.each(['not-a-lock', 'own', 'closed'] as const)(
  'after the problem %s, trying again is not offered',
  async (reason) => {
    await showOnce({ state: 'failed', problem: { reason } });
    expect(findButton('Try again')).toBeUndefined();
  },
);
