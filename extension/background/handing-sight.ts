/** What the options show of how pages are handed on. */
import type { HandingSight } from '../messages.ts';
import type { Pages } from '../store/pages.ts';
import { coalesced } from './coalesced.ts';
import type { Manners } from './manners.ts';

export interface HandingSightDeps {
  readonly pages: Pages;
  readonly manners: Manners;
}

/** Reports it at once and on change, until the returned function is called. */
export function viewHanding(
  { pages, manners }: HandingSightDeps,
  report: (sight: HandingSight) => void,
): () => void {
  const refresh = coalesced(async () => {
    const [handing, servedToday] = await Promise.all([manners.handing(), manners.servedToday()]);
    if (!refresh.isStopped()) report({ handing, servedToday, knowsMetered: manners.knowsMetered });
  });
  const stops = [
    manners.subscribe(refresh.run),
    pages.subscribe(({ type }) => type === 'served' && refresh.run()),
    refresh.stop,
  ];
  refresh.run();
  return () => stops.forEach((stop) => stop());
}
