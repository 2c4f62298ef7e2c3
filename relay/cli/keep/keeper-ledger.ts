import type { Address } from '../../protocol/index.ts';
import type { KeepOrder } from './keep-order.ts';

/**
 * `kept`: all its pages are here and survive a loss of power. `coming`: the keeper will fetch it. `none`: nobody asked, or
 * its end has come. `no-room`: the keeper does not take it.
 */
export type KeptState = 'kept' | 'coming' | 'none' | 'no-room';

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
