/** The number of bytes uploaded to readers on one day, in `browser.storage.local`, so that it outlives the worker. */
import { browser } from 'wxt/browser';
import { alone } from './storage-lock.ts';

export interface ServedDay {
  /** The day here, by the user's clock: `2026-11-22`. */
  readonly day: string;
  readonly bytes: number;
}

const SERVED_DAY = 'servedDay';
/** A clock is at most this far behind a correct one: days begin at different times, nowhere more than a day apart. */
const NEAR_MS = 36 * 3_600_000;

export async function readServedDay(now: number): Promise<ServedDay> {
  const stored = (await browser.storage.local.get(SERVED_DAY))[SERVED_DAY];
  // Only `addToServedDay` writes under this name.
  return onDay((stored as ServedDay | undefined) ?? { day: dayOf(now), bytes: 0 }, now);
}

/** Adds to today's count, and resolves with the sum. */
export async function addToServedDay(bytes: number, now: number): Promise<ServedDay> {
  return await alone('served-today', async () => {
    const served = await readServedDay(now);
    const counted = { ...served, bytes: served.bytes + bytes };
    await browser.storage.local.set({ [SERVED_DAY]: counted });
    return counted;
  });
}

/**
 * The count at `now`, in Unix milliseconds. A later day begins at zero, an earlier one never does. If the clock was set
 * back a little, the later day continues. If it had been far ahead, the count moves to the earlier day.
 */
export function onDay(served: ServedDay, now: number): ServedDay {
  const day = dayOf(now);
  if (day > served.day) return { day, bytes: 0 };
  return dayOf(now + NEAR_MS) < served.day ? { day, bytes: served.bytes } : served;
}

/** The start of the next day after `now`, both in Unix milliseconds. */
export function nextDay(now: number): number {
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  return midnight.getTime();
}

function dayOf(now: number): string {
  const date = new Date(now);
  const digits = (count: number) => String(count).padStart(2, '0');
  return `${date.getFullYear()}-${digits(date.getMonth() + 1)}-${digits(date.getDate())}`;
}
