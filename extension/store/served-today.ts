/** The bytes that this browser uploaded on one day, in `browser.storage.local`, so that they outlive the worker. */
import { storage } from '@wxt-dev/storage';
import { alone } from './storage-lock.ts';

export interface ServedDay {
  /** The day on the user's clock: `2026-11-22`. */
  readonly day: string;
  readonly bytes: number;
}

const servedDay = storage.defineItem<ServedDay>('local:servedDay', { version: 1 });
/** An honest clock shows a day that is at most this far behind: days begin less than that apart all over the world. */
const NEAR_MS = 36 * 3_600_000;

export async function readServedDay(now: number): Promise<ServedDay> {
  return onDay((await servedDay.getValue()) ?? { day: dayOf(now), bytes: 0 }, now);
}

/** Adds to the count of today, and resolves with the sum. */
export async function addToServedDay(bytes: number, now: number): Promise<ServedDay> {
  return await alone('served-today', async () => {
    const served = await readServedDay(now);
    const counted = { ...served, bytes: served.bytes + bytes };
    await servedDay.setValue(counted);
    return counted;
  });
}

/**
 * The count at `now`, in Unix milliseconds. A later day begins at zero; an earlier one does not. After the clock was
 * set back a little, the later day goes on. After it had been far ahead, today takes over the count.
 */
export function onDay(served: ServedDay, now: number): ServedDay {
  const day = dayOf(now);
  if (day > served.day) return { day, bytes: 0 };
  return dayOf(now + NEAR_MS) < served.day ? { day, bytes: served.bytes } : served;
}

/** The beginning of the day after `now`, both in Unix milliseconds. */
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
