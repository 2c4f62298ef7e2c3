import { addressOf } from '@mayfly/relay/client';
import { expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { uploadSource } from '../../extension/background/hold/uploaded-pages.ts';
import { UploadPolicy, REST_ALARM } from '../../extension/background/hold/upload-policy.ts';
import type { NetworkConnection } from '../../extension/background/hold/network-connection.ts';
import { NO_PAUSE, pauseForAnHour } from '../../extension/store/pause.ts';
import { onDay, readServedDay } from '../../extension/store/served-today.ts';
import { readSettings, writeSettings } from '../../extension/store/settings.ts';
import { madeLock } from './made-lock.ts';
import { bytesOf, ELSEWHERE, HOME, keep, scene, type SceneOptions } from './scene.ts';

const MINE = bytesOf('mine');
const VIEWED = bytesOf('viewed');
const HOUR = 3_600_000;
const NOON = new Date(2026, 10, 22, 12).getTime();

/** A browser that holds one page it shared and one it viewed, at the same relay. */
async function holder(options?: SceneOptions) {
  const background = scene(options);
  const { pages, seeding, uploadPolicy, now } = background;
  now.mockReturnValue(NOON);
  const mine = await keep(pages, MINE);
  const viewed = await addressOf(VIEWED);
  const hints = { mediaType: 'text/plain', title: 'viewed', origin: 'viewed' as const };
  await pages.put({ address: viewed, ...hints, relays: [HOME], addedAt: 2 }, VIEWED);
  await uploadPolicy.refresh();
  await seeding.refresh();
  return {
    ...background,
    mine,
    viewed,
    source: uploadSource({ pages, uploadPolicy, relay: HOME }),
  };
}

test('until somebody was asked, only what they shared is announced and served', async () => {
  const { source, mine, viewed, pages } = await holder({ uploads: 'unasked' });
  expect(await source.addresses()).toEqual([mine]);
  expect(await source.read(mine, 0, 9)).toBeDefined();
  expect(await source.read(viewed, 0, 9)).toBeUndefined();
  expect(await pages.get(viewed)).toBeDefined();
});

test('a relay where pages were only viewed is not connected to for them', async () => {
  const { pages, seeding, clients } = scene({ uploads: 'published' });
  const address = await addressOf(VIEWED);
  const hints = { mediaType: 'text/plain', title: 'viewed', origin: 'viewed' as const };
  await pages.put({ address, ...hints, relays: [ELSEWHERE], addedAt: 2 }, VIEWED);
  await seeding.announce(address, [ELSEWHERE]);
  expect(clients).toEqual([]);
  await seeding.deletePages(address);
  expect(clients).toEqual([]);
});

test('a page that was viewed is announced once it is allowed, and taken back at once when it no longer is', async () => {
  const { clientOf, viewed } = await holder({ uploads: 'unasked' });
  await writeSettings({ uploads: 'all' });
  await vi.waitFor(() => expect(clientOf().said).toEqual([`have ${viewed}`]));
  await writeSettings({ uploads: 'published' });
  await vi.waitFor(() => expect(clientOf().said).toEqual([`have ${viewed}`, `drop ${viewed}`]));
});

test('a pause takes every page back and ends the connection, until it is resumed', async () => {
  const { source, mine, viewed, clients, clientOf } = await holder();
  await writeSettings({ pause: { until: 'resumed' } });
  await vi.waitFor(() =>
    expect(clientOf().said).toEqual([`drop ${viewed}`, `drop ${mine}`, 'close']),
  );
  expect(await source.addresses()).toEqual([]);
  expect(await source.read(mine, 0, 9)).toBeUndefined();
  expect(await fakeBrowser.alarms.getAll()).toEqual([]);
  await writeSettings({ pause: NO_PAUSE });
  await vi.waitFor(() => expect(clients).toHaveLength(2));
  expect(await source.addresses()).toEqual([viewed, mine]);
});

test('while it is paused, a connection that a reader needs stays and tells of no page', async () => {
  const { relays, seeding, mine, viewed, clientOf } = await holder();
  const lease = relays.use(HOME);
  await writeSettings({ pause: { until: 'resumed' } });
  await vi.waitFor(() => expect(clientOf().said).toEqual([`drop ${viewed}`, `drop ${mine}`]));
  await seeding.announce(mine, [HOME]);
  expect(clientOf().said).toHaveLength(2);
  lease.release();
  expect(clientOf().said.at(-1)).toBe('close');
});

test('an hour’s pause ends by an alarm, in a worker that began meanwhile too', async () => {
  await writeSettings({ pause: pauseForAnHour(NOON) });
  const { uploadPolicy, now, clients } = await holder();
  expect(clients).toEqual([]);
  expect(await uploadPolicy.uploads()).toEqual({
    pages: 'none',
    why: 'paused',
    until: NOON + HOUR,
  });
  now.mockReturnValue(NOON + HOUR - 1_000);
  await uploadPolicy.refresh();
  expect((await fakeBrowser.alarms.get(REST_ALARM))?.scheduledTime).toBe(NOON + HOUR);
  now.mockReturnValue(NOON + HOUR);
  await uploadPolicy.refresh();
  await vi.waitFor(() => expect(clients).toHaveLength(1));
  expect(await fakeBrowser.alarms.get(REST_ALARM)).toBeUndefined();
  expect((await readSettings()).pause).toEqual(NO_PAUSE);
});

test('a clock that is moved back during a pause makes it no longer than an hour', async () => {
  await writeSettings({ pause: pauseForAnHour(NOON) });
  const { uploadPolicy, now } = await holder();
  const yesterday = NOON - 24 * HOUR;
  now.mockReturnValue(yesterday);
  await uploadPolicy.refresh();
  now.mockReturnValue(yesterday + HOUR);
  expect(await uploadPolicy.uploads()).toEqual({ pages: 'all' });
});

test('past what is given for a day nothing is handed on until the next', async () => {
  const { source, mine, viewed, uploadPolicy, now, clients, clientOf } = await holder();
  await writeSettings({ dailyBytes: MINE.length + VIEWED.length });
  await source.read(mine, 0, 9);
  expect(await uploadPolicy.uploads()).toEqual({ pages: 'all' });
  await source.read(viewed, 0, 9);
  expect(await source.read(mine, 0, 9)).toBeUndefined();
  await vi.waitFor(() => expect(clientOf().said.at(-1)).toBe('close'));
  expect(await uploadPolicy.uploads()).toEqual({ pages: 'none', why: 'spent' });
  now.mockReturnValue(new Date(2026, 10, 23).getTime());
  await uploadPolicy.refresh();
  await vi.waitFor(() => expect(clients).toHaveLength(2));
  expect(await uploadPolicy.servedToday()).toBe(0);
});

test('the locks of once links count as uploaded, like the pages', async () => {
  const { pages, uploadPolicy, source } = await holder();
  const letter = bytesOf('letter');
  const address = await addressOf(letter);
  const facts = { mediaType: 'text/plain', title: 'letter', origin: 'published' as const };
  const lock = await madeLock(address);
  const page = { address, ...facts, relays: [HOME], addedAt: 3, once: true as const };
  await pages.put(page, letter, { locks: [lock] });
  await source.addresses();
  const noteServed = vi.spyOn(uploadPolicy, 'noteServed').mockReturnValue();
  expect(await source.read(lock.lock, 0, 100)).toMatchObject({ total: lock.lockPage.length });
  expect(noteServed).toHaveBeenCalledWith(100);
});

test('any amount is handed on where no amount is set', async () => {
  const { uploadPolicy } = await holder();
  await writeSettings({ dailyBytes: 'any' });
  uploadPolicy.noteServed(1e15);
  await uploadPolicy.refresh();
  expect(await uploadPolicy.uploads()).toEqual({ pages: 'all' });
  // Written down a second later: that must not come within the next test.
  await vi.waitFor(async () => expect((await readServedDay(NOON)).bytes).toBe(1e15), 3_000);
});

test('what was handed on today is written down in one piece, and a new worker goes on from there', async () => {
  const { mine, source, uploadPolicy } = await holder();
  const write = vi.spyOn(browser.storage.local, 'set');
  for (let i = 0; i < 100; i++) await source.read(mine, 0, 9);
  const inOnePiece = { servedDay: { day: '2026-11-22', bytes: 400 } };
  await vi.waitFor(() => expect(write).toHaveBeenLastCalledWith(inOnePiece), { timeout: 4_000 });
  expect(await uploadPolicy.servedToday()).toBe(400);
  const woken = new UploadPolicy({ now: () => NOON, connection: undefined });
  expect(await woken.servedToday()).toBe(400);
});

test('a clock that is moved back gives no second day', () => {
  const served = { day: '2026-11-22', bytes: 7 };
  const on = (day: number, hour = 12) => onDay(served, new Date(2026, 10, day, hour).getTime());
  expect(on(23)).toEqual({ day: '2026-11-23', bytes: 0 });
  expect(on(22)).toEqual(served);
  expect(on(21)).toEqual(served);
  // A clock that was far ahead does not delay it until then.
  expect(on(1)).toEqual({ day: '2026-11-01', bytes: 7 });
});

test('nothing is handed on where data is dear, unless the user wants it', async () => {
  const connection: NetworkConnection & { saveData: boolean } = Object.assign(new EventTarget(), {
    saveData: false,
  });
  const { uploadPolicy, clientOf, clients } = await holder({ connection });
  connection.saveData = true;
  connection.dispatchEvent(new Event('change'));
  await vi.waitFor(() => expect(clientOf().said.at(-1)).toBe('close'));
  expect(await uploadPolicy.uploads()).toEqual({ pages: 'none', why: 'metered' });
  expect(await fakeBrowser.alarms.get(REST_ALARM)).toBeDefined();
  await writeSettings({ pausesOnMetered: false });
  await vi.waitFor(() => expect(clients).toHaveLength(2));
});
