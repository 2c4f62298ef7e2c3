/** Reports the user's keepers to the options. Each is asked once how it is. */
import type { KeeperView } from '../../messages.ts';
import type { StoredKeeper } from '../../store/keepers.ts';
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
  const viewOf = async ({ code: _, device: __, count: ___, addedAt: ____, ...keeper }: StoredKeeper) => {
    const tasks = await pages.keepers.tasksOf(keeper.id);
    const problem = keeping.problemOf(keeper.id);
    return { ...keeper, waiting: tasks.length, ...(problem && { problem }) };
  };
  const stops = [keeping.subscribe(refresh.run), refresh.stop];
  refresh.runNow();
  void pages.keepers.all().then((all) => all.forEach((keeper) => void keeping.look(keeper)));
  return () => stops.forEach((stop) => stop());
}
