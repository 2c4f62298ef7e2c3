/** Notices that the clock was moved while this worker runs: an alarm of a clock that was put back is far ahead. */
const LOOK_MS = 20_000;
/** A timer is late by less than this, unless the machine slept. */
const LATE_MS = 60_000;

/** Calls `onMoved` soon after the clock jumped, until the returned function is called. */
export function watchClock(now: () => number, onMoved: () => void): () => void {
  let before = now();
  const timer = setInterval(() => {
    const at = now();
    const isMoved = at < before || at > before + LOOK_MS + LATE_MS;
    before = at;
    if (isMoved) onMoved();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
