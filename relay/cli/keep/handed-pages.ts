/** Hands the pages of a share to the keeper on this machine, which fetches them from the share through the relay. */
import { setTimeout as pause } from 'node:timers/promises';
import type { KeepOrder, KeptState } from '../../client/index.ts';
import { Failure } from '../failure.ts';
import type { Spool } from '../spool.ts';
import { askKeeper } from './control-socket.ts';
import { formatOrder } from './keep-order.ts';
import type { Listing, LocalRequest } from './local-desk.ts';

/** The time between two questions, in milliseconds. */
const ASK_MS = 200;
/** The keeper's name for whoever shares on this machine. */
const DEVICE = 'mayfly share';

export class HandedPages {
  readonly #folder: string;
  readonly #relay: string;

  private constructor(folder: string, relay: string) {
    this.#folder = folder;
    this.#relay = relay;
  }

  /** Rejects with a `Failure` if no keeper runs with the folder, or if it uses none of the relays. */
  static async begin(folder: string, origins: readonly string[]): Promise<HandedPages> {
    const listing = (await askKeeper(folder, { type: 'ls' })) as Listing | undefined;
    if (!listing) {
      throw new Failure('failed', `No keeper runs with the folder ${folder}: start mayfly keep.`);
    }
    const relay = origins.find((origin) => listing.relays.includes(origin));
    if (relay) return new HandedPages(folder, relay);
    throw new Failure('failed', `The keeper uses other relays: ${listing.relays.join(', ')}.`);
  }

  /** Resolves when the keeper has all pages. */
  async hand(spool: Spool, until: number | undefined, signal: AbortSignal): Promise<void> {
    const [address, ...rest] = await spool.addresses(); // the manifest came last
    if (!address) return;
    const pages = [address, ...rest];
    const order: KeepOrder = {
      address,
      parts: rest.toReversed(),
      bytes: pages.reduce((sum, page) => sum + (spool.lengthOf(page) ?? 0), 0),
      relay: this.#relay,
      by: [DEVICE],
      ...(until !== undefined && { until }),
    };
    let state = await this.#ask({ type: 'keep', address, order: formatOrder(order) });
    while (state === 'coming') {
      await pause(ASK_MS, undefined, { signal });
      state = await this.#ask({ type: 'state', address });
    }
    if (state === 'no-room') throw new Failure('no-space', 'The keeper has no room for it.');
    if (state === 'none') throw new Failure('refused', 'The keeper did not take it.');
  }

  async #ask(request: LocalRequest): Promise<KeptState> {
    const answer = (await askKeeper(this.#folder, request)) as { state: KeptState } | undefined;
    if (answer) return answer.state;
    throw new Failure('failed', 'The keeper has stopped.');
  }
}
