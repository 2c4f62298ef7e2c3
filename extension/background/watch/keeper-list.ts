/** Reports the user's keepers to the options. Each is asked once how it is. */
import type { KeeperView } from '../../messages.ts';
import type { StoredKeeper } from '../../store/keeper-records.ts';
import type { Pages } from '../../store/pages.ts';
import { coalesced } from '../coalesced.ts';
import type { Keeping } from '../keep/keeping.ts';

export interface KeeperListDeps {
  readonly pages: Pages;
  readonly keeping: Keeping;
}

/** Reports at once and on change, until the returned function is called. */
export function viewKeepers(
  { pages, keeping }: KeeperListDeps,
  report: (keepers: readonly KeeperView[]) => void,
): () => void {
  const refresh = coalesced(async () => {
    const keepers = await pages.keepers.all();
    const views = await Promise.all(keepers.map(viewOf));
    if (!refresh.isStopped()) report(views);
  });
  const viewOf = async (keeper: StoredKeeper): Promise<KeeperView> => {
    const { id, name, relay, pages: count, usedBytes, maxBytes, lastSeenAt, isLeaving } = keeper;
    const tasks = await pages.keepers.tasksOf(id);
    const problem = keeping.problemOf(id);
    return {
      ...{ id, name, relay, pages: count, usedBytes, maxBytes, lastSeenAt, waiting: tasks.length },
      ...(problem && { problem }),
      ...(isLeaving && { isLeaving }),
    };
  };
  const lookAtAll = async () => {
    for (const keeper of await pages.keepers.all()) void keeping.look(keeper);
  };
  const stops = [keeping.subscribe(refresh.run), refresh.stop];
  refresh.runNow();
  void lookAtAll().catch(console.error); // the store port tells of a store that cannot be read
  return () => stops.forEach((stop) => stop());
}
