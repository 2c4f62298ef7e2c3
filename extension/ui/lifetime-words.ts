/** How long pages are held, in words. */
import type { Lifetime, LifetimeChoice } from '../store/lifetime.ts';

export const CHOICE_WORDS: Readonly<Record<LifetimeChoice, string>> = {
  session: 'until the browser closes',
  hour: 'for an hour',
  day: 'for a day',
  week: 'for a week',
  stopped: 'until you stop',
};

const UNITS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** What is left of a page's time at `now`, in Unix milliseconds. */
export function remaining(lifetime: Lifetime, now: number): string {
  switch (lifetime.until) {
    case 'stopped':
      return CHOICE_WORDS.stopped;
    case 'session':
      return CHOICE_WORDS.session;
    case 'time':
      return `${duration(Math.max(0, lifetime.at - now))} left`;
  }
}

function duration(ms: number): string {
  const found = UNITS.find((one) => ms >= one.ms);
  if (!found) return 'less than a minute';
  const count = Math.round(ms / found.ms);
  return `${count} ${found.unit}${count === 1 ? '' : 's'}`;
}
