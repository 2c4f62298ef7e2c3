/** How long the rest of a page will take, judged by the last seconds alone. Has no clock: times are handed in. */
import { t } from './language.ts';

/** What lies further back says nothing about now. */
const RECENT_MS = 8_000;
/** Before that, nothing is said: the first bytes come in bursts. */
const SETTLED_MS = 2_900;

/** How much of a page is here, in bytes. */
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
   * To be called about once a second, `at` in milliseconds. Gives the seconds left: undefined while too little is known,
   * `Infinity` where nothing came of late.
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

/** In words so coarse that they stay for a while. */
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
