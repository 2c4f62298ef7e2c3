// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { Attention, SEEN_MS, whenSeen } from '../../relay/view/attention.ts';

test('a page that is visible for long enough was seen', () => {
  const attention = new Attention();
  attention.turn(true, 0);
  expect(attention.missingMs(0)).toBe(SEEN_MS);
  expect(attention.missingMs(SEEN_MS - 1)).toBe(1);
  expect(attention.missingMs(SEEN_MS)).toBe(0);
});

test('a page that is hidden is not, however long', () => {
  const attention = new Attention();
  attention.turn(false, 0);
  expect(attention.missingMs(1_000_000)).toBeUndefined();
  attention.turn(true, 1_000_000);
  expect(attention.missingMs(1_000_000)).toBe(SEEN_MS);
});

test('looks at it add up, and the time between them does not count', () => {
  const attention = new Attention();
  attention.turn(true, 0);
  attention.turn(false, 1_000);
  expect(attention.missingMs(50_000)).toBeUndefined();
  attention.turn(true, 60_000);
  attention.turn(true, 60_500);
  expect(attention.missingMs(61_000)).toBe(SEEN_MS - 2_000);
});

test('a clock that is put back takes nothing away', () => {
  const attention = new Attention();
  attention.turn(true, 10_000);
  attention.turn(false, 5_000);
  attention.turn(true, 5_000);
  expect(attention.missingMs(5_000)).toBe(SEEN_MS);
});

test('a page that was used was seen, visible or not', () => {
  const attention = new Attention();
  attention.turn(false, 0);
  attention.use();
  expect(attention.missingMs(0)).toBe(0);
});

let visibility: DocumentVisibilityState;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
});

function turn(next: DocumentVisibilityState): void {
  visibility = next;
  document.dispatchEvent(new Event('visibilitychange'));
}

/** A document whose visibility a spy decides. */
function watched(): () => void {
  const onSeen = vi.fn<() => void>();
  void whenSeen(document, Date.now).then(onSeen);
  return onSeen;
}

test('a document in a tab behind is seen once it was in front for long enough', async () => {
  visibility = 'hidden';
  const onSeen = watched();
  await vi.advanceTimersByTimeAsync(60_000);
  turn('visible');
  await vi.advanceTimersByTimeAsync(SEEN_MS - 1);
  turn('hidden');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onSeen).not.toHaveBeenCalled();
  turn('visible');
  await vi.advanceTimersByTimeAsync(1);
  expect(onSeen).toHaveBeenCalledOnce();
});

test('a script that clicks sees nothing, and a person who does sees at once', async () => {
  visibility = 'visible';
  const onSeen = watched();
  document.dispatchEvent(new Event('pointerdown'));
  await vi.advanceTimersByTimeAsync(0);
  expect(onSeen).not.toHaveBeenCalled();
  const click = new Event('pointerdown');
  Object.defineProperty(click, 'isTrusted', { value: true });
  document.dispatchEvent(click);
  await vi.advanceTimersByTimeAsync(0);
  expect(onSeen).toHaveBeenCalledOnce();
});
