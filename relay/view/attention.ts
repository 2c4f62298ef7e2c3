/**
 * Whether somebody looks at a page. Any site can open one: by a redirect, in a tab behind, ahead of a click. So a page
 * is shown at once, and kept, announced and counted only when it was visible for a while, or used.
 */

/** So long a page has to be visible, in all, to count as seen. */
export const SEEN_MS = 3_000;

export class Attention {
  #visibleMs = 0;
  #visibleSince: number | undefined;
  #isUsed = false;

  /** Says at `now` whether the page is visible from then on. */
  turn(isVisible: boolean, now: number): void {
    if (this.#visibleSince !== undefined) this.#visibleMs += Math.max(0, now - this.#visibleSince);
    this.#visibleSince = isVisible ? now : undefined;
  }

  /** Somebody clicked, typed or scrolled. */
  use(): void {
    this.#isUsed = true;
  }

  /** How long the page has still to be visible; 0 where it was seen, undefined where it is not visible now. */
  missingMs(now: number): number | undefined {
    if (this.#isUsed) return 0;
    const since = this.#visibleSince;
    const missing = SEEN_MS - this.#visibleMs - (since === undefined ? 0 : now - since);
    if (missing <= 0) return 0;
    return since === undefined ? undefined : missing;
  }
}

/** What only a person does to a page. */
const USES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Resolves once this document was seen. */
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
