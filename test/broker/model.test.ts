/** Random histories against the naive model: what each peer must be asked, told and sent after each of its messages. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Address,
  type ClientMessage,
  DEFAULT_LIMITS,
  type ReceivedNote,
  type RelayMessage,
} from '@mayfly/relay/protocol';
import {
  drop,
  have,
  haveAnswering,
  note,
  unwant,
  unwatch,
  want,
  watch,
} from '../support/messages.ts';
import { type Model, must } from './model.ts';
import { seeded } from './simulation-dice.ts';
import {
  newTally,
  type VirtualConnection,
  type VirtualFrame,
  VirtualRelay,
} from './simulation-relay.ts';

const ROOMY = { ...DEFAULT_LIMITS, haves: 4, wants: 2, watches: 3 };
/** So little that a client meets its part of it, and all together the whole. */
const LIMITS = { ...ROOMY, totalHaves: 10, totalWants: 5, totalWatches: 7 };
const CLIENTS = ['one client', 'another', 'a third', undefined];
const PAGES = ['a', 'b', 'c', 'd', 'e'].map((digit) => digit.repeat(64) as Address);
/** One frame, a few, and more than a window. */
const TOTALS = [1, 65_536, 200_000, 700_000, 2_500_000];
const FRAME_BYTES = DEFAULT_LIMITS.frameBytes;

type Request = Extract<RelayMessage, { type: 'request' }>;

/** A peer that takes all bytes at once, and answers a request when the test says so. */
class StagePeer implements VirtualConnection {
  readonly id: number;
  readonly client?: string;
  unsent = 0;
  readonly requests: Request[] = [];
  readonly heard: RelayMessage[] = [];
  /** Its answers to the relay, which cancelled a range. */
  readonly answers: ClientMessage[] = [];
  /** Frames that the next `Stage.settle` takes off the connection. */
  toTake: number[] = [];
  /** All notes that came, and those that the next `Stage.settle` takes off the connection. */
  readonly notes: ReceivedNote[] = [];
  readonly notesToTake: ReceivedNote[] = [];
  isProbed = false;
  /** It let a request lie, or left one behind: the broker need not ask it at once any more. */
  isReliable = true;

  constructor(id: number) {
    this.id = id;
    const client = CLIENTS[id % CLIENTS.length];
    if (client !== undefined) this.client = client;
  }

  send(message: RelayMessage): void {
    if (message.type === 'request') this.requests.push(message);
    else if (message.type === 'cancel') this.#cancel(message);
    else this.heard.push(message);
  }

  #cancel({ address, from, length }: Extract<RelayMessage, { type: 'cancel' }>): void {
    const at = this.requests.findIndex((one) => one.address === address && one.from === from);
    if (at >= 0) this.requests.splice(at, 1);
    this.answers.push({ type: 'cancelled', address, from, length });
  }

  forward(frame: VirtualFrame): void {
    this.toTake.push(frame.length);
  }

  note(message: ReceivedNote): void {
    this.notes.push(message);
    this.notesToTake.push(message);
  }

  probe(): void {
    this.isProbed = true;
  }

  close(): void {
    this.requests.length = 0;
  }
}

/** A real broker, and peers without a network between. */
class Stage {
  readonly relay: VirtualRelay;
  readonly peers = new Map<number, StagePeer>();
  readonly #lost: StagePeer[] = [];
  now = 0;
  #lastId = 0;

  constructor(seed: number, limits = LIMITS) {
    this.relay = new VirtualRelay(limits, seeded(seed), newTally());
  }

