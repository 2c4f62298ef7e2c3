import { describe, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { noteEvicted, readEvictions } from '../../extension/store/evictions.ts';
import { addToServedDay, readServedDay } from '../../extension/store/served-today.ts';
import {
  addKnownRelay,
  addRelay,
  changeSettings,
  defaultRelay,
  DEFAULT_SETTINGS,
  forgetKnownRelay,
  knownRelays,
  moveRelay,
  onSettings,
  readSettings,
  relaysForNew,
  removeRelay,
  writeSettings,
} from '../../extension/store/settings.ts';
import { ELSEWHERE, HOME } from './scene.ts';

const THIRD = 'https://third.example';

test('a fresh installation uses the relay it was built for', async () => {
  expect(await readSettings()).toEqual(DEFAULT_SETTINGS);
  expect(DEFAULT_SETTINGS.relays).toEqual([HOME]);
});

test('what was written is read, and the rest stays', async () => {
  await writeSettings({ draft: { text: 'hello', mediaType: 'text/markdown' } });
  await writeSettings({ relays: [ELSEWHERE] });
  expect(await readSettings()).toMatchObject({ relays: [ELSEWHERE], draft: { text: 'hello' } });
});

test('the one relay of an earlier version is the first of the list', async () => {
  await browser.storage.local.set({ relay: ELSEWHERE, knownRelays: [HOME] });
  const settings = await readSettings();
  expect(settings).toEqual({ ...DEFAULT_SETTINGS, relays: [ELSEWHERE], knownRelays: [HOME] });
  await addRelay(HOME);
  await removeRelay(ELSEWHERE);
  expect(await readSettings()).toMatchObject({ relays: [HOME], knownRelays: [] });
});

describe('the choice of uploads of an earlier version', () => {
  test.each([
    ['unasked', 'unasked'],
    ['mine', 'published'],
    ['viewed', 'all'],
  ])('was %s, and is %s', async (handsOn, uploads) => {
    await browser.storage.local.set({ handsOn, isSealed: false });
    expect(await readSettings()).toEqual({ ...DEFAULT_SETTINGS, uploads, isSealed: false });
  });

  test('gives way to the one that the user makes now', async () => {
    await browser.storage.local.set({ handsOn: 'viewed' });
    await writeSettings({ dailyBytes: 'any' });
    expect(await readSettings()).toMatchObject({ uploads: 'all', dailyBytes: 'any' });
    await writeSettings({ uploads: 'published' });
    expect(await readSettings()).toMatchObject({ uploads: 'published', dailyBytes: 'any' });
  });

  test('counts again where that version has run again, and written it', async () => {
    await writeSettings({ uploads: 'all' });
    await browser.storage.local.set({ handsOn: 'mine' });
    expect(await readSettings()).toMatchObject({ uploads: 'published' });
  });
});

test('counts that an earlier version stored are read on', async () => {
  const servedDay = { day: '2026-11-22', bytes: 9 };
  await browser.storage.local.set({ evictions: { count: 2, at: 5 }, servedDay });
  expect(await readEvictions()).toEqual({ count: 2, at: 5 });
  expect(await readServedDay(new Date(2026, 10, 22, 12).getTime())).toEqual(servedDay);
});

test("the user's relays and those met are known, each once", async () => {
  await addKnownRelay(ELSEWHERE);
  await addKnownRelay(ELSEWHERE);
  await addKnownRelay(HOME);
  expect(knownRelays(await readSettings())).toEqual([HOME, ELSEWHERE]);
  await forgetKnownRelay(ELSEWHERE);
  expect(knownRelays(await readSettings())).toEqual([HOME]);
});

test('a relay is added once, as the last, and is then no longer one that was only met', async () => {
  await addKnownRelay(ELSEWHERE);
  await addRelay(ELSEWHERE);
  await addRelay(ELSEWHERE);
  expect(await readSettings()).toMatchObject({ relays: [HOME, ELSEWHERE], knownRelays: [] });
});

test('a relay that is removed is a stranger again, but the only one stays', async () => {
  await writeSettings({ relays: [HOME, ELSEWHERE] });
  await removeRelay(HOME);
  await removeRelay(ELSEWHERE);
  expect(knownRelays(await readSettings())).toEqual([ELSEWHERE]);
});

test.each([
  [THIRD, 0, [THIRD, HOME, ELSEWHERE]],
  [THIRD, 1, [HOME, THIRD, ELSEWHERE]],
  [HOME, 2, [ELSEWHERE, THIRD, HOME]],
  [HOME, -1, [HOME, ELSEWHERE, THIRD]],
  [THIRD, 9, [HOME, ELSEWHERE, THIRD]],
  ['https://unknown.example', 0, [HOME, ELSEWHERE, THIRD]],
])('%s is moved to place %i', async (relay, place, relays) => {
  await writeSettings({ relays: [HOME, ELSEWHERE, THIRD] });
  await moveRelay(relay, place);
  const settings = await readSettings();
  expect(settings.relays).toEqual(relays);
  expect(defaultRelay(settings)).toBe(relays[0]);
});

test.each([
  ['first', [HOME]],
  ['two', [HOME, ELSEWHERE]],
  ['all', [HOME, ELSEWHERE, THIRD]],
] as const)('new pages are announced at %s of the relays', (announceAt, relays) => {
  const settings = { ...DEFAULT_SETTINGS, relays: [HOME, ELSEWHERE, THIRD], announceAt };
  expect(relaysForNew(settings)).toEqual(relays);
});

test('a listener hears of the settings it named, until it stops', async () => {
  const heard = vi.fn<() => void>();
  const stop = onSettings(['relays'], heard);
  await writeSettings({ draft: DEFAULT_SETTINGS.draft });
  expect(heard).not.toHaveBeenCalled();
  await writeSettings({ relays: [ELSEWHERE] });
  expect(heard).toHaveBeenCalledOnce();
  stop();
  await writeSettings({ relays: [HOME] });
  expect(heard).toHaveBeenCalledOnce();
});

describe('changes made at the same time', () => {
  test('of two relays that are added at once both are there', async () => {
    await Promise.all([addRelay('https://one.example'), addRelay('https://two.example')]);
    const { relays } = await readSettings();
    expect(relays).toEqual(expect.arrayContaining(['https://one.example', 'https://two.example']));
    expect(relays).toHaveLength(3);
  });

  test('a relay that is removed while another is added is gone, and the other there', async () => {
    await addRelay('https://one.example');
    await Promise.all([removeRelay('https://one.example'), addRelay('https://two.example')]);
    expect((await readSettings()).relays.slice(1)).toEqual(['https://two.example']);
  });

  test('of two relays that become known at once both are', async () => {
    await Promise.all(['https://one.example', 'https://two.example'].map(addKnownRelay));
    expect((await readSettings()).knownRelays).toHaveLength(2);
  });

  test('a change that fails keeps nobody else from theirs', async () => {
    const failing = changeSettings(() => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await addRelay('https://one.example');
    expect((await readSettings()).relays).toContain('https://one.example');
  });

  test('pages that make room at once are all counted', async () => {
    await Promise.all([noteEvicted(2, 1), noteEvicted(3, 2)]);
    expect(await readEvictions()).toMatchObject({ count: 5 });
  });

  test('bytes that two contexts have served at once are all counted', async () => {
    await Promise.all([addToServedDay(2, 1_000), addToServedDay(3, 1_000)]);
    expect((await readServedDay(1_000)).bytes).toBe(5);
  });
});
