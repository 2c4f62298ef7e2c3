import { randomBytes } from 'node:crypto';
import type { Relay } from '../../relay/server/serve.ts';
import { drop, have, unwant, want, watch } from '../support/messages.ts';
import {
  connectClient,
  connectSeeder,
  RawPeer,
  randomPage,
  type TestPage,
} from '../support/wire.ts';

/** The result of the run. */
export interface Tally {
  visits: number;
  fetched: number;
  unserved: number;
  lies: number;
  drops: number;
  cuts: number;
  garbage: number;
}

/** Pages that are talked about at a time. */
const BOARD = 30;
const SIZES = [100, 5_000, 60_000, 300_000, 1_500_000];
/** A peer leaves if it waits longer for a page or for its end. */
const PATIENCE_MS = 3_000;

type Actor = (churn: Churn) => Promise<void>;

/** Clients that come, read, serve, lie, drop, get lost and go, on a real relay, all at once until told to stop. */
export class Churn {
  readonly tally: Tally = {
    visits: 0,
    fetched: 0,
    unserved: 0,
    lies: 0,
    drops: 0,
    cuts: 0,
    garbage: 0,
  };
  readonly relay: Relay;
  readonly #board: TestPage[] = [];
  #isOver = false;

  constructor(relay: Relay) {
    this.relay = relay;
    for (let n = 0; n < BOARD; n++) this.renew();
  }

  /** Resolves once everybody has gone, after so long. */
  async run(ms: number): Promise<void> {
    this.#isOver = false;
    const stop = setTimeout(() => (this.#isOver = true), ms);
    const crowd: [Actor, number][] = [
      [visit, 30],
      [lie, 5],
      [dropWhenAsked, 4],
      [loseConnection, 6],
      [talkNonsense, 3],
    ];
    await Promise.all(
      crowd.flatMap(([actor, many]) => Array.from({ length: many }, () => this.#repeat(actor))),
    );
    clearTimeout(stop);
  }

  pick(): TestPage {
    const page = this.#board[below(this.#board.length)];
    if (!page) throw new Error('expected a page on the board');
    return page;
  }

  /** A new page takes the place of an old one, which dies with its holders. */
  renew(): TestPage {
    const page = randomPage(1 + below(SIZES[below(SIZES.length)] ?? 1));
    if (this.#board.push(page) > BOARD) this.#board.shift();
    return page;
  }

  async #repeat(actor: Actor): Promise<void> {
    while (!this.#isOver) await actor(this);
  }
}

/** Somebody publishes or reads a few pages, holds them for a while, and goes. */
async function visit(churn: Churn): Promise<void> {
  const { relay, tally } = churn;
  tally.visits += 1;
  const published = below(2) === 0 ? [churn.renew()] : [churn.pick()];
  const holder = await connectSeeder(relay, ...published);
  const reader = connectClient(relay);
  for (let n = 1 + below(4); n > 0; n--) {
    const { address, bytes } = churn.pick();
    const unwatch = reader.watch(address, () => {});
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const got = await reader.fetch(address, { signal });
      if (!bytes.equals(got)) throw new Error(`other bytes came for ${address}`);
      tally.fetched += 1;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      tally.unserved += 1; // nobody held it, or only liars: that is how pages end
    }
    unwatch();
  }
  await pause(300);
  reader.close();
  holder.close();
}

/** A seeder of wrong bytes, until it is thrown out. */
async function lie(churn: Churn): Promise<void> {
  const { address, bytes } = churn.pick();
  const wrong = { address, bytes: randomBytes(bytes.length) };
  const peer = await RawPeer.connect(churn.relay);
  peer.say(have(address));
  for (;;) {
    const request = peer.next('request');
    if (!(await within(request, peer))) break;
    const { from, length } = await request;
    peer.serve(wrong, from, length);
    churn.tally.lies += 1;
  }
  peer.socket.close(1000);
  await peer.closed;
}

async function dropWhenAsked(churn: Churn): Promise<void> {
  const { address } = churn.pick();
  const peer = await RawPeer.connect(churn.relay);
  peer.say(have(address), watch(address));
  if (await within(peer.next('request'), peer)) {
    peer.say(drop(address));
    await within(peer.settled(), peer);
    churn.tally.drops += 1;
  }
  peer.socket.close(1000);
  await peer.closed;
}

/** A reader whose connection is cut within a page, and who mostly comes back to go on. */
async function loseConnection(churn: Churn): Promise<void> {
  const { address } = churn.pick();
  const before = new RawPeer(churn.relay);
  const { session } = await before.next('welcome');
  before.say(have(churn.pick().address), watch(address), want(address));
  await within(before.received(1), before);
  before.close();
  churn.tally.cuts += 1;
  await pause(200);
  if (below(4) === 0 || !session) return;
  const after = new RawPeer(churn.relay);
  await after.next('welcome');
  after.say({ type: 'resume', session, wants: [{ address, from: 1 }] });
  await within(after.next('resumed'), after);
  after.say(unwant(address));
  await within(after.settled(), after);
  after.socket.close(1000);
  await after.closed;
}

async function talkNonsense(churn: Churn): Promise<void> {
  const peer = await RawPeer.connect(churn.relay);
  peer.say(have(churn.pick().address), want(churn.pick().address));
  peer.socket.send(randomBytes(1 + below(2_000)));
  await peer.closed;
  churn.tally.garbage += 1;
  await pause(300);
}

/** Says whether it came before the peer was closed or lost patience. */
async function within(one: Promise<unknown>, peer: RawPeer): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  const came = await Promise.race([one.then(() => true), peer.closed.then(() => false), late]);
  clearTimeout(timer);
  return came;
}

async function pause(mostMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, below(mostMs)));
}

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}