  connect(): StagePeer {
    const peer = new StagePeer(++this.#lastId);
    this.peers.set(peer.id, peer);
    this.relay.connect(peer);
    return peer;
  }

  say(peer: StagePeer, message: ClientMessage): void {
    peer.heard.length = 0;
    if (message.type === 'drop' && peer.requests.length > 0) peer.isReliable = false;
    this.relay.receive(peer, message, this.now);
    this.#settle();
    // A peer that unwants a page it has can be asked for it from the next tick on.
    if (message.type === 'unwant') this.pass(0);
  }

  disconnect(peer: StagePeer, how: 'left' | 'lost'): void {
    this.peers.delete(peer.id);
    this.relay.disconnect(peer, this.now, how);
    if (how === 'lost') this.#lost.push(peer);
    this.#settle();
  }

  /** A new connection takes the place of one of those that were lost. */
  resume(nth: number): void {
    const before = this.#lost[nth % Math.max(1, this.#lost.length)];
    if (!before) return;
    const peer = this.connect();
    peer.isReliable = before.isReliable;
    this.say(peer, { type: 'resume', session: `session ${before.id}`, wants: [] });
  }

  /** Sends all bytes of one request. */
  answer(peer: StagePeer): void {
    const request = peer.requests.shift();
    if (!request) return;
    const { address, from, length } = request;
    const total = TOTALS[PAGES.indexOf(address)] ?? 1;
    const end = Math.min(total, from + length);
    let offset = Math.min(from, total - 1); // [H4]
    do {
      const size = Math.max(1, Math.min(FRAME_BYTES, end - offset));
      const frame = { address, offset, total, length: size, isTrue: true };
      this.relay.content(peer, frame, this.now);
      this.#settle();
      offset += size;
    } while (offset < end);
  }

  pass(ms: number): void {
    this.now += ms;
    if (ms >= 1_000) {
      for (const peer of this.peers.values()) if (peer.requests.length > 0) peer.isReliable = false;
    }
    this.relay.tick(this.now);
    this.#settle();
  }

  /** Every want with a reliable seeder is in a transfer that somebody feeds. [W2] */
  checkService(): void {
    const fed = new Set<string>();
    for (const { address, readers, feed } of this.relay.broker.transfers) {
      if (feed.state === 'orphaned') continue;
      for (const { id } of readers) fed.add(`${id} ${address}`);
    }
    for (const { id, wants } of this.relay.model.peers) {
      for (const address of wants.keys()) {
        must(
          fed.has(`${id} ${address}`) || !this.#hasReliableSeeder(address),
          `${id} is served ${address[0]} [W2]`,
        );
      }
    }
  }

  #hasReliableSeeder(address: Address): boolean {
    for (const { id, haves, wants } of this.relay.model.peers) {
      if (haves.has(address) && !wants.has(address) && this.peers.get(id)?.isReliable) return true;
    }
    return false;
  }

  #settle(): void {
    for (const peer of this.peers.values()) {
      for (const length of peer.toTake.splice(0)) this.relay.taken(peer, length, this.now);
      for (const note of peer.notesToTake.splice(0)) this.relay.takenNote(peer, note, this.now);
    }
    for (const peer of this.peers.values()) {
      if (peer.isProbed) this.relay.answered(peer, this.now);
      peer.isProbed = false;
    }
    for (const peer of this.peers.values()) {
      for (const answer of peer.answers.splice(0)) this.relay.receive(peer, answer, this.now);
    }
    this.relay.audit();
  }
}

/** One step of a history; `who` picks a peer among those there are. */
class Step implements fc.Command<Model, Stage> {
  readonly #name: string;
  readonly #who: number;
  readonly #act: (stage: Stage, peer: StagePeer) => void;

  constructor(name: string, who: number, act: (stage: Stage, peer: StagePeer) => void) {
    this.#name = name;
    this.#who = who;
    this.#act = act;
  }

  check(model: Readonly<Model>): boolean {
    return model.sizes.peers > 0;
  }

