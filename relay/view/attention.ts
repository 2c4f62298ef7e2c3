/**
 * Decides whether somebody looks at a page. Any site can open one: by a redirect, in a background tab, before a click.
 * So a page is shown at once, but kept, announced and counted only after it was visible for a while, or used.
 */

/** The total visible time after which a page counts as seen. */
export const SEEN_MS = 3_000;

export class Attention {
  #visibleMs = 0;
  #visibleSince: number | undefined;
  #isUsed = false;

  /** Sets at `now` whether the page is visible from then on. */
  turn(isVisible: boolean, now: number): void {
    if (this.#visibleSince !== undefined) this.#visibleMs += Math.max(0, now - this.#visibleSince);
    this.#visibleSince = isVisible ? now : undefined;
  }

  /** Somebody clicked, typed or scrolled. */
  use(): void {
    this.#isUsed = true;
  }

  /** The visible time that is still missing: 0 for a seen page, undefined for one that is not visible now. */
  missingMs(now: number): number | undefined {
    if (this.#isUsed) return 0;
    const since = this.#visibleSince;
    const missing = SEEN_MS - this.#visibleMs - (since === undefined ? 0 : now - since);
    if (missing <= 0) return 0;
    return since === undefined ? undefined : missing;
  }
}

/** Events on a page that only a person causes. */
const USES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Resolves when somebody has seen this document. */
export function whenSeen(page: Document, now: () => number): Promise<void> {
  const attention = new Attention();
  const seen = Promise.withResolvers<void>();
  const ending = new AbortController();
  const { signal } = ending;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    attention.turn(page.visibilityState === 'visible', now());
    clearTimeout(timer);
    const missing = attention.missingMs(now());
    if (missing === 0) {
      ending.abort();
      seen.resolve();
    } else if (missing !== undefined) timer = setTimeout(look, missing);
  };
  const onUse = (event: Event) => {
    if (!event.isTrusted) return;
    attention.use();
    look();
  };
  page.addEventListener('visibilitychange', look, { signal });
  for (const use of USES)
    page.addEventListener(use, onUse, { signal, capture: true, passive: true });
  look();
  return seen.promise;
}
