import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FairReads, Share } from '../../relay/server/fair-reads.ts';

const FRAME = 64 * 1024;

/** A connection whose messages take this many steps each. */
class FakeSender {
  readonly handled: number[] = [];
  isPaused = false;
  readonly #reads: FairReads;
  readonly #share: Share;

  constructor(reads: FairReads, steps = 1, client = 'one client') {
    const connection = {
      wait: () => void (this.isPaused = true),
      readOn: () => void (this.isPaused = false),
    };
    this.#reads = reads;
    this.#share = new Share(connection, client, (message) => {
      this.handled.push(message.length);
      return steps;
    });
  }

  content(bytes: number): void {
    this.#reads.receive(this.#share, Buffer.alloc(bytes), true);
  }

  text(bytes: number): void {
    this.#reads.receive(this.#share, Buffer.alloc(bytes), false);
  }

  pong(): void {
    this.#reads.count(this.#share);
  }

  end(): void {
    this.#reads.close(this.#share);
  }
}

function senders(count: number, steps = 1): FakeSender[] {
  const reads = new FairReads();
  return Array.from({ length: count }, () => new FakeSender(reads, steps));
}

const paused = (all: readonly FakeSender[]): boolean[] => all.map(({ isPaused }) => isPaused);

test('who sends large frames past the share of a turn waits for a later one', async () => {
  const all = senders(4);
  for (const one of all) one.content(FRAME);
  expect(paused(all)).toEqual([false, false, true, true]);
  await setImmediate();
  expect(paused(all)).toEqual([false, false, false, true]);
  await setImmediate();
  expect(paused(all)).toEqual([false, false, false, false]);
});

test('while somebody waits, who has a turn gets it for one large frame', async () => {
  const [first, second, third] = senders(3);
  for (let n = 0; n < 3; n++) first?.content(FRAME);
  second?.content(FRAME);
  await setImmediate();
  expect([first?.isPaused, second?.isPaused]).toEqual([false, true]);
  third?.content(FRAME);
  expect(third?.isPaused).toBe(true);
});

test('who sends a long text waits sooner, since it takes longer', async () => {
  const all = senders(1);
  all[0]?.text(FRAME);
  expect(paused(all)).toEqual([true]);
  await setImmediate();
  expect(paused(all)).toEqual([false]);
});

test('who sends some small frames does not wait, whoever else does', () => {
  const [large, small] = senders(2);
  for (let n = 0; n < 3; n++) large?.content(FRAME);
  for (let n = 0; n < 200; n++) small?.content(1_024);
  expect([large?.isPaused, small?.isPaused]).toEqual([true, false]);
});

test('a thousand frames for a hundred readers that come at once are handled in many turns, in order', async () => {
  const [seeder, other] = senders(2, 101);
  for (let n = 1; n <= 1_000; n++) seeder?.content(n);
  expect([seeder?.handled.length, seeder?.isPaused]).toEqual([3, true]);
  other?.text(20);
  expect(other?.handled).toEqual([20]);
  await setImmediate();
  expect(seeder?.handled).toEqual([1, 2, 3, 4, 5, 6]);
  while (seeder?.isPaused) await setImmediate();
  expect(seeder?.handled).toEqual(Array.from({ length: 1_000 }, (_, n) => n + 1));
});

test('of many who send very much at once, only the first get a whole share', () => {
  const all = senders(20);
  for (const one of all) for (let n = 0; n < 1_000; n++) one.text(20);
  const shares = all.map(({ handled }) => handled.length);
  expect(shares).toEqual([256, 256, 256, 256, ...Array.from({ length: 16 }, () => 16)]);
});

test('who sends many pongs waits', async () => {
  const all = senders(1);
  for (let n = 0; n < 1_000; n++) all[0]?.pong();
  expect(paused(all)).toEqual([true]);
  await setImmediate();
  expect(paused(all)).toEqual([false]);
});

test('what was held back of a connection that has ended is not handled', async () => {
  const all = senders(1, 256);
  for (let n = 0; n < 10; n++) all[0]?.content(1);
  all[0]?.end();
  await setImmediate();
  expect([all[0]?.handled.length, all[0]?.isPaused]).toEqual([1, false]);
});

test('more than may be held back in all is handled at once', () => {
  const [one, other] = senders(2);
  for (let n = 0; n < 200_000; n++) one?.text(20);
  expect(one?.handled).toHaveLength(256);
  for (let n = 0; n < 1_000; n++) other?.text(20);
  expect(other?.handled.length).toBeGreaterThan(700);
});

/** Two clients with this many connections each. */
function clients(...sizes: readonly [number, number]): [FakeSender[], FakeSender[]] {
  const reads = new FairReads();
  const connect = (size: number, client: string): FakeSender[] =>
    Array.from({ length: size }, () => new FakeSender(reads, 1, client));
  return [connect(sizes[0], 'one client'), connect(sizes[1], 'another')];
}

test('a client with a hundred connections takes no more turns than a client with one', async () => {
  const [many, [alone]] = clients(100, 1);
  for (let round = 0; round < 50; round++) {
    for (const one of many) if (!one.isPaused) one.content(FRAME);
    if (!alone?.isPaused) alone?.content(FRAME);
    await setImmediate();
  }
  const ofMany = many.reduce((sum, { handled }) => sum + handled.length, 0);
  expect(alone?.handled.length).toBeGreaterThan(20);
  expect(ofMany).toBeLessThan(100 + 4 * (alone?.handled.length ?? 0));
});

test('a client that says much on a hundred connections does not keep another from sending content', async () => {
  const [many, [alone]] = clients(100, 1);
  let sent = 0;
  for (let round = 0; round < 50; round++) {
    for (const one of many) for (let n = 0; n < 40; n++) if (!one.isPaused) one.text(20);
    if (!alone?.isPaused) {
      alone?.content(FRAME);
      sent += 1;
    }
    await setImmediate();
  }
  expect(sent).toBe(50);
  const ofMany = many.reduce((sum, { handled }) => sum + handled.length, 0);
  expect(ofMany).toBeLessThan(51 * 300);
});

test('while others move large content, a client that says much on many connections gets a part of each turn', async () => {
  const reads = new FairReads();
  const seeder = new FakeSender(reads, 1, 'an honest client');
  const flood = Array.from({ length: 100 }, () => new FakeSender(reads, 1, 'a loud client'));
  const said = (): number => flood.reduce((sum, { handled }) => sum + handled.length, 0);
  seeder.content(FRAME);
  for (const one of flood) one.text(20);
  expect(said()).toBe(2); // each was read for itself
  for (let turn = 0; turn < 5; turn++) {
    seeder.content(FRAME);
    await setImmediate();
  }
  expect(said()).toBeLessThan(50);
  expect(seeder.handled.length).toBe(6);
  for (let turn = 0; turn < 200; turn++) await setImmediate();
  expect(said()).toBe(100); // nothing is lost
});
