/** How much was handed to readers on one day, kept in `browser.storage.local` so that it outlives the worker. */
import { browser } from 'wxt/browser';
import { alone } from './storage-lock.ts';

export interface ServedDay {
  /** The day here, as the user's clock has it: `2026-11-22`. */
  readonly day: string;
  readonly bytes: number;
}

const SERVED_DAY = 'servedDay';
/** A clock is at most this far behind an honest one: days begin at different times, nowhere more than a day apart. */
const NEAR_MS = 36 * 3_600_000;

export async function readServedDay(now: number): Promise<ServedDay> {
  const stored = (await browser.storage.local.get(SERVED_DAY))[SERVED_DAY];
  // Only `addToServedDay` writes under this name.
  return onDay((stored as ServedDay | undefined) ?? { day: dayOf(now), bytes: 0 }, now);
}

/** Adds to the count of today, and resolves with what it comes to. */
export async function addToServedDay(bytes: number, now: number): Promise<ServedDay> {
  return await alone('served-today', async () => {
    const served = await readServedDay(now);
    const counted = { ...served, bytes: served.bytes + bytes };
    await browser.storage.local.set({ [SERVED_DAY]: counted });
    return counted;
  });
}

/**
 * The count as it stands at `now`, in Unix milliseconds: a later day begins at nothing, an earlier one never does. A
 * clock that was set back a little goes on with the later day; one that had been far ahead takes its count along.
 */
export function onDay(served: ServedDay, now: number): ServedDay {
  const day = dayOf(now);
  if (day > served.day) return { day, bytes: 0 };
  return dayOf(now + NEAR_MS) < served.day ? { day, bytes: served.bytes } : served;
}

/** When the next day begins after `now`, both in Unix milliseconds. */
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
