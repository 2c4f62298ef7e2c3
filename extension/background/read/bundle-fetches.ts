/**
 * The bundles that are fetched at this moment, each once, however many viewers look at it. While one of them is wanted
 * whole, an alarm starts a worker that was killed: the wish stands in the store, and no tab is needed.
 */
import type { Address } from '@mayfly/relay/protocol';
import { browser } from 'wxt/browser';
import type { BundleView, BundleWish } from '../../messages.ts';
import { BundleFetch, type BundleReader } from './bundle-fetch.ts';
import type { ReadDeps } from './page-fetch.ts';

export const FETCH_ALARM = 'fetch';
const FETCH_MINUTES = 0.5; // the shortest that Chromium allows

/** A reader's hold on a bundle. */
export interface BundleReading {
  /** Undefined until the bundle is held and open. */
  view(): BundleView | undefined;
  take(wish: BundleWish): void;
  end(): void;
}

export class BundleFetches {
  readonly #deps: ReadDeps;
  readonly #fetches = new Map<Address, BundleFetch>();
  #alarm: Promise<unknown> = Promise.resolve();

  constructor(deps: ReadDeps) {
    this.#deps = deps;
  }

  /** Reads the held bundle of a link until the reading is ended. Fetches nothing without a wish. */
  read(reader: BundleReader): BundleReading {
    const fetch = this.#of(reader.link.address);
    fetch.join(reader);
    return {
      view: () => fetch.view(),
      take: (wish) => fetch.take(reader, wish),
      end: () => fetch.leave(reader),
    };
  }

  /** Goes on with all bundles that are wanted whole. */
  async resume(): Promise<void> {
    for (const { address } of await this.#deps.pages.wantedBundles()) {
      this.#of(address).look();
    }
  }

  #of(address: Address): BundleFetch {
    const running = this.#fetches.get(address);
    if (running) return running;
    const fetch: BundleFetch = new BundleFetch({
      deps: this.#deps,
      address,
      onWish: () => this.#keepAlarm(),
      onOver: () => {
        this.#fetches.delete(address);
        this.#keepAlarm();
      },
    });
    this.#fetches.set(address, fetch);
    return fetch;
  }

  /** One call after the other, so that the last one counts. */
  #keepAlarm(): void {
    this.#alarm = this.#alarm.then(() => this.#setAlarm()).catch((error) => console.error(error));
  }

  async #setAlarm(): Promise<void> {
    const isNeeded = [...this.#fetches.values()].some(({ isAllWanted }) => isAllWanted);
    const alarm = await browser.alarms.get(FETCH_ALARM);
    if (isNeeded && !alarm) {
      await browser.alarms.create(FETCH_ALARM, { periodInMinutes: FETCH_MINUTES });
    } else if (!isNeeded && alarm) await browser.alarms.clear(FETCH_ALARM);
  }
}
