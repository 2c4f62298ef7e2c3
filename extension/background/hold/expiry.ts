/**
 * Deletes pages and unfinished shares whose time has come: at once while this worker runs, or else at the next alarm or start. It asks the clock
 * each time, since the user may move it.
 */
import type { Address } from '@mayfly/relay/protocol';
import { browser } from 'wxt/browser';
import { isOver, type Lifetime, type LifetimeChoice, lifetimeOf } from '../../store/lifetime.ts';
import type { Pages } from '../../store/pages.ts';
import { readSettings } from '../../store/settings.ts';
import { coalesced } from '../coalesced.ts';
import type { Seeding } from './seeding.ts';
import { BrowserSession } from './browser-session.ts';

export const EXPIRY_ALARM = 'expiry';
/** A browser may put an alarm off for this long, so a nearer end has a timer too. */
const NEAR_MS = 60_000;

export interface ExpiryDeps {
  readonly pages: Pages;
  readonly seeding: Seeding;
  readonly now: () => number;
}

export class Expiry {
  readonly #deps: ExpiryDeps;
  readonly #sweepSoon = coalesced(() => this.sweep());
  readonly #session = new BrowserSession(() => this.#sweepSoon.run());
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: ExpiryDeps) {
    this.#deps = deps;
    deps.pages.subscribe(({ type }) => {
      if (type === 'stored' || type === 'edited') this.#sweepSoon.run();
    });
  }

  /** The lifetime of a page that is shared now: as chosen for it, or for all new pages. */
  async lifetimeForNew(choice?: LifetimeChoice): Promise<Lifetime> {
    const chosen = choice ?? (await readSettings()).lifetime;
    return lifetimeOf(chosen, this.#deps.now(), await this.#session.id());
  }

  /** Keeps pages for that long from now on. */
  async keepFor(addresses: readonly Address[], choice: LifetimeChoice): Promise<void> {
    await this.#deps.pages.holdFor(addresses, await this.lifetimeForNew(choice));
  }

  /** `true` if the time of a page with this lifetime has come. */
  async isOver(lifetime: Lifetime): Promise<boolean> {
    return isOver(lifetime, this.#deps.now(), await this.#session.id());
  }

  /** Deletes the pages and the unfinished shares whose time has come, and sets an alarm for the next one. */
  async sweep(): Promise<void> {
    const { pages, seeding, now } = this.#deps;
    const [at, session] = [now(), await this.#session.id()];
    const over = await pages.over(at, session);
    if (over.length > 0) {
      await seeding.deleteIf(over, ({ lifetime }) => isOver(lifetime, at, session));
    }
    const ends = [await pages.nextEnd(), await pages.unfinished.sweep(at)];
    const next = Math.min(...ends.map((end) => end ?? Infinity));
    await this.#expect(next === Infinity ? undefined : next);
  }

  async #expect(end: number | undefined): Promise<void> {
    clearTimeout(this.#timer);
    if (end === undefined) {
      await browser.alarms.clear(EXPIRY_ALARM);
      return;
    }
    const remainingMs = Math.max(0, end - this.#deps.now());
    if (remainingMs < NEAR_MS) this.#timer = setTimeout(this.#sweepSoon.run, remainingMs);
    await browser.alarms.create(EXPIRY_ALARM, { when: end });
  }
}
