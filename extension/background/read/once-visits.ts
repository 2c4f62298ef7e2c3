/** The once links that tabs of this browser look at: one visit for each, so that all tabs of a link are one reader. */
import { encodeBase64url } from '@mayfly/relay/protocol';
import type { OnceLink } from './lock-search.ts';
import { OnceVisit, type VisitDeps } from './once-visit.ts';

export class OnceVisits {
  readonly #deps: VisitDeps;
  readonly #visits = new Map<string, OnceVisit>();

  constructor(deps: VisitDeps) {
    this.#deps = deps;
  }

  /** The visit of this link, which the caller joins at once. */
  of(link: OnceLink): OnceVisit {
    const name = `${link.address} ${encodeBase64url(link.capability)}`;
    const present = this.#visits.get(name);
    if (present && !present.isClosed) return present;
    const visit: OnceVisit = new OnceVisit(this.#deps, link, () => {
      if (this.#visits.get(name) === visit) this.#visits.delete(name);
    });
    this.#visits.set(name, visit);
    return visit;
  }
}
