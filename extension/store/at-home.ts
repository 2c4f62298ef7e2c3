/** Whether the user's keepers keep a page: as good as the best of them. */
import type { Keeping, PageRecord } from './database.ts';

export type AtHome = Keeping['state'];

/** Undefined for a page that no keeper was asked to keep. */
export function atHome({ keptBy }: Pick<PageRecord, 'keptBy'>): AtHome | undefined {
  const states = keptBy?.map(({ state }) => state) ?? [];
  return (['kept', 'coming', 'no-room'] as const).find((state) => states.includes(state));
}
