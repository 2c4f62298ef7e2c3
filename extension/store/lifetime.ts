/**
 * The time that this browser keeps a page. It ends at a time, with a browser session, or when its user deletes the
 * page.
 */
export type Lifetime =
  | { readonly until: 'stopped' }
  /** `at`: Unix milliseconds. */
  | { readonly until: 'time'; readonly at: number }
  /** `session` is the id of the session with which it ends, unless it ends at an earlier time. */
  | { readonly until: 'session'; readonly session: string; readonly at?: number };

/** The choices for a user, the shortest first. */
export const LIFETIME_CHOICES = ['session', 'hour', 'day', 'week', 'stopped'] as const;
export type LifetimeChoice = (typeof LIFETIME_CHOICES)[number];

export const UNTIL_STOPPED: Lifetime = { until: 'stopped' };

const HOUR_MS = 3_600_000;
const DURATIONS_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;

/** The lifetime of `choice` at `now`, in Unix milliseconds, in this browser session. */
export function lifetimeOf(choice: LifetimeChoice, now: number, session: string): Lifetime {
  switch (choice) {
    case 'stopped':
      return UNTIL_STOPPED;
    case 'session':
      return { until: 'session', session };
    case 'hour':
    case 'day':
    case 'week':
      return { until: 'time', at: now + DURATIONS_MS[choice] };
  }
}

/** Says whether a page is over at `now`, in Unix milliseconds, or with the end of the session before this one. */
export function isOver(lifetime: Lifetime, now: number, session: string): boolean {
  switch (lifetime.until) {
    case 'stopped':
      return false;
    case 'time':
      return lifetime.at <= now;
    case 'session':
      return lifetime.session !== session || (lifetime.at ?? Infinity) <= now;
  }
}

/** `lifetime`, but no longer than the page's link says: `expires` is in Unix seconds. */
export function bounded(lifetime: Lifetime, expires: number | undefined): Lifetime {
  if (expires === undefined) return lifetime;
  const end = expires * 1_000;
  if (lifetime.until === 'session') return { ...lifetime, at: end };
  const at = lifetime.until === 'time' ? Math.min(lifetime.at, end) : end;
  return { until: 'time', at };
}

/**
 * The user's choice for a page that was `bounded` by `expires`. If only `expires` ends the page, the choice was
 * 'stopped'.
 */
export function unbounded(lifetime: Lifetime, expires: number): Lifetime {
  if (lifetime.until === 'session') return { until: 'session', session: lifetime.session };
  const isBound = lifetime.until === 'time' && lifetime.at === expires * 1_000;
  return isBound ? UNTIL_STOPPED : lifetime;
}

/** The later of two ends. A session may end at any moment. */
export function longer(a: Lifetime, b: Lifetime): Lifetime {
  if (a.until === 'time' && b.until === 'time') return a.at > b.at ? a : b;
  const rank = { session: 0, time: 1, stopped: 2 } as const;
  return rank[a.until] > rank[b.until] ? a : b;
}

/** The Unix seconds after which every holder of a page with this link deletes it. */
export function isExpired(link: { readonly expires?: number }, now: number): boolean {
  return link.expires !== undefined && link.expires * 1_000 <= now;
}
