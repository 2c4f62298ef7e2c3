/** Reports the condition of the store to the extension's screens: nothing while it is well, or else its trouble. */
import type { StoreView } from '../../messages.ts';
import type { Pages } from '../../store/pages.ts';

/** The time between two looks at a store in trouble: no event says that it is well again. */
const LOOK_AGAIN_MS = 5_000;

/** Reports as soon as the condition is known, and on change, until the returned function is called. */
export function viewStore(pages: Pages, report: (view: StoreView) => void): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => report(pages.condition ? { condition: pages.condition } : {});
  const look = async () => {
    await pages.count().catch((error: unknown) => console.error(error)); // its condition names the trouble
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
