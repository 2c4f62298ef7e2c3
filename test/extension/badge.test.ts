import { readFileSync } from 'node:fs';
import { DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { iconOf, keepBadge } from '../../extension/background/badge.ts';
import { ICON_SIZES, ICON_STATES, iconPath } from '../../extension/icon/states.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { heldTitle } from '../../extension/wording.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

function button() {
  const title = vi.spyOn(browser.action, 'setTitle').mockResolvedValue();
  const text = vi.spyOn(browser.action, 'setBadgeText').mockResolvedValue();
  vi.spyOn(browser.action, 'setBadgeBackgroundColor').mockResolvedValue();
  vi.spyOn(browser.action, 'setIcon').mockResolvedValue();
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

test('the icon tells five states apart', () => {
  const handing = { pages: 'all' } as const;
  const standing = { heldCount: 2, onlyCopies: 0, handing, connections: [] };
  const open = { state: 'open', limits: DEFAULT_LIMITS } as const;
  const waiting = { state: 'waiting', retryInMs: 1_000, code: 1006, reason: 'gone' } as const;
  expect(iconOf(standing)).toBe('idle');
  expect(iconOf({ ...standing, connections: [open, waiting] })).toBe('seeding');
  expect(iconOf({ ...standing, connections: [open], onlyCopies: 1 })).toBe('last-copy');
  expect(iconOf({ ...standing, connections: [waiting], onlyCopies: 1 })).toBe('offline');
  expect(iconOf({ ...standing, handing: { pages: 'none', why: 'spent' } })).toBe('paused');
});

test('the icon of every state is there in every size', () => {
  for (const state of ICON_STATES) {
    for (const size of ICON_SIZES)
      expect(pngWidth(`extension/public${iconPath(state, size)}`)).toBe(size);
  }
});

test('a pause shows on the button, and no relay is asked about pages meanwhile', async () => {
  const { pages, seeding, shows, clientOf } = button();
  await keep(pages, bytesOf('1'));
  await seeding.refresh();
  await shows('1', 'Mayfly: 1 page held');
  await writeSettings({ pause: { until: 'resumed' } });
  await shows('1', 'Mayfly: paused');
  expect(browser.action.setIcon).toHaveBeenLastCalledWith({
    path: expect.objectContaining({ 16: '/icon-paused-16.png' }),
  });
  await vi.waitFor(() => expect(clientOf().said.at(-1)).toBe('close'));
});

/** Where a PNG says how wide it is. */
function pngWidth(path: string): number {
  return readFileSync(path).readUInt32BE(16);
}
