/** The facts that a keeper stores, as the desk sees them. */
import type { Address } from '../../protocol/index.ts';

/**
 * `kept`: all its pages are here and survive a loss of power. `coming`: the keeper will fetch it. `none`: nobody asked, or
 * its end has come. `no-room`: the keeper does not take it.
 */
export type KeptState = 'kept' | 'coming' | 'none' | 'no-room';

/** An order to keep one page, or one bundle with all its parts. */
export interface KeepOrder {
  /** The page, or the manifest of a bundle. */
  readonly address: Address;
  /** The parts of a bundle. */
  readonly parts: readonly Address[];
  /** The room that all its pages may take together. */
  readonly bytes: number;
  /** The end of life: Unix seconds. */
  readonly until?: number;
  /** The origin of the relay at which somebody holds it. */
  readonly relay?: string;
  /** The devices that asked for it. */
  readonly by: readonly string[];
}

/** What a keeper keeps, for whoever may ask: a paired device, or a program on the same machine. */
export interface KeeperLedger {
  /** Resolves once the order survives a crash. */
  keep(order: KeepOrder): Promise<KeptState>;
  /** Takes back the orders of one device, or of everybody. The copies that nobody else asked for are deleted. */
  release(addresses: readonly Address[], by?: string): Promise<void>;
  state(address: Address): KeptState;
  /** The number of pages that are here. */
  readonly pages: number;
  /** The room that is used or promised. */
  readonly usedBytes: number;
  readonly maxBytes: number;
}

/** One device that has the code of the keeper. */
export interface PairedDevice {
  /** The device's own random name, base64url: the `by` of its orders. */
  readonly client: string;
  /** The name that its owner gave it; empty until it said hello. */
  readonly name: string;
  /** The count of its last applied request, and the nonce of that request, base64url. */
  readonly count: number;
  readonly last: string;
  /** The time of that request: Unix milliseconds. */
  readonly seenAt: number;
}

/** The devices of a keeper. A count that is lost lets a relay repeat old requests. */
export interface DeviceBook {
  get(client: string): PairedDevice | undefined;
  /** Resolves once the device survives a crash. */
  put(device: PairedDevice): Promise<void>;
  /** The number of devices. */
  readonly size: number;
}
