/** The programs of a simulation: the author's browser, and those of readers. Each crashes and comes back. */
import {
  type LockRecord,
  OnceAuthor,
  OnceReader,
  type OnceState,
  type Reading,
} from '../../../relay/client/index.ts';
import { type Address, encodeBase64url } from '../../../relay/protocol/index.ts';
import { type Crash, SimulatedLocks, SimulatedReadings } from './simulated-disk.ts';
import type { SimulatedLink } from './simulated-link.ts';
import type { SimulatedRelay } from './simulated-relay.ts';
import type { Life, VirtualWorld } from './virtual-world.ts';

export interface Surroundings {
  readonly world: VirtualWorld;
  readonly relay: SimulatedRelay;
  readonly links: readonly SimulatedLink[];
  readonly records: Map<Address, LockRecord>;
  /** Says whether a program crashes now, beside a write. */
  readonly crash: Crash;
}

/** The longest time between a crash and the next start. */
const AWAY_MS = 15_000;

abstract class Program {
  protected readonly around: Surroundings;
  protected life: Life = { isOver: true };
  readonly #kind: string;
  #lives = 0;

  constructor(around: Surroundings, kind: string) {
    this.around = around;
    this.#kind = kind;
  }

  get isRunning(): boolean {
    return !this.life.isOver;
  }

  start(): void {
    if (this.isRunning) return;
    this.life = { isOver: false };
    this.#lives += 1;
    this.onStart(`${this.#kind} ${this.#lives}`);
  }

  crash(): void {
    if (!this.isRunning) return;
    const { world, relay } = this.around;
    this.life.isOver = true;
    relay.leave(`${this.#kind} ${this.#lives}`);
    world.after(world.dice.between(0, AWAY_MS), () => this.start());
  }

  protected readonly mayCrash: Crash = (step, when) => {
    if (!this.around.crash(step, when)) return false;
    this.crash();
    return true;
  };

  protected abstract onStart(name: string): void;
}

export class SimulatedAuthor extends Program {
  constructor(around: Surroundings) {
    super(around, 'author');
  }

  protected onStart(name: string): void {
    const { world, relay, records, links } = this.around;
    const { life } = this;
    const disk = { world, life, crash: this.mayCrash };
    const author = new OnceAuthor({
      store: new SimulatedLocks(disk, records, (before, after) =>
        links.find(({ address }) => address === after.lock)?.checkChange(before, after),
      ),
      now: () => Math.floor(world.now),
      send: (address, body, to) => {
        if (!life.isOver) relay.send({ address, from: name, body }, to);
      },
      onChange: () => {},
    });
    const onNote = (post: { address: Address; from: string; body: Uint8Array }) =>
      world.run(author.receive(post));
    relay.join({ name, onNote, onRefused: () => {} }, true);
  }
}

/** A looker presses no *Open*. A thief knows the lock, and not the capability. */
export type Manner = 'reader' | 'looker' | 'thief';

/** A person with a link, and a browser. */
export class SimulatedReader extends Program {
  readonly link: SimulatedLink;
  readonly #manner: Manner;
  readonly #readings = new Map<Address, Reading>();
  readonly #secret: Uint8Array;
  #reader: OnceReader | undefined;
  /** The public key in the notes of this browser. */
  #key = '';

  constructor(around: Surroundings, name: string, link: SimulatedLink, manner: Manner) {
    super(around, name);
    this.link = link;
    this.#manner = manner;
    this.#secret = manner === 'thief' ? new Uint8Array(32) : link.made.record.capability;
  }

  /** The reader has nothing more to ask. */
  get isDone(): boolean {
    const { state } = this.#reader?.state ?? { state: 'failed' };
    if (!this.isRunning) return false;
    if (this.#manner !== 'reader') return state === (this.#manner === 'thief' ? 'away' : 'ready');
    return (state === 'received' || state === 'spent') && this.#readings.size === 0;
  }

  /** The person clears everything that the browser stores. */
  wipe(): void {
    this.link.wiped.add(this.#key);
    this.#readings.clear();
    this.crash();
  }

  /** The connection is new. */
  hurry(): void {
    this.#reader?.hurry();
  }

  protected onStart(name: string): void {
    const { world, relay } = this.around;
    const { life } = this;
    this.#reader = undefined;
    const send = (body: Uint8Array, to?: string) => {
      if (!life.isOver) this.#send({ address: this.link.address, from: name, body }, to);
    };
    relay.join({
      name,
      onNote: ({ address, from, body }) => {
        if (address === this.link.address && this.#reader)
          world.run(this.#reader.receive(from, body));
      },
      onRefused: (address, code) => {
        if (address === this.link.address) this.#reader?.refused(code);
      },
    });
    world.run(this.#begin(life, send));
  }

  async #begin(life: Life, send: (body: Uint8Array, to?: string) => void): Promise<void> {
    const { world } = this.around;
    const disk = { world, life, crash: this.mayCrash };
    const reader = await OnceReader.begin({
      address: this.link.address,
      lock: this.link.made.lock,
      capability: this.#secret,
      store: new SimulatedReadings(disk, this.#readings),
      now: () => world.now,
      random: world.dice.number,
      schedule: (run, ms) => world.after(ms, run, life),
      send,
      onState: (state) => this.#onState(state, life),
    });
    if (reader === 'not-a-lock') throw new Error(reader);
    if (life.isOver) return reader.close();
    this.#reader = reader;
  }

  #send(post: { address: Address; from: string; body: Uint8Array }, to?: string): void {
    this.#key = encodeBase64url(post.body.subarray(2, 34));
    if (this.#manner === 'reader') this.link.provers.add(this.#key);
    this.around.relay.send(post, to);
  }

  #onState(state: OnceState, life: Life): void {
    const { world, records } = this.around;
    const record = records.get(this.link.address);
    const later = (act: () => void) => void world.after(world.dice.wait(800), act, life);
    switch (state.state) {
      case 'ready':
        if (this.#manner !== 'looker') later(() => this.#reader && world.run(this.#reader.open()));
        return;
      case 'opened':
        this.link.onKey(this.#key, state.contentKey, record);
        return later(() => {
          this.link.shown.add(this.#key);
          if (this.#reader) world.run(this.#reader.received());
        });
      case 'spent':
        if (!state.isHere) this.link.onSpent(this.#key, record);
        return;
      case 'failed':
        return later(() => this.crash()); // the person opens the link again
      default:
    }
  }
}
