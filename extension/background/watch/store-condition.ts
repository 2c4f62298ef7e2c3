/** What the extension's pages show of the store: nothing while it is well, and what is the trouble with it else. */
import type { StoreView } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';

/** While something is wrong, the store is looked at this often: nothing says when it is well again. */
const LOOK_AGAIN_MS = 5_000;

/** Reports once the store is known to be well or not, and on change, until the returned function is called. */
export function viewStore(pages: Pages, report: (sight: StoreView) => void): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => report(pages.condition ? { condition: pages.condition } : {});
  const look = async () => {
    await pages.count().catch((error: unknown) => console.error(error)); // its condition says what it is
    if (!isStopped && pages.condition) timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
  };
  const unsubscribe = pages.onCondition(tell);
  void look().then(() => isStopped || tell());
  return () => {
    isStopped = true;
    clearTimeout(timer);
    unsubscribe();
  };
}
