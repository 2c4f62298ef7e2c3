/** Disks that outlive their programs, and the crashes right before and after each write. */
import type {
  Decide,
  Decided,
  LockRecord,
  LockStore,
  Reading,
  ReadingStore,
} from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/index.ts';
import type { Life, VirtualWorld } from './virtual-world.ts';

/** Decides about a crash beside a write, and counts it under the name of the write. */
export type Crash = (step: string, when: 'before' | 'after') => boolean;

export interface DiskDeps {
  readonly world: VirtualWorld;
  readonly life: Life;
  readonly crash: Crash;
}

export class SimulatedLocks implements LockStore {
  readonly #deps: DiskDeps;
  readonly #records: Map<Address, LockRecord>;
  readonly #check: (before: LockRecord, after: LockRecord) => void;

  constructor(
    deps: DiskDeps,
    records: Map<Address, LockRecord>,
    check: (before: LockRecord, after: LockRecord) => void,
  ) {
    this.#deps = deps;
    this.#records = records;
    this.#check = check;
  }

  read(lock: Address): Promise<LockRecord | undefined> {
    const { world, life } = this.#deps;
    return world.onDisk(life, () => this.#records.get(lock));
  }

  change(lock: Address, by: Decide): Promise<Decided | undefined> {
    const { world, life } = this.#deps;
    return world.onDisk(life, () => {
      const record = this.#records.get(lock);
      if (!record) return undefined;
      const decided = by(record);
      if (decided.record === record) return decided;
      const step = decided.change?.type ?? 'changed';
      return written(this.#deps, step, () => {
        this.#check(record, decided.record);
        this.#records.set(lock, decided.record);
        return decided;
      });
    });
  }
}

export class SimulatedReadings implements ReadingStore {
  readonly #deps: DiskDeps;
  readonly #readings: Map<Address, Reading>;

  constructor(deps: DiskDeps, readings: Map<Address, Reading>) {
    this.#deps = deps;
    this.#readings = readings;
  }

  read(lock: Address): Promise<Reading | undefined> {
    const { world, life } = this.#deps;
    return world.onDisk(life, () => this.#readings.get(lock));
  }

  write(reading: Reading): Promise<void> {
    const { opened, asked } = reading;
    const step = opened ? 'receipt stored' : asked ? 'asking stored' : 'keys stored';
    return this.#write(step, () => void this.#readings.set(reading.lock, reading));
  }

  delete(lock: Address): Promise<void> {
    return this.#write('keys deleted', () => void this.#readings.delete(lock));
  }

  #write(step: string, apply: () => void): Promise<void> {
    const { world, life } = this.#deps;
    return world.onDisk(life, () => written(this.#deps, step, apply));
  }
}

function written<T>({ crash }: DiskDeps, step: string, apply: () => T): T | 'killed' {
  if (crash(step, 'before')) return 'killed';
  const result = apply();
  return crash(step, 'after') ? 'killed' : result;
}
