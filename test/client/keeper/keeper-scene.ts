import { createHash } from 'node:crypto';
import {
  type DeviceBook,
  KeeperDesk,
  type PairedDevice,
  type KeeperLedger,
  type KeepOrder,
  type KeptState,
  type Pairing,
  type RequestTurn,
  type TurnStore,
} from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/index.ts';

export const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(hex, 'hex'));

/** This number of addresses, always the same ones. */
export function addresses(count: number, name = 'page'): readonly Address[] {
  return Array.from(
    { length: count },
    (_, i) => createHash('sha256').update(`${name} ${i}`).digest('hex') as Address,
  );
}

/** Orders in memory that survive their desk. A page comes when a test says so. */
export class MemoryLedger implements KeeperLedger {
  readonly orders = new Map<Address, KeepOrder>();
  readonly here = new Set<Address>();
  maxBytes = 1_000_000;

  get pages(): number {
    return this.here.size;
  }

  get usedBytes(): number {
    return [...this.orders.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  state(address: Address): KeptState {
    const order = this.orders.get(address);
    if (!order) return 'none';
    return [address, ...order.parts].every((page) => this.here.has(page)) ? 'kept' : 'coming';
  }

  async keep(order: KeepOrder): Promise<KeptState> {
    return this.keepNow(order);
  }

  keepNow(order: KeepOrder): KeptState {
    const before = this.orders.get(order.address);
    const room = this.maxBytes - this.usedBytes + (before?.bytes ?? 0);
    if (order.bytes > room) return 'no-room';
    const by = new Set([...(before?.by ?? []), ...order.by]);
    this.orders.set(order.address, { ...order, by: [...by] });
    return this.state(order.address);
  }

  async release(addresses: readonly Address[], by: string): Promise<void> {
    this.releaseNow(addresses, by);
  }

  releaseNow(addresses: readonly Address[], by: string): void {
    for (const address of addresses) {
      const order = this.orders.get(address);
      const others = order?.by.filter((device) => device !== by) ?? [];
      if (order && others.length > 0) this.orders.set(address, { ...order, by: others });
      else this.orders.delete(address);
    }
  }
}

export class MemoryDevices implements DeviceBook {
  readonly devices = new Map<string, PairedDevice>();
  /** The disk takes no more. */
  isFull = false;

  get size(): number {
    return this.devices.size;
  }

  get(client: string): PairedDevice | undefined {
    return this.devices.get(client);
  }

  async put(device: PairedDevice): Promise<void> {
    if (this.isFull) throw new Error('disk full');
    this.devices.set(device.client, device);
  }
}

/** The turns of one device, as its disk has them. */
export class MemoryTurns implements TurnStore {
  count = 0;
  readonly client: Uint8Array;

  constructor(client: Uint8Array) {
    this.client = client;
  }

  async next(least: number): Promise<RequestTurn> {
    return this.nextNow(least);
  }

  nextNow(least: number): RequestTurn {
    this.count = Math.max(this.count, least) + 1;
    return { client: this.client, count: this.count };
  }
}

export const HERE = 'https://relay.example';

/** A keeper's disk and the desk of its present run. */
export class DeskScene {
  readonly ledger = new MemoryLedger();
  readonly devices = new MemoryDevices();
  readonly pairing: Pairing;
  desk: KeeperDesk;

  constructor(pairing: Pairing) {
    this.pairing = pairing;
    this.desk = this.#open();
  }

  /** What was in memory is gone. */
  restart(): void {
    this.desk = this.#open();
  }

  #open(): KeeperDesk {
    const { pairing, ledger, devices } = this;
    const relays = [HERE, 'https://other.example'];
    return new KeeperDesk({ pairing, name: 'Attic', relays, ledger, devices, now: () => 1_000 });
  }
}
