// @vitest-environment happy-dom
/** The toast, in the page that it runs in. */
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { awaitPress, showToast } from '../../extension/toast/show-toast.ts';
import { PAGE_TOKEN } from '../../extension/toast/toast-message.ts';

const TOKEN = 'of this page';
const english = { lang: 'en', dir: 'ltr' };
const copied = { text: 'Link copied.', ...english };
const withButton = {
  text: 'Shared.',
  buttons: [
    { act: 'copy', name: 'Copy link' },
    { act: 'undo', name: 'Undo' },
  ],
  ...english,
} as const;

const host = () => document.getElementById('mayfly-toast');

/** The roots that are closed to the page are seen where they are made. */
let attach: MockInstance<Element['attachShadow']>;
const lastRoot = () => {
  const attached = attach.mock.results.at(-1);
  return attached?.type === 'return' ? attached.value : undefined;
};
const buttonOf = () => lastRoot()?.querySelector('button');

beforeEach(() => {
  vi.useFakeTimers();
  Reflect.set(globalThis, PAGE_TOKEN, TOKEN);
  attach = vi.spyOn(Element.prototype, 'attachShadow');
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('is out of the reach of the page, and read out once its text comes', async () => {
  expect(showToast(TOKEN, copied)).toBe('shown');
  expect(host()?.shadowRoot).toBeNull();
  const status = lastRoot()?.querySelector('[role=status]');
  expect(status?.textContent).toBe('');
  vi.advanceTimersByTime(100);
  expect(status?.textContent).toBe('Link copied.');
});

test('is gone in seconds', async () => {
  showToast(TOKEN, copied);
  vi.advanceTimersByTime(5_000);
  expect(host()).toBeNull();
});

test('takes the place of the one before', async () => {
  showToast(TOKEN, copied);
  showToast(TOKEN, { text: 'Something else.', ...english });
  expect(document.querySelectorAll('#mayfly-toast')).toHaveLength(1);
});

test('is not shown in a page that is not the one acted on', async () => {
  expect(showToast('of the page before', copied)).toBe('unseen');
  Reflect.deleteProperty(globalThis, PAGE_TOKEN);
  expect(showToast(TOKEN, copied)).toBe('unseen');
  expect(host()).toBeNull();
});

test('is not shown where nobody looks', async () => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  expect(showToast(TOKEN, copied)).toBe('unseen');
});

test('is not said to be shown by a document that shows no HTML, as a picture does not', async () => {
  vi.spyOn(Element.prototype, 'getClientRects').mockReturnValue([] as never);
  expect(showToast(TOKEN, copied)).toBe('unseen');
  expect(host()).toBeNull();
});

test('does not move for those who want nothing to', async () => {
  vi.spyOn(globalThis, 'matchMedia').mockImplementation(
    (query) => ({ matches: query.includes('reduced-motion') }) as MediaQueryList,
  );
  showToast(TOKEN, copied);
  expect(lastRoot()?.querySelector('div')?.style.transition).toBe('');
});

test('a button is pressed by a person, and by no script', async () => {
  const seen = vi.fn<(act: string | undefined) => void>();
  showToast(TOKEN, withButton);
  void awaitPress().then(seen);
  buttonOf()?.dispatchEvent(new MouseEvent('click'));
  await Promise.resolve();
  expect(seen).not.toHaveBeenCalled();
  const press = new MouseEvent('click');
  Object.defineProperty(press, 'isTrusted', { value: true });
  buttonOf()?.dispatchEvent(press);
  await vi.waitFor(() => expect(seen).toHaveBeenCalledWith('copy'));
});

test('with a button it stays while that is pointed at, and then goes unpressed', async () => {
  const seen = vi.fn<(act: string | undefined) => void>();
  showToast(TOKEN, withButton);
  void awaitPress().then(seen);
  const box = lastRoot()?.querySelector('div');
  box?.dispatchEvent(new Event('pointerenter'));
  vi.advanceTimersByTime(60_000);
  expect(host()).not.toBeNull();
  box?.dispatchEvent(new Event('pointerleave'));
  vi.advanceTimersByTime(30_000);
  expect(host()).toBeNull();
  await vi.waitFor(() => expect(seen).toHaveBeenCalledWith(undefined));
});
