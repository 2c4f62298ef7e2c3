/**
 * Estimates the time until the rest of a page is here, from the last seconds alone. Has no clock: callers pass the
 * time.
 */
import { t } from './language.ts';

/** Older measurements say nothing about now. */
const RECENT_MS = 8_000;
/** Until then there is no estimate, because the first bytes come in bursts. */
const SETTLED_MS = 2_900;

/** The number of bytes of a page that are here. */
export interface Progress {
  readonly received: number;
  readonly total: number;
}

interface Sample {
  readonly at: number;
  readonly received: number;
}

/** The recent past of one transfer. */
export class RecentProgress {
  #samples: readonly Sample[] = [];

  /**
   * Call it about once a second, with `at` in milliseconds. Returns the seconds left: undefined while it knows too
   * little, `Infinity` if nothing came recently.
   */
  secondsLeft({ received, total }: Progress, at: number): number | undefined {
    const beganAgain = this.#samples.some((sample) => sample.received > received);
    const isRecent = (sample: Sample) => !beganAgain && at - sample.at <= RECENT_MS;
    const samples = this.#samples.filter(isRecent);
    this.#samples = [...samples, { at, received }];
    const [first] = samples;
    if (first === undefined || at - first.at < SETTLED_MS) return undefined;
    const bytesPerMs = (received - first.received) / (at - first.at);
    return (total - received) / bytesPerMs / 1000;
  }
}

/** Words so coarse that they stay the same for a while. */
export function timeLeftText(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  if (seconds === Infinity) return t('view_nothingComes');
  if (seconds < 5) return t('view_fewSecondsLeft');
  if (seconds <= 55) return t('view_secondsLeft', { count: Math.ceil(seconds / 5) * 5 });
  if (seconds <= 3_540) {
    return t('view_minutesLeft', { count: Math.max(1, Math.round(seconds / 60)) });
  }
  return t('view_hoursLeft', { count: Math.round(seconds / 3_600) });
}
