/** The user's pause of uploads: none, until a time, or until they resume. */
export type Pause =
  | { readonly until: 'resumed' }
  /** `at`: Unix milliseconds. */
  | { readonly until: 'time'; readonly at: number }
  | { readonly until: 'now' };

const PAUSE_MS = 3_600_000;

export const NO_PAUSE: Pause = { until: 'now' };

/** A pause of an hour from `now`, in Unix milliseconds. */
export function pauseForAnHour(now: number): Pause {
  return { until: 'time', at: now + PAUSE_MS };
}

/** The rest of `pause` at `now`. A clock that was moved back makes no pause longer than planned. */
export function remaining(pause: Pause, now: number): Pause {
  if (pause.until !== 'time') return pause;
  return pause.at <= now ? NO_PAUSE : { until: 'time', at: Math.min(pause.at, now + PAUSE_MS) };
}
