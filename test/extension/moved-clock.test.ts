/** Clocks that are put forward, put back, or both: across hours and years, midnights and the turns of summer time. */
import { addressOf } from '@mayfly/relay/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { watchClock } from '../../extension/background/wakes.ts';
import { WAKE_ALARM } from '../../extension/background/hold/seeding.ts';
import { NO_PAUSE, pauseForAnHour, remaining } from '../../extension/store/pause.ts';
import { nextDay, onDay } from '../../extension/store/served-today.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { formatAge } from '../../extension/ui/format-age.ts';
import { bytesOf, HOME, keep, longPage, obtain, scene } from './scene.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const NOON = new Date(2026, 10, 22, 12).getTime();

afterEach(() => void vi.useRealTimers());

describe('a clock that was a year ahead and is right again', () => {
  async function view(background: ReturnType<typeof scene>, first: number) {
    const bytes = longPage(100).fill(first, 0, 1);
    const address = await addressOf(bytes);
    const find = async () => ({ bytes, relay: HOME });
    await obtain(background.deps, { relay: HOME, address, relays: [] }, find);
    return address;
  }

  test('does not make the page go that was opened a moment ago', async () => {
    const background = scene();
    await writeSettings({ viewedBytes: 250 });
    background.now.mockReturnValue(NOON + YEAR);
    const [first, second] = [await view(background, 1), await view(background, 2)];
    background.now.mockReturnValue(NOON);
    const third = await view(background, 3);
    const held = await background.pages.getAll([first, second, third]);
    expect(held.map(({ address }) => address)).toEqual([second, third]);
  });

  test('dates a page anew that is opened again', async () => {
    const background = scene();
    background.now.mockReturnValue(NOON + YEAR);
    const address = await view(background, 1);
    background.now.mockReturnValue(NOON);
    await view(background, 1);
    expect(await background.pages.get(address)).toMatchObject({ usedAt: NOON });
  });

  test('leaves the page that was shared last the first of the recent ones', async () => {
    const { pages } = scene();
    const ahead = await keep(pages, bytesOf('ahead'), [HOME], NOON + YEAR);
    const before = await keep(pages, bytesOf('before'), [HOME], NOON - 1);
    const latest = await keep(pages, bytesOf('latest'), [HOME], NOON);
    const recent = await pages.recent(9, NOON);
    expect(recent.map(({ address }) => address)).toEqual([latest, before, ahead]);
    expect((await pages.recent(1, NOON)).map(({ address }) => address)).toEqual([latest]);
  });

  test('gives no page an age below nothing', () => {
    expect(formatAge(NOON + YEAR, NOON)).toBe(formatAge(NOON, NOON));
  });
});

describe('a page to hold for an hour', () => {
  test('is not let go of by a clock that is put back again and again', async () => {
    const { pages, expiry, now } = scene();
    now.mockReturnValue(NOON);
    const address = await keep(pages, bytesOf('hello'));
    await expiry.keepFor([address], 'hour');
    for (const back of [MINUTE, HOUR, DAY, YEAR, 56 * YEAR]) {
      now.mockReturnValue(NOON - back);
      await expiry.sweep();
    }
    expect(await pages.get(address)).toMatchObject({ lifetime: { at: NOON + HOUR } });
  });
});

describe('what brings the worker back', () => {
  test('is not as far ahead as a clock that was put back', async () => {
    const { pages, seeding } = scene();
    await keep(pages, bytesOf('hello'));
    await browser.alarms.create(WAKE_ALARM, { when: Date.now() + YEAR, periodInMinutes: 0.5 });
    await seeding.refresh();
    const alarm = await fakeBrowser.alarms.get(WAKE_ALARM);
    expect(alarm?.scheduledTime).toBeLessThanOrEqual(Date.now() + MINUTE);
  });

  test.each([
    ['an hour back', -HOUR],
    ['an hour forward', HOUR],
    ['a year back', -YEAR],
  ])('is looked after when the clock jumps %s, and not while it goes evenly', (_, jump) => {
    vi.useFakeTimers();
    let offset = 0;
    const onMoved = vi.fn<() => void>();
    const stop = watchClock(() => Date.now() + offset, onMoved);
    vi.advanceTimersByTime(HOUR);
    expect(onMoved).not.toHaveBeenCalled();
    offset = jump;
    vi.advanceTimersByTime(HOUR);
    expect(onMoved).toHaveBeenCalledOnce();
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a day’s limit', () => {
  const spent = { day: '2026-11-22', bytes: 7 };

  test.each([
    ['an hour forward', HOUR],
    ['an hour back', -HOUR],
    ['half a day back, across midnight', -13 * HOUR],
    ['a year back', -YEAR],
  ])('is not given anew by a clock that is moved %s', (_, jump) => {
    expect(onDay(spent, NOON + jump).bytes).toBe(7);
  });

  test('begins anew at midnight, where that is an hour later or earlier for the turn of summer time too', () => {
    const zone = process.env['TZ'];
    try {
      process.env['TZ'] = 'Europe/Berlin';
      for (const [month, day] of [
        [2, 29],
        [9, 25],
      ] as const) {
        const begun = new Date(2026, month, day).getTime();
        const next = new Date(2026, month, day + 1).getTime();
        expect(Math.abs(next - begun - DAY)).toBe(HOUR);
        expect(nextDay(begun)).toBe(next);
        const served = onDay({ day: '', bytes: 0 }, begun);
        expect(onDay({ ...served, bytes: 7 }, next - 1).bytes).toBe(7);
        expect(onDay({ ...served, bytes: 7 }, next).bytes).toBe(0);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('an hour’s pause', () => {
  test.each([HOUR, DAY, YEAR])(
    'is no longer than an hour when the clock is put back by %i ms',
    (back) => {
      const pause = remaining(pauseForAnHour(NOON), NOON - back);
      expect(remaining(pause, NOON - back + HOUR)).toEqual(NO_PAUSE);
    },
  );
});
