/** The number of viewed pages that made room for others since the user last took note, in `browser.storage.local`. */
import { browser } from 'wxt/browser';
import { alone } from './storage-lock.ts';

export interface Evictions {
  readonly count: number;
  /** The time of the latest, in Unix milliseconds. */
  readonly at: number;
}

const EVICTIONS = 'evictions';

export async function readEvictions(): Promise<Evictions | undefined> {
  // Only `noteEvicted` writes under this name.
  return (await browser.storage.local.get(EVICTIONS))[EVICTIONS] as Evictions | undefined;
}

export async function noteEvicted(count: number, at: number): Promise<void> {
  await alone('evictions', async () => {
    const before = (await readEvictions())?.count ?? 0;
    const evictions: Evictions = { count: before + count, at };
    await browser.storage.local.set({ [EVICTIONS]: evictions });
  });
}

export async function forgetEvictions(): Promise<void> {
  await alone('evictions', () => browser.storage.local.remove(EVICTIONS));
}

/** Calls `listener` when the number has changed, until the returned function is called. */
export function onEvictions(listener: () => void): () => void {
  const onChanged = (changes: object, area: string) => {
    if (area === 'local' && EVICTIONS in changes) listener();
  };
  browser.storage.onChanged.addListener(onChanged);
  return () => browser.storage.onChanged.removeListener(onChanged);
}
