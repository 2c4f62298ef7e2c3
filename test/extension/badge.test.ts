import { readFileSync } from 'node:fs';
import { type Address, DEFAULT_LIMITS } from '@mayfly/relay/protocol';
import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { iconOf, keepBadge } from '../../extension/background/tell/badge.ts';
import { ICON_SIZES, ICON_STATES, iconPath } from '../../extension/icon/states.ts';
import type { PageRecord } from '../../extension/store/database.ts';
import type { Pages } from '../../extension/store/pages.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

function button(background = scene()) {
  const title = vi.spyOn(browser.action, 'setTitle').mockResolvedValue();
  const text = vi.spyOn(browser.action, 'setBadgeText').mockResolvedValue();
  vi.spyOn(browser.action, 'setBadgeBackgroundColor').mockResolvedValue();
  vi.spyOn(browser.action, 'setIcon').mockResolvedValue();
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
  await shows('2', 'Mayfly: 2 pages kept');
  clientOf().open();
  clientOf().count(first, 1);
  clientOf().count(second, 2);
  await shows('2', 'Mayfly: 2 pages kept, 1 by nobody else');
  clientOf().count(first, 3);
  await shows('2', 'Mayfly: 2 pages kept');
  stop();
  expect(clientOf().said).toEqual(['close']);
});

test('a page held by others at another of its relays is no only copy', async () => {
  const { pages, shows, clientOf } = button();
  const address = await keep(pages, bytesOf('1'), [HOME, ELSEWHERE]);
  await shows('1', 'Mayfly: 1 page kept');
  for (const relay of [HOME, ELSEWHERE]) clientOf(relay).open();
  clientOf(HOME).count(address, 1);
  await shows('1', 'Mayfly: 1 page kept, by nobody else');
  clientOf(ELSEWHERE).count(address, 2);
  await shows('1', 'Mayfly: 1 page kept');
  clientOf(ELSEWHERE).fail('gone');
  await shows('1', 'Mayfly: 1 page kept, by nobody else');
});

test('the only copy is found behind any number of pages that are not handed on', async () => {
  const background = scene({ uploads: 'published' });
  const mine = await keep(background.pages, bytesOf('mine'));
  await keepMany(background.pages, 200, 'viewed');
  const { shows, clientOf } = button(background);
  await shows('201', 'Mayfly: 201 pages kept');
  clientOf().open();
  clientOf().count(mine, 1);
  await shows('201', 'Mayfly: 201 pages kept, 1 by nobody else');
});

test('of many pages the latest are counted, and nothing is said of the others', async () => {
  const background = scene();
  const pages = await keepMany(background.pages, 201, 'published');
  const { shows, clientOf } = button(background);
  await shows('201', 'Mayfly: 201 pages kept');
  clientOf().open();
  for (const page of pages) clientOf().count(page, 2);
  await shows('201', 'Mayfly: 201 pages kept, 0 of the latest 200 by nobody else');
  clientOf().count(pages[0]!, 1); // not one of them
  clientOf().count(pages[1]!, 1);
  await shows('201', 'Mayfly: 201 pages kept, 1 of the latest 200 by nobody else');
});

test('the icon tells five states apart', () => {
  const uploads = { pages: 'all' } as const;
  const standing = { heldCount: 2, onlyCopies: 0, uploads, connections: [] };
  const open = { state: 'open', limits: DEFAULT_LIMITS, takesNotes: true } as const;
  const waiting = { state: 'waiting', retryInMs: 1_000, code: 1006, reason: 'gone' } as const;
  expect(iconOf(standing)).toBe('idle');
  expect(iconOf({ ...standing, connections: [open, waiting] })).toBe('seeding');
  expect(iconOf({ ...standing, connections: [open], onlyCopies: 1 })).toBe('last-copy');
  expect(iconOf({ ...standing, connections: [waiting], onlyCopies: 1 })).toBe('offline');
  expect(iconOf({ ...standing, uploads: { pages: 'none', why: 'spent' } })).toBe('paused');
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
  await shows('1', 'Mayfly: 1 page kept');
  await writeSettings({ pause: { until: 'resumed' } });
  await shows('1', 'Mayfly: 1 page kept, paused');
  expect(browser.action.setIcon).toHaveBeenLastCalledWith({
    path: expect.objectContaining({ 16: '/icon-paused-16.png' }),
  });
  await vi.waitFor(() => expect(clientOf().said.at(-1)).toBe('close'));
});

/** Pages of that origin, one added after the other. */
async function keepMany(
  pages: Pages,
  count: number,
  origin: PageRecord['origin'],
): Promise<readonly Address[]> {
  const added: Address[] = [];
  for (let n = 1; n <= count; n++) {
    const address = n.toString(16).padStart(64, '0') as Address;
    const hints = { mediaType: 'text/plain', title: `page ${n}`, relays: [HOME] };
    await pages.put({ address, ...hints, origin, addedAt: n + 1 }, bytesOf('1'));
    added.push(address);
  }
  return added;
}

/** The offset of a PNG's width. */
function pngWidth(path: string): number {
  return readFileSync(path).readUInt32BE(16);
}
