import type { Address } from '../protocol/address.ts';
import { FRAME_HEADER_BYTES } from '../protocol/frames.ts';
import { queuedCost, REQUEST_BYTES, SILENCE_MS, WINDOW_BYTES } from '../protocol/limits.ts';
import type { Millis, TransferId } from './effects.ts';
import { LazySet } from './lazy.ts';
import type { Peer } from './peer.ts';
import type { Account } from './quota.ts';
import { Stall } from './stall.ts';

/** A seeder that was asked for bytes up to `asked`; those from `received` on have not come. */
interface Fed {
  /** Late: it was silent past its time and nobody else could be asked. */
  state: 'fed' | 'late';
  readonly seeder: Peer;
  asked: number;
  /** The time by which bytes must come, while any are outstanding. */
  answerBy: Millis;
  /** Its turn at the seeder had come when it was last looked at. */
  wasInTurn: boolean;
  /** The transfer's position when its pace was last looked at. */
  pace: { readonly since: Millis; readonly received: number };
}

type Feed = { readonly state: 'orphaned' } | Fed;

const ORPHANED: Feed = { state: 'orphaned' };

/** A reader with this much unsent is full: nothing more is asked for on its behalf. */
export const FULL_BYTES = WINDOW_BYTES / 2;

/** A transfer keeps its frames for readers who join until they take this much. */
const KEPT_BYTES = WINDOW_BYTES / 2;
/** The memory of a kept frame besides its payload: without it, frames of one byte would take forty times the limit. */
const KEPT_FRAME_BYTES = 256;

/** The cost of a frame with this many payload bytes, in flow control and in the cut-off (B7). */
export function costOf(length: number): number {
  return queuedCost(FRAME_HEADER_BYTES + length, true);
}

/** The position from which a new transfer goes on. */
type Beginning = Pick<Transfer, 'start' | 'received' | 'total'> & { fedBy?: Iterable<Peer> };

/** One pass over a page's bytes, from the seeders that feed it to the readers that joined it. */
export class Transfer {
  readonly id: TransferId;
  readonly address: Address;
  /** The byte it began at. Only a pass from 0 has a running hash, so only that one is verified here. */
  readonly start: number;
  #received: number;
  #total: number | undefined;
  #feed: Feed = ORPHANED;
  #keptBytes = 0;
  /** The cost of all kept frames in flow control. */
  #keptCost = 0;
  #isKept: boolean;
  readonly stall = new Stall();
  /** When an answer that its readers owe is given up. */
  #heldUntil: Millis = Infinity;
  #lastReader: Account | undefined;
  readonly #readers = new LazySet<Peer>();
  readonly #fedBy: LazySet<Peer>;

  constructor(id: TransferId, address: Address, { start, received, total, fedBy }: Beginning) {
    this.id = id;
    this.address = address;
    this.start = start;
    this.#received = received;
    this.#total = total;
    this.#fedBy = new LazySet(fedBy);
    this.#isKept = received === 0;
  }

  /** The next byte it needs; every reader in it has been sent all before. */
  get received(): number {
    return this.#received;
  }

  get total(): number | undefined {
    return this.#total;
  }

  get feed(): Readonly<Feed> {
    return this.#feed;
  }

  get readers(): Omit<LazySet<Peer>, 'add' | 'delete' | 'clear'> {
    return this.#readers;
  }

  /** Every seeder whose bytes are in it. */
  get fedBy(): Omit<LazySet<Peer>, 'add' | 'delete' | 'clear'> {
    return this.#fedBy;
  }

  /** The edge still keeps every frame since 0, so readers may join. */
  get isKept(): boolean {
    return this.#isKept;
  }

  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** The account of the reader that left last. */
  get lastReader(): Account | undefined {
    return this.#lastReader;
  }

  get isFed(): boolean {
    return this.#feed !== ORPHANED;
  }

  /** Bytes that its seeder was asked for and that have not come. */
  get outstanding(): number {
    return this.#feed.state === 'orphaned' ? 0 : this.#feed.asked - this.#received;
  }

  /** The seeder that feeds it. */
  get seeder(): Peer | undefined {
    return this.#feed.state === 'orphaned' ? undefined : this.#feed.seeder;
  }

