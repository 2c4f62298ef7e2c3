import { expect, test } from 'vitest';
import {
  type Lock,
  type MadeLock,
  OnceAuthor,
  OnceReader,
  type OnceState,
  openLock,
} from '../../../relay/client/index.ts';
import { VirtualTime } from '../virtual-time.ts';
import { contentKey, lockFor, MemoryLocks, MemoryReadings } from './once-scene.ts';

/** The author alice, and readers whose notes arrive at once. */
class Opening {
  readonly locks = new MemoryLocks();
  readonly changes: string[] = [];
  readonly time = new VirtualTime();
  readonly #readers = new Map<string, OnceReader>();
  readonly #busy = new Set<Promise<void>>();
  readonly #lock: Lock;
  readonly #made: MadeLock;
  now = 2_000;
  isAuthorThere = true;
  readonly author = new OnceAuthor({
    store: this.locks,
    now: () => this.now,
    send: (_address, body, to) => this.#do(this.#readers.get(to)?.receive('alice', body)),
    onChange: (_record, { type }) => this.changes.push(type),
  });

  private constructor(made: MadeLock, lock: Lock) {
    this.#made = made;
    this.#lock = lock;
    this.locks.records.set(made.record.lock, made.record);
  }

  static async of(total = 1): Promise<Opening> {
    const made = await lockFor({ total });
    const lock = await openLock(made.lockPage, made.record.capability);
    if (typeof lock === 'string') throw new Error(lock);
    return new Opening(made, lock);
  }

  get record() {
    return this.locks.records.get(this.#made.record.lock);
  }

  async reader(
    name: string,
    store = new MemoryReadings(),
    capability = this.#made.record.capability,
  ) {
    const { lock: address } = this.#made.record;
    const states: OnceState[] = [];
    const reader = await OnceReader.begin({
      address,
      lock: this.#lock,
      capability,
      store,
      now: () => this.now,
      random: () => 0.5,
      schedule: this.time.schedule,
      send: (body) => {
        if (this.isAuthorThere) this.#do(this.author.receive({ address, from: name, body }));
        else queueMicrotask(() => this.#readers.get(name)?.refused('nobody'));
      },
      onState: (state) => states.push(state),
    });
    if (reader === 'not-a-lock') throw new Error(reader);
    this.#readers.set(name, reader);
    return { reader, states, store };
  }

  async settled(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy);
    await Promise.resolve();
  }

  #do(work: Promise<void> | undefined): void {
    if (!work) return;
    this.#busy.add(work);
    void work.then(() => this.#busy.delete(work));
  }
}

test('bob proves that he has the link, gets the key, and his receipt comes back', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob');
  expect(bob.states).toEqual([{ state: 'ready' }]);
  await bob.reader.open();
  await scene.settled();
  expect(bob.reader.state).toEqual({ state: 'opened', contentKey, at: 2_000 });
  await bob.reader.received();
  await scene.settled();
  expect(bob.reader.state).toEqual({ state: 'received', at: 2_000 });
  expect(bob.store.readings.size).toBe(0);
  expect(scene.changes).toEqual(['released', 'received']);
  expect(scene.record?.contentKey).toBeUndefined();
});
