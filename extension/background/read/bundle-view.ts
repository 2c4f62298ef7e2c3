/** Reports one bundle to its viewer: the parts that are here, those to come, and the reasons why some do not come. */
import { isLinkProblem, parseLink } from '@mayfly/relay/protocol';
import type { BundleView, BundleWish } from '../../messages.ts';
import { coalesced } from '../coalesced.ts';
import type { BundleFetches } from './bundle-fetches.ts';

/** A viewer's end of a bundle. */
export interface BundleViewing {
  take(wish: BundleWish): void;
  stop(): void;
}

/** A view lists each part that is here: beyond this number there is more time between two views. */
const SHORT_PARTS = 1_000;
const GATHER_MS = 50;
/** Also the time between two views in which only the bytes in flight differ. */
const GATHER_LONG_MS = 300;

/** Reports the bundle that `text` links to once it is held, and on change, until it is stopped. */
export function viewBundle(
  bundles: BundleFetches,
  text: string,
  report: (view: BundleView) => void,
): BundleViewing {
  const parsed = parseLink(text);
  if (isLinkProblem(parsed) && parsed.problem !== 'bad-key') {
    return { take: () => undefined, stop: () => undefined };
  }
  // The bundle may be held with a key of its own.
  const link = isLinkProblem(parsed) ? parsed.rest : parsed;
  const tell = () => {
    const view = reading.view();
    if (view) report(view);
    isLong = (view?.held.length ?? 0) > SHORT_PARTS;
  };
  let isLong = false;
  const soon = coalesced(tell, GATHER_MS);
  const later = coalesced(tell, GATHER_LONG_MS);
  const reading = bundles.read({
    link,
    onChange: () => (isLong ? later : soon).run(),
    onProgress: later.run,
  });
  return {
    take: (wish) => reading.take(wish),
    stop: () => {
      reading.end();
      soon.stop();
      later.stop();
    },
  };
}
