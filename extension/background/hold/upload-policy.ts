/**
 * What of the held pages is handed on at this moment: what the user allows, less what the day, the connection or a
 * pause forbid. Knows nothing of relays; whoever announces and serves asks here each time.
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
/** While nothing is handed on the clock and the connection are looked at this often: neither is sure to call. */
const LOOK_MS = 60_000;

export interface UploadPolicyDeps {
  readonly now: () => number;
  /** Undefined where the browser says nothing of it. */
  readonly connection: NetworkConnection | undefined;
}

export class UploadPolicy {
  readonly #deps: UploadPolicyDeps;
  readonly #today: DailyUploads;
  readonly #listeners = new Listeners<void>();
  readonly #look = coalesced(() => this.refresh());
  /** The user's choice, until it changes. */
  #chosen: Promise<Settings> | undefined;
  /** What was found last; whoever listens has asked for the first by themselves. */
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

  /** Whether the browser says where data is dear. */
  get knowsMetered(): boolean {
    return this.#deps.connection?.saveData !== undefined;
  }

  /** Bytes handed to readers today. */
  servedToday(): Promise<number> {
    return this.#today.bytes();
  }

  noteServed(bytes: number): void {
    this.#today.add(bytes);
    void this.#noticeSpent();
  }

  /** Looks at the clock and the connection, and sees to it that the end of a pause is not missed. */
  async refresh(): Promise<void> {
    await this.#shortenPause();
    const uploads = await this.uploads();
    await this.#expectEnd(uploads);
    const before = this.#found;
    this.#found = JSON.stringify(uploads);
    if (before === undefined || before === this.#found) return;
    this.#listeners.call();
  }

  /** Calls `listener` when what is handed on may have changed, until the returned function is called. */
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

  /** Where the clock was moved back, the pause is as long as it was meant to be, and no longer. */
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

/** When uploading begins again by itself, in Unix milliseconds. */
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
