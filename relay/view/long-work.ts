/** Long work in short turns, so that the page keeps scrolling and answering in the meantime. */

/** The longest turn, in milliseconds: most of a frame. The layout of the result takes the rest. */
const TURN_MS = 10;

/** Runs `work` to its end, the first turn at once. Resolves early once `stopped`. */
export async function overTurns(work: Iterator<unknown>, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    if (ranOut(work)) return;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** One turn. Returns true when the work is done. */
function ranOut(work: Iterator<unknown>): boolean {
  const until = performance.now() + TURN_MS;
  do if (work.next().done) return true;
  while (performance.now() < until);
  return false;
}
