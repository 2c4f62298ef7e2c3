/** The parts of bundles that this tab holds. */
import type { HeldParts } from './bundle/held-parts.ts';
import { LaterSource } from './later-source.ts';
import { namedBundles } from './stored-names.ts';

export class TabParts extends LaterSource<HeldParts> {
  /** `now` gives Unix milliseconds. */
  constructor(now: () => number) {
    super({
      isNeeded: () => namedBundles().length > 0,
      load: async () => (await import('./bundle/held-parts.ts')).HeldParts.restore(now),
    });
  }
}
