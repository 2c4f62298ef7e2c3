/**
 * Keeps this browser connected to every relay for which it holds a page, whichever tabs are open, and to none for the
 * sake of seeding when it holds nothing. The worker may die at any moment: an alarm brings it back, and this with it.
 */
import type { Address } from '@mayfly/relay/protocol';
import { browser } from 'wxt/browser';
import type { Pages } from '../store/pages.ts';
import type { Relays } from './relays.ts';
import { ServedCounts } from './served-counts.ts';

export const WAKE_ALARM = 'wake';
const WAKE_MINUTES = 0.5; // the shortest that Chromium allows

export interface SeedingDeps {
  readonly pages: Pages;
  readonly relays: Relays;
}

export class Seeding {
  readonly #pages: Pages;
  readonly #relays: Relays;
  /** The releases of the leases held for seeding, by relay. */
  readonly #leases = new Map<string, () => void>();
  #refreshing: Promise<void> = Promise.resolve();

  constructor({ pages, relays }: SeedingDeps) {
    this.#pages = pages;
    this.#relays = relays;
    const counts = new ServedCounts((served) => pages.addServed(served));
    relays.subscribe((_, event) => event.type === 'served' && counts.add(event));
  }

  /** Brings connections and alarm in line with what is held. Calls made meanwhile follow one another. */
  refresh(): Promise<void> {
    // Whoever called before hears of their own failure; this call tries again all the same.
    this.#refreshing = this.#refreshing.catch(() => undefined).then(() => this.#refresh());
    return this.#refreshing;
  }

  /** Says at each of `relays` that a page just stored is held here. */
  async announce(address: Address, relays: readonly string[]): Promise<void> {
    await this.refresh();
    for (const relay of relays) this.#relays.client(relay)?.have(address);
  }

  /** Lets go of pages: no relay is told of them again, and their bytes are gone. */
  async stop(...addresses: readonly Address[]): Promise<void> {
    const pages = await this.#pages.getAll(addresses);
    await this.#pages.remove(...addresses);
    for (const { address, relays } of pages) {
      for (const relay of relays) this.#relays.client(relay)?.drop(address);
    }
    await this.refresh();
  }

  async #refresh(): Promise<void> {
    const held = new Set(await this.#pages.relays());
    for (const relay of held) {
      if (!this.#leases.has(relay)) this.#leases.set(relay, this.#relays.use(relay).release);
    }
    for (const [relay, release] of this.#leases) {
      if (held.has(relay)) continue;
      this.#leases.delete(relay);
      release();
    }
    await keepAlarm(held.size > 0);
  }
}

async function keepAlarm(isNeeded: boolean): Promise<void> {
  const alarm = await browser.alarms.get(WAKE_ALARM);
  if (isNeeded && !alarm) {
    await browser.alarms.create(WAKE_ALARM, { periodInMinutes: WAKE_MINUTES });
  } else if (!isNeeded && alarm) {
    await browser.alarms.clear(WAKE_ALARM);
  }
}
