/** The user's keepers, as far as they keep a page. */
import type { Keeping, PageRecord } from './database.ts';

/** As good as the best of the keepers. */
export type AtHome = Keeping['state'];

/** Undefined for a page that no keeper was asked to keep. */
export function atHome({ keptBy }: Pick<PageRecord, 'keptBy'>): AtHome | undefined {
  const states = keptBy?.map(({ state }) => state) ?? [];
  return (['kept', 'coming', 'no-room'] as const).find((state) => states.includes(state));
}

/** The number of keepers that have it. */
export function copiesAtHome({ keptBy = [] }: Pick<PageRecord, 'keptBy'>): number {
  return keptBy.filter(({ state }) => state === 'kept').length;
}
