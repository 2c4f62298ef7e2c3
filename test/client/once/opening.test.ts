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

interface ReaderOptions {
  readonly store?: MemoryReadings;
  readonly capability?: Uint8Array;
  /** The author's public key in the lock. */
  readonly author?: Uint8Array;
  /** No answer reaches it. */
  readonly isDeaf?: boolean;
}

/** The author alice, and readers whose notes arrive at once. Readers outlive their programs in their stores. */
class Opening {
  readonly locks = new MemoryLocks();
  readonly changes: string[] = [];
  readonly time = new VirtualTime();
  readonly #readers = new Map<string, OnceReader>();
  readonly #busy = new Set<Promise<void>>();
  readonly troubles: string[] = [];
  readonly #lock: Lock;
  readonly #made: MadeLock;
  now = 2_000;
  isAuthorThere = true;
  /** Lasts as long as her connection. */
  authorName = 'alice';
  readonly author = new OnceAuthor({
    store: this.locks,
    now: () => this.now,
    send: (_address, body, to) => this.#do(this.#readers.get(to)?.receive(this.authorName, body)),
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

  async reader(name: string, of: ReaderOptions = {}) {
    const { record } = this.#made;
    const { store = new MemoryReadings(), capability = record.capability, isDeaf = false } = of;
    const states: OnceState[] = [];
    const reader = await OnceReader.begin({
      address: record.lock,
      lock: { ...this.#lock, author: of.author ?? this.#lock.author },
      capability,
      store,
      now: () => this.now,
      random: () => 0.5,
      schedule: this.time.schedule,
      send: (body, to) => this.#carry(name, body, to),
      onState: (state) => states.push(state),
    });
    if (reader === 'not-a-lock') throw new Error(reader);
    if (!isDeaf) this.#readers.set(name, reader);
    return { reader, states, store };
  }

  #carry(from: string, body: Uint8Array, to: string | undefined): void {
    const { lock: address } = this.#made.record;
    const isNamed = to === undefined || to === this.authorName;
    if (this.isAuthorThere && isNamed) this.#do(this.author.receive({ address, from, body }));
    else this.#readers.get(from)?.refused('nobody');
  }

  async settled(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy);
    await Promise.resolve();
  }

  #do(work: Promise<void> | undefined): void {
    if (!work) return;
    const done = work
      .catch((error: Error) => void this.troubles.push(error.message))
      .finally(() => this.#busy.delete(done));
    this.#busy.add(done);
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

test('a reader who only looks uses nothing up', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob');
  scene.time.advance(600_000);
  await scene.settled();
  expect(bob.reader.state).toEqual({ state: 'ready' });
  expect(scene.record?.releases).toEqual([]);
});

test('carol comes too late and is told when the link was opened', async () => {
  const scene = await Opening.of();
  const [bob, carol] = [await scene.reader('bob'), await scene.reader('carol')];
  await bob.reader.open();
  await scene.settled();
  scene.now = 9_000;
  await carol.reader.open();
  await scene.settled();
  expect(carol.reader.state).toEqual({ state: 'spent', at: 2_000, total: 1, isHere: false });
  expect(carol.store.readings.size).toBe(0);
  expect(scene.changes).toEqual(['released', 'refused']);
  expect(scene.record?.refused.spent).toEqual({ count: 1, lastAt: 9_000 });
});

test('of two readers who race, one gets the key', async () => {
  const scene = await Opening.of();
  const [bob, carol] = [await scene.reader('bob'), await scene.reader('carol')];
  await Promise.all([bob.reader.open(), carol.reader.open()]);
  await scene.settled();
  const states = [bob.reader.state.state, carol.reader.state.state];
  expect(states.toSorted()).toEqual(['opened', 'spent']);
  expect(scene.record?.releases).toHaveLength(1);
});

test('a link that opens twice opens for two readers', async () => {
  const scene = await Opening.of(2);
  const [bob, carol, dave] = await Promise.all(
    ['bob', 'carol', 'dave'].map((n) => scene.reader(n)),
  );
  for (const one of [bob, carol, dave]) {
    await one?.reader.open();
    await scene.settled();
  }
  const states = [bob, carol, dave].map((one) => one?.reader.state.state);
  expect(states).toEqual(['opened', 'opened', 'spent']);
});

test('a reader who was killed before the page was on the screen gets the same key again', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  const again = await scene.reader('bob', { store: bob.store });
  await scene.settled();
  expect(again.reader.state).toEqual({ state: 'opened', contentKey, at: 2_000 });
  expect(scene.record?.releases).toHaveLength(1);
});

test('a reader who was killed after that delivers the receipt, and does not open again', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  scene.isAuthorThere = false;
  scene.now = 5_000;
  await bob.reader.received();
  scene.isAuthorThere = true;
  const again = await scene.reader('bob', { store: bob.store });
  await scene.settled();
  expect(again.states).toEqual([{ state: 'spent', at: 5_000, isHere: true }]);
  expect(scene.changes).toEqual(['released', 'received']);
  expect(bob.store.readings.size).toBe(0);
});

test('a receipt finds the author on her new connection at once', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  scene.authorName = 'alice, connected again';
  await bob.reader.received();
  await scene.settled();
  expect(bob.reader.state).toEqual({ state: 'received', at: 2_000 });
});

test('the author away loses nothing: bob asks again by himself', async () => {
  const scene = await Opening.of();
  scene.isAuthorThere = false;
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  expect(bob.reader.state).toEqual({ state: 'away' });
  scene.isAuthorThere = true;
  scene.time.advance(30_000);
  await scene.settled();
  expect(bob.reader.state.state).toBe('opened');
});

