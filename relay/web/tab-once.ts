/** The pages that this tab shared by links that open once. */
import { LaterSource } from './later-source.ts';
import type { OnceShares, OnceSharesDeps } from './once/once-shares.ts';
import { namedOnce } from './stored-names.ts';

export class TabOnce extends LaterSource<OnceShares> {
  /** `deps` gives what is there only later: the client that announces this source. */
  constructor(deps: () => OnceSharesDeps) {
    super({
      isNeeded: () => namedOnce().length > 0,
      load: async () => (await import('./once/once-shares.ts')).OnceShares.restore(deps()),
    });
  }
}
