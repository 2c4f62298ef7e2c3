/** The lifetimes of pages in words. */
import { type PlainKey, t } from '@mayfly/relay/words';
import type { Lifetime, LifetimeChoice } from '../store/lifetime.ts';

const CHOICES = {
  session: 'hold_session',
  hour: 'hold_hour',
  day: 'hold_day',
  week: 'hold_week',
  stopped: 'hold_stopped',
} as const satisfies Readonly<Record<LifetimeChoice, PlainKey>>;

const HELD = {
  session: 'hold_heldSession',
  hour: 'hold_heldHour',
  day: 'hold_heldDay',
  week: 'hold_heldWeek',
  stopped: 'hold_heldStopped',
} as const satisfies Readonly<Record<LifetimeChoice, PlainKey>>;

const UNITS = [
  { left: 'hold_daysLeft', ms: 86_400_000 },
  { left: 'hold_hoursLeft', ms: 3_600_000 },
  { left: 'hold_minutesLeft', ms: 60_000 },
] as const;

export function choiceWords(choice: LifetimeChoice): string {
  return t(CHOICES[choice]);
}

/** The lifetime as a sentence about a page. */
export function heldWords(choice: LifetimeChoice): string {
  return t(HELD[choice]);
}

/** The rest of a page's time at `now`, in Unix milliseconds. */
export function remaining(lifetime: Lifetime, now: number): string {
  switch (lifetime.until) {
    case 'stopped':
      return choiceWords('stopped');
    case 'session':
      if (lifetime.at === undefined) return choiceWords('session');
      return t('hold_sessionLeft', { left: timeLeft(lifetime.at - now) });
    case 'time':
      return timeLeft(lifetime.at - now);
  }
}

function timeLeft(ms: number): string {
  const found = UNITS.find((one) => ms >= one.ms);
  return found ? t(found.left, { count: Math.round(ms / found.ms) }) : t('hold_momentsLeft');
}
