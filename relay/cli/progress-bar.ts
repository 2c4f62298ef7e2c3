/** A line on a terminal that shows how much is done, and when the rest will be. */
import type { WriteStream } from 'node:tty';
import { formatBytes } from '../words/index.ts';
import { type Progress, RecentProgress, timeLeftText } from '../words/time-left.ts';

const CELLS = 24;
/** The width of a terminal that does not tell it. */
const COLUMNS = 80;
/** The shortest time between two drawings, in milliseconds. */
const DRAW_MS = 100;
/** The time left is estimated about once a second. */
const ESTIMATE_MS = 1_000;

export class ProgressBar {
  readonly #terminal: WriteStream;
  readonly #recent = new RecentProgress();
  #left = '';
  #estimatedAt = -Infinity;
  #drawnAt = -Infinity;
  #isDrawn = false;

  constructor(terminal: WriteStream) {
    this.#terminal = terminal;
  }

  /** `now` is in milliseconds. */
  draw(progress: Progress, now: number): void {
    const { received, total } = progress;
    if (received < total && now - this.#drawnAt < DRAW_MS) return;
    this.#drawnAt = now;
    if (now - this.#estimatedAt >= ESTIMATE_MS) {
      this.#estimatedAt = now;
      this.#left = timeLeftText(this.#recent.secondsLeft(progress, now));
    }
    const share = total === 0 ? 1 : received / total;
    const full = Math.round(share * CELLS);
    const bar = '█'.repeat(full) + '░'.repeat(CELLS - full);
    const size = `${formatBytes(received)} of ${formatBytes(total)}`;
    const line = `${bar} ${Math.floor(share * 100)} %  ${size}  ${this.#left}`;
    this.#terminal.write(`\r${line.slice(0, (this.#terminal.columns || COLUMNS) - 1)}\u001B[K`);
    this.#isDrawn = true;
  }

  /** Makes room for a sentence. */
  clear(): void {
    if (this.#isDrawn) this.#terminal.write('\r\u001B[K');
    this.#isDrawn = false;
  }
}
