/**
 * Decides which held pages are uploaded at this moment: the ones that the user allows, unless a pause, the connection or
 * the day's limit forbids it. It knows nothing of relays: announcing and serving ask here each time.
 */
import { Listeners } from '@mayfly/relay/client';
import { browser } from 'wxt/browser';
import type { Uploads } from '../../messages.ts';
import { remaining } from '../../store/pause.ts';
import { nextDay } from '../../store/served-today.ts';
import { changeSettings, onSettings, readSettings, type Settings } from '../../store/settings.ts';
import { coalesced } from '../coalesced.ts';
import { DailyUploads } from './daily-uploads.ts';
import { isMetered, type NetworkConnection } from './network-connection.ts';

export const REST_ALARM = 'rest';
/** The time between two looks at clock and connection while uploads rest: not every change has an event. */
const LOOK_MS = 60_000;

export interface UploadPolicyDeps {
  readonly now: () => number;
  /** Undefined if the browser has none. */
  readonly connection: NetworkConnection | undefined;
}

export class UploadPolicy {
  readonly #deps: UploadPolicyDeps;
  readonly #today: DailyUploads;
  readonly #listeners = new Listeners<void>();
  readonly #look = coalesced(() => this.refresh());
  /** The settings, until one of them changes. */
  #chosen: Promise<Settings> | undefined;
  /** The last result, as JSON. Listeners hear of changes alone: each has asked for the first result itself. */
  #found: string | undefined;

  constructor(deps: UploadPolicyDeps) {
    this.#deps = deps;
    this.#today = new DailyUploads(deps.now);
    onSettings(['uploads', 'dailyBytes', 'pause', 'pausesOnMetered'], () => {
      this.#chosen = undefined;
      this.#look.run();
    });
    deps.connection?.addEventListener('change', this.#look.run);
  }

  async uploads(): Promise<Uploads> {
    const { uploads, dailyBytes, pause, pausesOnMetered } = await this.#settings();
    const left = remaining(pause, this.#deps.now());
    if (left.until === 'resumed') return { pages: 'none', why: 'paused' };
    if (left.until === 'time') return { pages: 'none', why: 'paused', until: left.at };
    if (pausesOnMetered && isMetered(this.#deps.connection)) {
      return { pages: 'none', why: 'metered' };
    }
    if (dailyBytes !== 'any' && (await this.servedToday()) >= dailyBytes) {
      return { pages: 'none', why: 'spent' };
    }
    return { pages: uploads === 'all' ? 'all' : 'published' };
  }

  /** `true` if the browser says where data is expensive. */
  get knowsMetered(): boolean {
    return this.#deps.connection?.saveData !== undefined;
  }

  /** The bytes that were uploaded today. */
  servedToday(): Promise<number> {
    return this.#today.bytes();
  }

  noteServed(bytes: number): void {
    this.#today.add(bytes);
    void this.#noticeSpent();
  }

  /** Looks at clock and connection, tells the listeners of a change, and sets an alarm for the end of a pause. */
  async refresh(): Promise<void> {
    await this.#shortenPause();
    const uploads = await this.uploads();
    await this.#expectEnd(uploads);
    const before = this.#found;
    this.#found = JSON.stringify(uploads);
    if (before === undefined || before === this.#found) return;
    this.#listeners.call();
  }

  /** Calls `listener` when the result may have changed, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  async #noticeSpent(): Promise<void> {
    if ((await this.uploads()).pages === 'none') this.#look.run();
  }

  #settings(): Promise<Settings> {
    this.#chosen ??= readSettings().catch((error: unknown) => {
      this.#chosen = undefined;
      throw error;
    });
    return this.#chosen;
  }

  /** Shortens a pause to its intended length after the clock was put back. */
  async #shortenPause(): Promise<void> {
    await changeSettings(({ pause }) => {
      const left = remaining(pause, this.#deps.now());
      if (pause.until !== 'time' || (left.until === 'time' && left.at === pause.at)) {
        return undefined;
      }
      this.#chosen = undefined;
      return { pause: left };
    });
  }

  async #expectEnd(uploads: Uploads): Promise<void> {
    const now = this.#deps.now();
    const end = endOf(uploads, now);
    if (end === undefined) await browser.alarms.clear(REST_ALARM);
    else await browser.alarms.create(REST_ALARM, { when: Math.min(end, now + LOOK_MS) });
  }
}

/** The time when uploads begin again without the user, in Unix milliseconds. */
function endOf(uploads: Uploads, now: number): number | undefined {
  if (uploads.pages !== 'none') return undefined;
  switch (uploads.why) {
    case 'paused':
      return uploads.until;
    case 'spent':
      return nextDay(now);
    case 'metered':
      return Infinity;
  }
}
