import {
  type Decided,
  type LockRecord,
  type LockStore,
  makeLock,
  type NewLock,
  type Reading,
  type ReadingStore,
} from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/index.ts';

/** Records in memory that survive their author. */
export class MemoryLocks implements LockStore {
  readonly records = new Map<Address, LockRecord>();
  /** The disk takes no more. */
  isFull = false;
  reads = 0;

  async read(lock: Address): Promise<LockRecord | undefined> {
    this.reads += 1;
    return this.records.get(lock);
  }

  async change(lock: Address, by: (record: LockRecord) => Decided): Promise<Decided | undefined> {
    if (this.isFull) throw new Error('disk full');
    const record = this.records.get(lock);
    const decided = record && by(record);
    if (decided) this.records.set(lock, decided.record);
    return decided;
  }
}

/** Readings in memory that survive their reader. */
export class MemoryReadings implements ReadingStore {
  readonly readings = new Map<Address, Reading>();

  async read(lock: Address): Promise<Reading | undefined> {
    return this.readings.get(lock);
  }

  async write(reading: Reading): Promise<void> {
    this.readings.set(reading.lock, reading);
  }

  async delete(lock: Address): Promise<void> {
    this.readings.delete(lock);
  }
}

export const contentKey = new Uint8Array(32).fill(7);

export async function lockFor(of: Partial<NewLock> = {}) {
  return await makeLock({
    page: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03' as Address,
    bytes: 284,
    mediaType: 'text/markdown',
    contentKey,
    total: 1,
    createdAt: 1_000,
    ...of,
  });
}

export const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(hex, 'hex'));
