/** The number of viewed pages that made room for others since the user last took note, in `browser.storage.local`. */
import { storage } from '@wxt-dev/storage';
import { alone } from './storage-lock.ts';

export interface Evictions {
  readonly count: number;
  /** The time of the latest, in Unix milliseconds. */
  readonly at: number;
}

const evictions = storage.defineItem<Evictions>('local:evictions', { version: 1 });

export async function readEvictions(): Promise<Evictions | undefined> {
  return (await evictions.getValue()) ?? undefined;
}

export async function noteEvicted(count: number, at: number): Promise<void> {
  await alone('evictions', async () => {
    const before = (await readEvictions())?.count ?? 0;
    await evictions.setValue({ count: before + count, at });
  });
}

export async function forgetEvictions(): Promise<void> {
  await alone('evictions', () => evictions.removeValue());
}

/** Calls `listener` when the number changes, in whichever context, until the returned function is called. */
export function onEvictions(listener: () => void): () => void {
  return evictions.watch(() => listener());
}
