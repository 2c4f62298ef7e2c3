/** A device and its keeper over a relay that a test plays: notes are lost, doubled, repeated and made up by hand. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ClientEvent,
  ClosedError,
  KeeperClient,
  makePairing,
  type PairingCode,
} from '../../../relay/client/index.ts';
import type { Address } from '../../../relay/protocol/index.ts';
import { VirtualTime } from '../virtual-time.ts';
import { addresses, DeskScene, HERE, MemoryTurns } from './keeper-scene.ts';

const pairing = await makePairing('Attic');
const [page, ...many] = addresses(201);
if (!page) throw new Error('expected a page');
const keep = { type: 'keep', address: page, bytes: 284 } as const;
const KEEPER = 'the keeper';

interface Sent {
  readonly body: Uint8Array;
  readonly to: string | undefined;
}

/** The client of a relay that the test plays. */
class PlayedRelay {
  readonly sent: Sent[] = [];
  readonly fetched: Address[] = [];
  page: Promise<Uint8Array<ArrayBuffer>> = new Promise(() => {});
  /** Called with each note. */
  onNote: (sent: Sent) => void = () => {};
  #listener: (event: ClientEvent) => void = () => {};
  #count: (count: number) => void = () => {};

  subscribe(listener: (event: ClientEvent) => void): () => void {
    this.#listener = listener;
    return () => (this.#listener = () => {});
  }

  watch(_: Address, listener: (count: number) => void): () => void {
    this.#count = listener;
    return () => (this.#count = () => {});
  }

  async fetch(address: Address): Promise<Uint8Array<ArrayBuffer>> {
    this.fetched.push(address);
    return await this.page;
  }

  note(_: Address, body: Uint8Array, to?: string): void {
    const sent = { body, to };
    this.sent.push(sent);
    this.onNote(sent);
  }

  say(event: ClientEvent): void {
    this.#listener(event);
  }

  deliver(body: Uint8Array | undefined, from = KEEPER): void {
    if (body) this.say({ type: 'note', address: pairing.address, from, body });
  }

  refuse(code: string): void {
    this.say({ type: 'refused', code, message: '', address: pairing.address });
  }

  count(seeders: number): void {
    this.#count(seeders);
  }
}

let time: VirtualTime;
let relay: PlayedRelay;
let keeper: DeskScene;
let turns: MemoryTurns;
let alice: KeeperClient;
let presence: boolean[];

function deviceWith(code: Partial<PairingCode> = {}): KeeperClient {
  const { address, key } = pairing;
  return new KeeperClient({
    code: { relay: HERE, address, key, ...code },
    client: relay,
    turns,
    schedule: time.schedule,
    random: () => 0.5,
    onPresence: (isHere) => presence.push(isHere),
  });
}

/** Hands a note to the keeper and its answer to the device. */
async function pass({ body }: Sent): Promise<void> {
  relay.deliver(await keeper.desk.receive(body, HERE));
}

/** Resolves with the next note that the device sends. */
function nextNote(): Promise<Sent> {
  return new Promise((resolve) => (relay.onNote = resolve));
}

beforeEach(() => {
  time = new VirtualTime();
  relay = new PlayedRelay();
  keeper = new DeskScene(pairing);
  turns = new MemoryTurns(new Uint8Array(16).fill(1));
  presence = [];
  alice = deviceWith();
});

afterEach(() => alice.close());

describe('a device', () => {
  test('asks its keeper to keep a page, and learns when it is kept', async () => {
    relay.onNote = (sent) => void pass(sent);
    const answer = await alice.ask(keep);
    expect(answer).toMatchObject({ name: 'Attic', usedBytes: 284 });
    expect(answer.states).toEqual(new Map([[page, 'coming']]));
    keeper.ledger.here.add(page);
    const { states } = await alice.ask({ type: 'state', addresses: [page] });
    expect(states.get(page)).toBe('kept');
    expect(time.pending).toBe(0);
  });

  test('goes to the keeper that answered, and counts each request', async () => {
    relay.onNote = (sent) => void pass(sent);
    await alice.ask({ type: 'hello', name: 'Laptop' });
    await alice.ask(keep);
    expect(relay.sent.map(({ to }) => to)).toEqual([undefined, KEEPER]);
    expect(turns.count).toBe(2);
  });

  test('asks one request after the other', async () => {
    const first = nextNote();
    const both = [alice.ask(keep), alice.ask({ type: 'release', addresses: [page] })];
    const sent = await first;
    expect(relay.sent).toHaveLength(1);
    relay.onNote = (next) => void pass(next);
    await pass(sent);
    await Promise.all(both);
    expect(keeper.ledger.orders.size).toBe(0);
  });

  test('says long lists in several requests', async () => {
    relay.onNote = (sent) => void pass(sent);
    await alice.ask({ ...keep, parts: many });
    expect(relay.sent).toHaveLength(4);
    expect(keeper.ledger.orders.get(page)?.parts).toEqual(many);
    const { states } = await alice.ask({ type: 'release', addresses: [page, ...many] });
    expect(states.size).toBe(201);
    expect(keeper.ledger.orders.size).toBe(0);
  });

  test('starts a list again that its keeper forgot', async () => {
    relay.onNote = (sent) => {
      if (relay.sent.length === 3) keeper.restart();
      void pass(sent);
    };
    await alice.ask({ ...keep, parts: many });
    expect(relay.sent).toHaveLength(7);
    expect(keeper.ledger.orders.get(page)?.parts).toEqual(many);
  });

  test('gives a list up that its keeper forgets again and again', async () => {
    relay.onNote = (sent) => {
      keeper.restart();
      void pass(sent);
    };
    await expect(alice.ask({ ...keep, parts: many })).rejects.toMatchObject({ problem: 'away' });
  });

  test('goes on after a restored profile, or beside a copy of itself', async () => {
    relay.onNote = (sent) => void pass(sent);
    for (const address of many.slice(0, 5)) await alice.ask({ ...keep, address });
    turns.count = 2;
    await alice.ask({ type: 'release', addresses: many.slice(0, 5) });
    expect(keeper.ledger.orders.size).toBe(0);
    expect(turns.count).toBe(6);
  });
});

describe('loss', () => {
  test('of a request or an answer makes the device send the same bytes again', async () => {
    const asked = alice.ask(keep);
    const lost = await nextNote();
    const again = nextNote();
    time.advance(1_500);
    await keeper.desk.receive((await again).body, HERE); // its answer is lost
    relay.onNote = (sent) => void pass(sent);
    time.advance(3_000);
    await asked;
    expect(relay.sent).toHaveLength(3);
    for (const { body } of relay.sent) expect(body).toEqual(lost.body);
    expect(turns.count).toBe(1);
  });

  test('of everything ends after four sendings', async () => {
    const asked = expect(alice.ask(keep)).rejects.toMatchObject({ problem: 'away' });
    await nextNote();
    time.advance(22_500);
    await asked;
    expect(relay.sent).toHaveLength(4);
    expect(time.pending).toBe(0);
  });

  test('of the keeper’s connection sends the request to its next one', async () => {
    relay.onNote = (sent) => void pass(sent);
    await alice.ask({ type: 'hello', name: 'Laptop' });
    relay.onNote = ({ to, body }) => {
      if (to === undefined) void pass({ to, body });
      else relay.refuse('nobody');
    };
    expect((await alice.ask(keep)).states.get(page)).toBe('coming');
  });

  test('of the relay is over when a connection opens', async () => {
    const asked = alice.ask(keep);
    await nextNote();
    relay.onNote = (sent) => void pass(sent);
    const limits = {} as never;
    const connection = { state: 'open', limits, takesNotes: true } as const;
    relay.say({ type: 'connection', connection });
    await asked;
    expect(relay.sent).toHaveLength(2);
  });

  test('of a doubled note is none: the order stands once', async () => {
    relay.onNote = (sent) => void Promise.all([pass(sent), pass(sent)]);
    await alice.ask(keep);
    expect(await alice.ask(keep)).toMatchObject({ usedBytes: 284 });
  });
});

describe('a keeper', () => {
  test('is away if the relay knows nobody', async () => {
    relay.onNote = () => relay.refuse('nobody');
    await expect(alice.ask(keep)).rejects.toMatchObject({ problem: 'away' });
  });

  test.each(['no-notes', 'blocked'])('is out of reach if the relay says %s', async (code) => {
    relay.onNote = () => relay.refuse(code);
    await expect(alice.ask(keep)).rejects.toMatchObject({ problem: 'no-notes' });
  });

  test('of another key is found out by its page', async () => {
    alice.close();
    alice = deviceWith({ key: new Uint8Array(32) });
    relay.page = Promise.resolve(pairing.page);
    const asked = expect(alice.ask(keep)).rejects.toMatchObject({ problem: 'wrong-code' });
    await nextNote();
    time.advance(4_500);
    await asked;
    expect(relay.fetched).toEqual([pairing.address]);
  });

  test('comes and goes', async () => {
    const asked = alice.ask(keep);
    await nextNote();
    relay.onNote = (sent) => void pass(sent);
    for (const seeders of [0, 1, 2, 0, 1]) relay.count(seeders);
    expect(presence).toEqual([true, false, true]);
    expect(alice.isHere).toBe(true);
    time.advance(1_000);
    await asked;
  });
});

describe('a relay that lies', () => {
  test('cannot answer for the keeper, nor with the answer to another request', async () => {
    let old: Uint8Array | undefined;
    relay.onNote = ({ body }) =>
      void keeper.desk.receive(body, HERE).then((answer) => {
        old = answer;
        relay.deliver(answer);
      });
    keeper.ledger.here.add(page);
    await alice.ask(keep);
    keeper.ledger.here.delete(page);
    const asked = alice.ask({ type: 'state', addresses: [page] });
    const sent = await nextNote();
    relay.deliver(old);
    relay.deliver(sent.body);
    relay.deliver(old?.with(50, 255 - (old[50] ?? 0)));
    relay.deliver(new Uint8Array());
    await pass(sent);
    expect((await asked).states.get(page)).toBe('coming');
  });

  test('cannot bring an old order back by its repetition', async () => {
    relay.onNote = (sent) => void pass(sent);
    await alice.ask(keep);
    await alice.ask({ type: 'release', addresses: [page] });
    for (const { body } of relay.sent.slice(0)) await keeper.desk.receive(body, HERE);
    expect(keeper.ledger.orders.size).toBe(0);
  });
});

describe('a request ends', () => {
  test('when its caller leaves', async () => {
    const leave = new AbortController();
    const asked = alice.ask(keep, leave.signal);
    await nextNote();
    leave.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    expect(time.pending).toBe(0);
  });

  test('when the device closes, and so do the ones that wait', async () => {
    const asked = [alice.ask(keep), alice.ask(keep)];
    const ended = Promise.allSettled(asked);
    await nextNote();
    alice.close();
    for (const one of await ended) expect(one).toMatchObject({ status: 'rejected' });
    await expect(asked[0]).rejects.toBeInstanceOf(ClosedError);
    await expect(alice.ask(keep)).rejects.toBeInstanceOf(ClosedError);
    expect(relay.sent).toHaveLength(1);
  });

  test('without a note if its turn cannot be stored', async () => {
    turns.next = () => Promise.reject(new Error('disk full'));
    await expect(alice.ask(keep)).rejects.toThrow('disk full');
    expect(relay.sent).toHaveLength(0);
  });
});
