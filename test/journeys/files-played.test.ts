/** Sound that is too long for memory, played in real browsers: as it comes, and from the disk once it is whole. */
import type { BundleFile } from '@mayfly/relay/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findChromium } from '../support/chromium.ts';
import { findFirefox } from '../support/firefox.ts';
import { Browser } from './browser.ts';
import { Firefox } from './firefox.ts';
import { Shelf } from './hostile/shelf.ts';
import { RelayProcess } from './relay.ts';

const MIB = 1024 * 1024;

/** Silence of 1,000 seconds or so: MPEG-1, layer III, 320 kbit/s, 44.1 kHz, frame by frame. */
function mp3(): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(1_044);
  frame.set([0xff, 0xfb, 0xe0, 0x00]);
  const frames = Math.ceil((40 * MIB) / frame.length);
  const bytes = new Uint8Array(frames * frame.length);
  for (let i = 0; i < frames; i += 1) bytes.set(frame, i * frame.length);
  return bytes;
}

/** Silence of a quarter of an hour, in one piece: browsers play it once it is whole. */
function wav(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + 40 * MIB);
  const view = new DataView(bytes.buffer);
  const words: readonly [number, string][] = [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ];
  for (const [at, text] of words) bytes.set(Buffer.from(text), at);
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, 44_100, true);
  view.setUint32(28, 88_200, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, 40 * MIB, true);
  return bytes;
}

const fileOf = (path: string, type: string, content: BlobPart): readonly BundleFile[] => [
  { path, type, content: new Blob([content]) },
];
const SONG = fileOf('evening.mp3', 'audio/mpeg', mp3());
const RECORDING = fileOf('river.wav', 'audio/wav', wav());

let relay: RelayProcess;
let shelf: Shelf;

beforeAll(async () => {
  relay = await RelayProcess.start();
  shelf = new Shelf(relay.origin);
});

afterAll(async () => {
  shelf?.close();
  await relay?.stop();
});

/** Plays, without a sound; says how far it came. Runs in a page. */
async function play(): Promise<number> {
  const player = document.querySelector<HTMLMediaElement>('.content-player');
  if (!player) return 0;
  player.muted = true;
  await player.play();
  return player.currentTime;
}

/** The seconds that it lasts. Runs in a page. */
const length = () => document.querySelector<HTMLMediaElement>('.content-player')?.duration ?? 0;
const hasPlayer = () => document.querySelector('.content-player') !== null;

describe.skipIf(findChromium() === undefined)('in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await Browser.open({ relay: relay.origin });
  });

  afterAll(() => browser?.close());

  async function open(files: readonly BundleFile[], held?: number): Promise<Page> {
    const tab = await browser.visit(await shelf.publishSealed(files, files[0]?.path ?? '', held));
    await tab.locator('[data-entry]').click();
    await tab.locator('.content-player').waitFor();
    return tab;
  }

  test('sound plays while nobody has the rest of it', async () => {
    const tab = await open(SONG, 3);
    await tab.getByText('Nobody has this file now').waitFor();
    await vi.waitFor(async () => expect(await tab.evaluate(play)).toBeGreaterThan(0.5), 20_000);
    await tab.close();
  });

  test('sound plays from the disk once it is whole, from where it was', async () => {
    const tab = await open(SONG);
    await vi.waitFor(async () => expect(await tab.evaluate(play)).toBeGreaterThan(0.5), 20_000);
    await tab.locator('.content-file progress').waitFor({ state: 'detached' });
    await vi.waitFor(async () => expect(await tab.evaluate(length)).toBeGreaterThan(1_000), 20_000);
    await vi.waitFor(async () => expect(await tab.evaluate(play)).toBeGreaterThan(0.5), 20_000);
    await tab.close();
  });

  test('a kind that is played only whole waits for its end', async () => {
    const tab = await open(RECORDING);
    await vi.waitFor(async () => expect(await tab.evaluate(length)).toBeGreaterThan(400), 20_000);
    await tab.close();
  });
});

describe.skipIf(findFirefox() === undefined)('in Firefox', () => {
  let firefox: Firefox;

  beforeAll(async () => {
    firefox = await Firefox.open({ relay: relay.origin });
  });

  afterAll(() => firefox?.close());

  test.each([
    ['sound that the browser plays as it comes', SONG, 1_000],
    ['sound that it plays whole', RECORDING, 400],
  ])('%s', async (_, files, seconds) => {
    await firefox.visit(await shelf.publishSealed(files, files[0]?.path ?? ''));
    await firefox.click('[data-entry]');
    await vi.waitFor(async () => expect(await firefox.evaluate(hasPlayer)).toBe(true), 20_000);
    await vi.waitFor(
      async () => expect(await firefox.evaluate(length)).toBeGreaterThan(seconds),
      20_000,
    );
    await vi.waitFor(async () => expect(await firefox.evaluate(play)).toBeGreaterThan(0.2), 20_000);
  });
});
