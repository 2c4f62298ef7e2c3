import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { EXPIRY_ALARM } from '../../extension/background/hold/expiry.ts';
import { share } from '../../extension/background/share/publication.ts';
import { writeSettings } from '../../extension/store/settings.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene } from './scene.ts';

const HOUR_MS = 3_600_000;

describe('time', () => {
  test('a page whose time has come is let go of, and every relay is told', async () => {
    const { expiry, pages, seeding, deps, clientOf } = scene();
    const address = await keep(pages, bytesOf('hello'), [HOME, ELSEWHERE]);
    await seeding.refresh();
    await expiry.keepFor([address], 'hour');
    deps.now.mockReturnValue(1_000 + HOUR_MS);
    await expiry.sweep();
    expect(await pages.get(address)).toBeUndefined();
    for (const relay of [HOME, ELSEWHERE]) {
      expect(clientOf(relay).said).toEqual([`drop ${address}`, 'close']);
    }
  });

  test('one alarm stands for the next page to end, and none where no page ends', async () => {
    const { expiry, pages, deps } = scene();
    const [hour, day] = [await keep(pages, bytesOf('1')), await keep(pages, bytesOf('2'))];
    await expiry.keepFor([day], 'day');
    await expiry.keepFor([hour], 'hour');
    await expiry.sweep();
    expect(await alarmAt()).toBe(1_000 + HOUR_MS);
    deps.now.mockReturnValue(1_000 + HOUR_MS);
    await expiry.sweep();
    expect(await alarmAt()).toBe(1_000 + 24 * HOUR_MS);
    await expiry.keepFor([day], 'stopped');
    await expiry.sweep();
    expect(await alarmAt()).toBeUndefined();
    expect(await pages.get(day)).toBeDefined();
  });

  test('a page that is to end is expected without anybody asking', async () => {
    const { expiry, pages } = scene();
    await expiry.keepFor([await keep(pages, bytesOf('1'))], 'week');
    await vi.waitFor(async () => expect(await alarmAt()).toBe(1_000 + 7 * 24 * HOUR_MS));
  });

  test('a page that is published again while those are gathered whose time has come is held on', async () => {
    const { expiry, pages, seeding, deps, clientOf } = scene();
    const again = await keep(pages, bytesOf('again'), [HOME, ELSEWHERE]);
    const gone = await keep(pages, bytesOf('gone'), [HOME, ELSEWHERE]);
    await seeding.refresh();
    await pages.holdFor([again, gone], { until: 'time', at: 2_000 });
    // The change brings a sweep of its own: it must be over before their time comes.
    await vi.waitFor(async () => expect(await fakeBrowser.alarms.get(EXPIRY_ALARM)).toBeDefined());
    deps.now.mockReturnValue(2_000);
    const over = pages.over.bind(pages);
    vi.spyOn(pages, 'over').mockImplementationOnce(async (...at) => {
      const found = await over(...at);
      await shareOnce(deps, clientOf, 'again');
      return found;
    });
    await expiry.sweep();
    expect((await pages.all()).map(({ address }) => address)).toEqual([again]);
    expect(clientOf().said).toEqual([`have ${again}`, `drop ${gone}`]);
  });

  test('a clock that was moved back lets go of nothing before its time', async () => {
    const { expiry, pages, deps } = scene();
    const address = await keep(pages, bytesOf('hello'));
    await expiry.keepFor([address], 'hour');
    deps.now.mockReturnValue(-1_000_000);
    await expiry.sweep();
    expect(await pages.get(address)).toBeDefined();
  });
});

describe('the session of the browser', () => {
  test('a page to hold until the browser closes outlives its worker, and not its browser', async () => {
    const before = scene();
    const address = await keep(before.pages, bytesOf('hello'));
    const other = await keep(before.pages, bytesOf('other'));
    await before.expiry.keepFor([address], 'session');
    const restarted = scene();
    await restarted.expiry.sweep();
    expect(await restarted.pages.get(address)).toBeDefined();
    await fakeBrowser.storage.session.clear();
    const later = scene();
    void fakeBrowser.runtime.onStartup.trigger();
    await later.expiry.sweep();
    expect(await later.pages.get(address)).toBeUndefined();
    expect(await later.pages.get(other)).toBeDefined();
  });
});

describe('sharing', () => {
  beforeEach(() => writeSettings({ lifetime: 'hour' }));

  test('a new page is held as long as the user chose, and its link says so to other holders', async () => {
    const { deps, pages, clientOf } = scene();
    deps.now.mockReturnValue(500_000);
    const shared = { bytes: bytesOf('hello'), mediaType: 'text/plain', isSealed: false };
    const sharing = share(deps, [HOME], shared);
    clientOf().open();
    const done = await sharing;
    const [page] = await pages.recent(1);
    expect(page?.lifetime).toEqual({ until: 'time', at: 500_000 + HOUR_MS });
    expect(done).toMatchObject({ link: `${HOME}/${page?.address}#x=4100` });
  });
});

type Scene = ReturnType<typeof scene>;

/** Shares a text at the relay next to the user. */
async function shareOnce(
  deps: Scene['deps'],
  clientOf: Scene['clientOf'],
  text: string,
): Promise<void> {
  clientOf().open();
  await share(deps, [HOME], { bytes: bytesOf(text), mediaType: 'text/plain', isSealed: false });
}

async function alarmAt(): Promise<number | undefined> {
  return (await fakeBrowser.alarms.get(EXPIRY_ALARM))?.scheduledTime;
}
