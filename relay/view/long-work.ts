/** Long work in short turns, so that the page goes on scrolling and answering meanwhile. */

/** How long one turn may keep the page, in milliseconds: most of a frame, and laying out what came of it takes the rest. */
const TURN_MS = 10;

/** Runs `work` to its end, the first turn at once. Resolves early once `stopped`. */
export async function overTurns(work: Iterator<unknown>, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    if (ranOut(work)) return;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** One turn; true where the work is done. */
function ranOut(work: Iterator<unknown>): boolean {
  const until = performance.now() + TURN_MS;
  do if (work.next().done) return true;
  while (performance.now() < until);
  return false;
}
