/** Answers the requests of programs of the same user: `mayfly keep ls`, `rm` and `pair`, and `mayfly share --keep`. */
import {
  type DeviceBook,
  formatPairingCode,
  type KeptState,
  type Pairing,
} from '../../client/index.ts';
import { type Address, isAddress } from '../../protocol/index.ts';
import { pagesOf, parseOrder } from './keep-order.ts';
import type { KeptPages } from './kept-pages.ts';

export type LocalRequest =
  | { readonly type: 'ls' }
  /** Deletes pages, whoever asked for them. An address may be shortened to its first digits. */
  | { readonly type: 'rm'; readonly addresses: readonly string[] }
  /** `order` as `formatOrder` writes it. */
  | { readonly type: 'keep'; readonly address: Address; readonly order: string }
  | { readonly type: 'state'; readonly address: Address }
  /** `relay`: the one to name in the code, if the keeper does not run. */
  | { readonly type: 'pair'; readonly relay: string };

/** One line of `mayfly keep ls`. */
export interface ListedOrder {
  readonly address: Address;
  readonly state: KeptState;
  readonly bytes: number;
  /** The number of its pages: one, or more for a bundle. */
  readonly pages: number;
  /** Unix seconds. */
  readonly until?: number;
  /** The devices that asked for it. */
  readonly by: readonly string[];
}

export interface Listing {
  /** The origins of the keeper's relays. */
  readonly relays: readonly string[];
  readonly orders: readonly ListedOrder[];
  readonly pages: number;
  readonly usedBytes: number;
  readonly maxBytes: number;
  /** The orders that could not be read at the start. */
  readonly damaged: number;
}

interface LocalDeskDeps {
  readonly kept: KeptPages;
  /** The origins of the keeper's relays. */
  readonly relays: readonly string[];
  readonly pairing: Pairing;
  readonly devices: DeviceBook;
}

/** Fewer digits may be meant for another page that comes later. */
const DIGITS_MIN = 8;

export class LocalDesk {
  readonly #deps: LocalDeskDeps;

  constructor(deps: LocalDeskDeps) {
    this.#deps = deps;
  }

  /** The socket lies in a folder of the user, so the request comes from a program of this package. */
  readonly answer = async (asked: unknown): Promise<object> => {
    const request = asked as LocalRequest;
    switch (request.type) {
      case 'ls':
        return this.#list();
      case 'rm':
        return await this.#remove(request.addresses);
      case 'keep':
        return { state: await this.#keep(request.address, request.order) };
      case 'state':
        return { state: this.#deps.kept.state(request.address) };
      case 'pair':
        return { code: this.#code(request.relay) };
    }
  };

  #code(otherwise: string): string {
    const { pairing, relays } = this.#deps;
    const { address, key } = pairing;
    return formatPairingCode({ relay: relays[0] ?? otherwise, address, key });
  }

  #list(): Listing {
    const { kept, relays, devices } = this.#deps;
    const orders = [...kept.orders].map((order) => ({
      address: order.address,
      state: kept.state(order.address),
      bytes: order.bytes,
      pages: pagesOf(order).length,
      by: order.by.map((device) => devices.get(device)?.name || device),
      ...(order.until !== undefined && { until: order.until }),
    }));
    const { pages, usedBytes, maxBytes, damaged } = kept;
    return { relays, orders, pages, usedBytes, maxBytes, damaged };
  }

  async #remove(texts: readonly string[]): Promise<object> {
    const addresses = texts.map((text) => this.#find(text));
    await this.#deps.kept.release(addresses);
    return {};
  }

  #find(text: string): Address {
    if (!/^[0-9a-f]*$/.test(text) || text.length < DIGITS_MIN) {
      throw new Error(`expected an address or at least its first ${DIGITS_MIN} digits: ${text}`);
    }
    const [address, other] = [...this.#deps.kept.orders]
      .map((order) => order.address)
      .filter((one) => one.startsWith(text));
    if (!address) throw new Error(`The keeper has no page ${text}.`);
    if (other) throw new Error(`More than one page begins with ${text}.`);
    return address;
  }

  async #keep(address: Address, text: string): Promise<KeptState> {
    const order = isAddress(address) ? parseOrder(address, text) : undefined;
    if (!order) throw new Error('expected an order of this version of mayfly');
    const { relay } = order;
    if (relay !== undefined && !this.#deps.relays.includes(relay)) {
      throw new Error(`The keeper does not use the relay ${relay}.`);
    }
    return await this.#deps.kept.keep(order);
  }
}