test('bob asks as soon as the author is back, at most once a second', async () => {
  const scene = await Opening.of();
  scene.isAuthorThere = false;
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  scene.isAuthorThere = true;
  for (let i = 0; i < 5; i++) bob.reader.counted(1);
  expect(bob.reader.state).toEqual({ state: 'asking' });
  scene.time.advance(999);
  await scene.settled();
  expect(scene.record?.releases).toEqual([]);
  scene.time.advance(1);
  await scene.settled();
  expect(bob.reader.state.state).toBe('opened');
});

test('an author who is silent counts as away after some requests', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob', { isDeaf: true });
  await bob.reader.open();
  expect(bob.reader.state).toEqual({ state: 'asking' });
  scene.time.advance(60_000);
  expect(bob.reader.state).toEqual({ state: 'away' });
});

test.each(['no-notes', 'blocked'] as const)(
  'a link refused as %s says so, and asks again on the next connection',
  async (code) => {
    const scene = await Opening.of();
    const bob = await scene.reader('bob', { isDeaf: true });
    await bob.reader.open();
    bob.reader.refused(code);
    expect(bob.reader.state).toEqual({ state: 'failed', problem: code });
    bob.reader.hurry();
    expect(bob.reader.state).toEqual({ state: 'asking' });
  },
);

test('a reader that was closed asks no more', async () => {
  const scene = await Opening.of();
  scene.isAuthorThere = false;
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  bob.reader.close();
  expect(scene.time.pending).toBe(0);
});

test('a reader that is closed while its receipt is stored asks no more', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  const storing = bob.reader.received();
  bob.reader.close();
  await storing;
  expect(scene.time.pending).toBe(0);
});

test('a store that fails leaves the reader where it was, and nothing was asked', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob');
  bob.store.write = () => Promise.reject(new Error('disk full'));
  await expect(bob.reader.open()).rejects.toThrow('disk full');
  expect(bob.reader.state).toEqual({ state: 'ready' });
  expect(scene.record?.releases).toEqual([]);
});

test('a store that fails at the author releases nothing, and bob asks again', async () => {
  const scene = await Opening.of();
  scene.locks.isFull = true;
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  expect(bob.reader.state).toEqual({ state: 'asking' });
  expect(scene.troubles).toEqual(['disk full']);
  scene.locks.isFull = false;
  scene.time.advance(30_000);
  await scene.settled();
  expect(bob.reader.state.state).toBe('opened');
});

test('a try without proof gets no answer, and the author counts it', async () => {
  const scene = await Opening.of();
  const mallory = await scene.reader('mallory', { capability: new Uint8Array(32) });
  await mallory.reader.open();
  await scene.settled();
  expect(mallory.reader.state).toEqual({ state: 'asking' });
  expect(scene.record?.refused.wrongProof).toEqual({ count: 1, lastAt: 2_000 });
  expect(scene.record?.releases).toEqual([]);
});

test('a flood of tries without proof is written at most once a second', async () => {
  const scene = await Opening.of();
  const mallory = await scene.reader('mallory', { capability: new Uint8Array(32) });
  await mallory.reader.open();
  for (let i = 0; i < 20; i++) {
    scene.time.advance(60_000);
    await scene.settled();
  }
  expect(scene.changes).toEqual(['refused']);
  scene.now = 3_000;
  scene.time.advance(60_000);
  await scene.settled();
  expect(scene.changes).toEqual(['refused', 'refused']);
  expect(scene.record?.refused.wrongProof.count).toBeGreaterThan(20);
});

test('a relay that makes up tries all the time causes few writes, and a later try is written at once', async () => {
  const scene = await Opening.of();
  const address = scene.record?.lock;
  if (!address) throw new Error('expected a record');
  const body = Uint8Array.of(1, 1, ...new Uint8Array(64));
  const tryAt = async (now: number) => {
    scene.now = now;
    await scene.author.receive({ address, from: 'mallory', body });
  };
  for (let second = 0; second < 600; second++) await tryAt(second * 1_000);
  expect(scene.changes.length).toBeLessThan(60);
  await tryAt(4_000_000);
  expect(scene.record?.refused.wrongProof).toEqual({ count: 601, lastAt: 4_000_000 });
});

test('carol, who asks again and again, counts as one try', async () => {
  const scene = await Opening.of();
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  const carol = await scene.reader('carol', { isDeaf: true });
  await carol.reader.open();
  for (let i = 0; i < 5; i++) {
    scene.now += 60_000;
    scene.time.advance(60_000);
    await scene.settled();
  }
  expect(scene.record?.refused.spent.count).toBe(1);
});

test('a note that is no request is ignored', async () => {
  const scene = await Opening.of();
  const address = scene.record?.lock;
  if (!address) throw new Error('expected a record');
  for (const body of [new Uint8Array(), new Uint8Array(66), new Uint8Array(4_096)]) {
    await scene.author.receive({ address, from: 'mallory', body });
  }
  expect(scene.changes).toEqual([]);
});

test('a flood of notes costs the author a few at a time, and readers ask again', async () => {
  const scene = await Opening.of();
  const address = scene.record?.lock;
  if (!address) throw new Error('expected a record');
  const request = { address, from: 'mallory', body: Uint8Array.of(1, 1, ...new Uint8Array(64)) };
  await Promise.all(Array.from({ length: 1_000 }, () => scene.author.receive(request)));
  expect(scene.locks.reads).toBe(32);
  const bob = await scene.reader('bob');
  await bob.reader.open();
  await scene.settled();
  expect(bob.reader.state.state).toBe('opened');
});

test('a lock whose author has no usable key is no lock', async () => {
  const scene = await Opening.of();
  await expect(scene.reader('bob', { author: new Uint8Array(32) })).rejects.toThrow('not-a-lock');
});
