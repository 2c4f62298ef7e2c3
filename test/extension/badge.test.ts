import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { keepBadge } from '../../extension/background/badge.ts';
import { heldTitle } from '../../extension/wording.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

function button() {
  const title = vi.spyOn(browser.action, 'setTitle').mockResolvedValue();
  const text = vi.spyOn(browser.action, 'setBadgeText').mockResolvedValue();
  vi.spyOn(browser.action, 'setBadgeBackgroundColor').mockResolvedValue();
  const background = scene();
  const stop = keepBadge(background.deps);
  const shows = (expectedText: string, expectedTitle: string) =>
    vi.waitFor(() => {
      expect(text.mock.lastCall?.[0]).toEqual({ text: expectedText });
      expect(title.mock.lastCall?.[0]).toEqual({ title: expectedTitle });
    });
  return { ...background, stop, shows };
}

test('the button says how many pages are held, and how many by nobody else', async () => {
  const { pages, shows, clientOf, stop } = button();
  await shows('', 'Mayfly');
  const first = await keep(pages, bytesOf('1'));
  const second = await keep(pages, bytesOf('2'));
  await shows('2', 'Mayfly: 2 pages held');
  clientOf().open();
  clientOf().count(first, 1);
  clientOf().count(second, 2);
  await shows('2', 'Mayfly: 2 pages held, 1 by nobody else');
  clientOf().count(first, 3);
  await shows('2', 'Mayfly: 2 pages held');
  stop();
  expect(clientOf().said).toEqual(['close']);
});

test('a page held by others at another of its relays is no only copy', async () => {
  const { pages, shows, clientOf } = button();
  const address = await keep(pages, bytesOf('1'), [HOME, ELSEWHERE]);
  await shows('1', 'Mayfly: 1 page held');
  for (const relay of [HOME, ELSEWHERE]) clientOf(relay).open();
  clientOf(HOME).count(address, 1);
  await shows('1', 'Mayfly: 1 page held, by nobody else');
  clientOf(ELSEWHERE).count(address, 2);
  await shows('1', 'Mayfly: 1 page held');
  clientOf(ELSEWHERE).fail('gone');
  await shows('1', 'Mayfly: 1 page held, by nobody else');
});

test('of many pages the latest are counted', () => {
  expect(heldTitle(1_500, 3, 200)).toBe(
    'Mayfly: 1,500 pages held, 3 of the latest 200 by nobody else',
  );
});