  /** The next time to look at it, if nothing happens before. The pace of a late transfer says nothing. */
  lookAt(patienceMs: Millis, slowMs: Millis): Millis {
    if (this.#feed.state === 'orphaned') return Infinity;
    const patience = this.stall.patienceEnds(patienceMs, this.#readers.size);
    const stall = Math.min(this.#heldUntil, patience);
    if (this.outstanding === 0) return stall;
    const pace = this.#feed.state === 'late' ? Infinity : this.#feed.pace.since + slowMs;
    return Math.min(stall, this.#feed.answerBy, pace);
  }

  isOpenTo(from: number): boolean {
    return from === this.#received || (from === 0 && this.#isKept);
  }

  /** Adds a reader who has all bytes before `from`, to which it is open. Says whether the start is to be replayed. */
  join(reader: Peer, from: number): boolean {
    this.#readers.add(reader);
    if (this.isFed) reader.beginReading();
    return this.replay(reader, from);
  }

  replay(reader: Peer, from: number): boolean {
    if (from === this.#received) return false;
    reader.onForwarded(this.#keptCost);
    return true;
  }

  part(reader: Peer): void {
    if (!this.#readers.delete(reader)) return;
    if (this.isFed) reader.endReading();
    this.#lastReader = reader.account;
  }

  /** Its bytes come from this peer from here on. */
  assign(seeder: Peer, now: Millis): void {
    this.orphan();
    const received = this.#received;
    this.#feed = {
      state: 'fed',
      seeder,
      asked: received,
      answerBy: now + SILENCE_MS,
      wasInTurn: true,
      pace: { since: now, received },
    };
    seeder.beginFeeding();
    for (const reader of this.#readers) reader.beginReading();
  }

  /** Parts with its seeder. */
  orphan(): void {
    if (this.#feed.state === 'orphaned') return;
    this.#feed.seeder.endFeeding();
    this.#feed = ORPHANED;
    this.stall.end();
    for (const reader of this.#readers) reader.endReading();
  }

  /** The number of bytes to ask for next, 0 for none yet; at most `most` may be outstanding. */
  nextLength(most: number, firstBytes: number): number {
    if (this.#feed.state === 'orphaned') return 0;
    // The first answer tells the total; until then one request is enough.
    const left = (this.#total ?? this.#received + firstBytes) - this.#feed.asked;
    const room = most - this.outstanding;
    const worthwhile = Math.min(REQUEST_BYTES, most, left);
    return worthwhile > 0 && room >= worthwhile ? Math.min(room, left) : 0;
  }

  /** Its seeder is asked for `length` bytes more. */
  ask(length: number, isInTurn: boolean, now: Millis): void {
    if (this.#feed.state === 'orphaned') return;
    if (this.outstanding === 0) {
      this.#feed.answerBy = now + SILENCE_MS;
      this.#feed.wasInTurn = isInTurn;
      this.#feed.pace = { since: now, received: this.#received };
    }
    this.#feed.asked += length;
  }

  /** Bytes of its seeder came, and with them the length of the page. */
  hear(total: number, now: Millis): void {
    if (this.#feed.state === 'orphaned') return;
    if (this.#feed.state === 'late') this.#feed.pace = { since: now, received: this.#received };
    this.#feed.state = 'fed';
    this.#feed.answerBy = now + SILENCE_MS;
    this.#feed.wasInTurn = true;
    this.#fedBy.add(this.#feed.seeder);
    this.#total = total;
  }

  /** This many bytes were forwarded to its readers. `keep` counts the kept ones. */
  advance(length: number): void {
    this.#received += length;
  }

  keep(length: number): void {
    this.#keptBytes += keptCost(length);
    this.#keptCost += costOf(length);
  }

  /** True when a frame of this length may be kept with the start. */
  mayKeep(length: number): boolean {
    return this.#isKept && this.#keptBytes + keptCost(length) <= KEPT_BYTES;
  }

  release(): void {
    this.#keptBytes = 0;
    this.#isKept = false;
  }

  /** Nothing came in time, and no other seeder can be asked: it waits for its seeder until then. */
  beLate(until: Millis, isInTurn: boolean): void {
    if (this.#feed.state === 'orphaned') return;
    this.#feed.state = 'late';
    this.#feed.answerBy = until;
    this.#feed.wasInTurn = isInTurn;
  }

  /** The bytes that came since its pace was last looked at. */
  takePace(now: Millis): number {
    if (this.#feed.state === 'orphaned') return 0;
    const moved = this.#received - this.#feed.pace.received;
    this.#feed.pace = { since: now, received: this.#received };
    return moved;
  }

  get heldUntil(): Millis {
    return this.#heldUntil;
  }

  /** All its readers owe an answer, which is given up then. */
  holdUntil(at: Millis): void {
    this.#heldUntil = at;
  }
}

/** The memory that a kept frame with this many payload bytes takes. */
export function keptCost(length: number): number {
  return KEPT_FRAME_BYTES + length;
}