  run(_model: Model, stage: Stage): void {
    const peers = [...stage.peers.values()];
    const peer = peers[this.#who % peers.length];
    if (peer) this.#act(stage, peer);
    stage.checkService();
  }

  toString(): string {
    return `${this.#who} ${this.#name}`;
  }
}

const who = fc.nat({ max: 5 });
const page = fc.constantFrom(...PAGES);
const pages = fc.uniqueArray(page, { minLength: 1, maxLength: 3 });

function saying(message: fc.Arbitrary<ClientMessage>): fc.Arbitrary<Step> {
  return fc.tuple(who, message).map(([peer, said]) => {
    return new Step(JSON.stringify(said), peer, (stage, one) => stage.say(one, said));
  });
}

function doing(name: string, act: (stage: Stage, peer: StagePeer) => void): fc.Arbitrary<Step> {
  return who.map((peer) => new Step(name, peer, act));
}

const resuming = who.map((nth) => new Step('resumes', nth, (stage) => stage.resume(nth)));

const passing = fc
  .constantFrom(20, 150, 2_500, 31_000)
  .map((ms) => new Step(`${ms} ms pass`, 0, (stage) => stage.pass(ms)));

/** The peer writes to one of those whose notes it got on its connection. */
const replying = fc.tuple(who, fc.nat()).map(([peer, nth]) => {
  return new Step(`replies to its note ${nth}`, peer, (stage, one) => {
    const got = one.notes[nth % Math.max(1, one.notes.length)];
    if (got) stage.say(one, note(got.address, got.from));
  });
});

const answering = doing('answers', (stage, peer) => stage.answer(peer));

const history = fc.commands(
  [
    doing('another connects', (stage) => void stage.connect()),
    doing('leaves', (stage, peer) => stage.peers.size > 1 && stage.disconnect(peer, 'left')),
    doing('is lost', (stage, peer) => stage.peers.size > 1 && stage.disconnect(peer, 'lost')),
    saying(pages.map((some) => have(...some))),
    saying(pages.map((some) => have(...some))),
    saying(pages.map((some) => haveAnswering(...some))),
    saying(page.map((one) => note(one))),
    saying(page.map((one) => note(one))),
    replying,
    saying(pages.map((some) => drop(...some))),
    saying(fc.tuple(page, fc.constantFrom(0, 0, 0, 70_000)).map(([one, from]) => want(one, from))),
    saying(page.map((one) => want(one))),
    saying(page.map((one) => unwant(one))),
    saying(pages.map((some) => watch(...some))),
    saying(pages.map((some) => unwatch(...some))),
    resuming,
    passing,
    answering,
    answering,
    answering,
  ],
  { maxCommands: 80, size: 'max' },
);

function perform(seed: number, steps: Iterable<fc.Command<Model, Stage>>): Stage {
  const stage = new Stage(seed);
  for (let n = 0; n < 4; n++) stage.connect();
  fc.modelRun(() => ({ model: stage.relay.model, real: stage }), steps);
  return stage;
}

test('whatever the history, each peer is asked, told and sent what the naive model expects', () => {
  fc.assert(
    fc.property(fc.integer(), history, (seed, steps) => void perform(seed, steps)),
    { numRuns: 1_000 },
  );
});

test('whatever the history, nothing is left when all have gone', () => {
  fc.assert(
    fc.property(fc.integer(), history, (seed, steps) => {
      const stage = perform(seed, steps);
      for (const peer of stage.peers.values()) stage.disconnect(peer, 'left');
      stage.pass(31_000);
      stage.relay.mustBeEmpty();
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['haves', have, 'too-many-haves'],
  ['watches', watch, 'too-many-watches'],
] as const)('one past the bound of %s is refused whole', (name, message, code) => {
  const stage = new Stage(1, ROOMY);
  const alice = stage.connect();
  stage.say(alice, message(...PAGES.slice(0, ROOMY[name])));
  expect(alice.heard).not.toContainEqual(expect.objectContaining({ code }));
  stage.say(alice, message(...PAGES));
  expect(alice.heard).toContainEqual(expect.objectContaining({ code }));
});

test('a reader who has to start anew hears so before the first byte, also where one frame ends both', () => {
  const stage = new Stage(1);
  const [seeder, far, near] = [stage.connect(), stage.connect(), stage.connect()];
  const single = 'a'.repeat(64) as Address; // a page of one byte
  stage.say(seeder, have(single));
  stage.say(far, want(single, 70_000));
  stage.say(near, want(single));
  stage.answer(seeder); // the model compares the sent bytes with the messages
  expect(stage.relay.broker.sizes.transfers).toBe(0);
});
