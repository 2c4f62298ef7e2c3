/**
 * The events after which the background looks at everything anew: its own start, an alarm, a start of the browser, an
 * update, a jump of the clock. A machine that slept has lost its connections without a word.
 */
import { watchAwake } from '@mayfly/relay/client';
import { browser } from 'wxt/browser';
import { thisConnection } from './hold/network-connection.ts';
import type { Parts } from './working-parts.ts';

const LOOK_MS = 20_000;
/** A timer is late by less than this, unless the machine slept. */
const LATE_MS = 60_000;

export function wakeOnEvents(parts: Parts): void {
  const { pages, passing, relays, seeding, bundles, expiry, keeping, uploadPolicy, now } = parts;
  // Pages whose time has come go before the others are announced.
  const wake = () =>
    doEach([
      () => expiry.sweep(),
      () => uploadPolicy.refresh(),
      () => seeding.refresh(),
      () => bundles.resume(),
      () => keeping.refresh(),
    ]);
  const { onAlarm } = browser.alarms;
  const { onStartup, onInstalled } = browser.runtime;
  for (const event of [onAlarm, onStartup, onInstalled]) event.addListener(() => void wake());
  onStartup.addListener(() => void passing.clear());
  void doEach([() => pages.onceReads.forget()]);
  watchClock(now, () => {
    relays.hurry();
    void wake();
  });
  watchAwake(() => relays.hurry(), globalThis);
  thisConnection()?.addEventListener('change', () => relays.hurry());
  void wake();
}

/** Does the steps in turn. A step that fails is logged, and the others are done all the same. */
export async function doEach(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      console.error(error); // the next wake tries again
    }
  }
}

/**
 * Calls `onMoved` soon after the clock jumped, until the returned function is called. An alarm does not notice: after
 * the clock was put back, it is far ahead.
 */
export function watchClock(now: () => number, onMoved: () => void): () => void {
  let before = now();
  const timer = setInterval(() => {
    const at = now();
    const isMoved = at < before || at > before + LOOK_MS + LATE_MS;
    before = at;
    if (isMoved) onMoved();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
