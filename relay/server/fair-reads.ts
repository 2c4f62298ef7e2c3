import { WINDOW_BYTES } from '../protocol/limits.ts';
import type { Connection } from './connection.ts';

/** The content that is read in one turn of the event loop before others get theirs. */
const TURN_BYTES = WINDOW_BYTES / 8;
/** A connection that sends less at a time does not delay others, unless there are very many. */
const LARGE_BYTES = 16 * 1024;
/** A long text names many addresses: it takes as much time as this many times its bytes of content. */
const TEXT_WEIGHT = 16;
/** A step is a handled message, or a message or frame that the relay sends for it. A connection gets this many in a turn. */
const SHARE_STEPS = 256;
/**
 * If all together took more than this in a turn, the next get only a small share, because many may be ready at once.
 */
const TURN_STEPS = 1_024;
const CROWDED_STEPS = 16;
/**
 * A client gets this many steps for small messages in a turn while others move large content: a fourth of the time of
 * their part of the turn. One read from a socket takes as long as `READ_STEPS` steps, however little it brings.
 */
const TALK_STEPS = 8;
const READ_STEPS = 4;
/** The most messages that are held back in all. Further messages are handled at once. */
const HELD_MAX = 200_000;

/** The most clients whose steps of the present turn are known. */
const CLIENTS_KNOWN = 10_000;

/** Handles a message, and says how many steps it took. */
type Handle = (message: Buffer, isBinary: boolean) => number;

/** The steps of one client in the present turn. */
interface Turn {
  readonly client: string;
  turn: number;
  steps: number;
  /** Its steps for small messages, and the steps that reading them took. */
  talk: number;
}

/** The steps of a connection in the present turn, and its messages that are held back for a later one. */
export class Share {
  readonly connection: Pick<Connection, 'wait' | 'readOn'>;
  readonly client: string;
  readonly handle: Handle;
  readonly held: { readonly message: Buffer; readonly isBinary: boolean }[] = [];
  isWaiting = false;
  turn = 0;
  steps = 0;

  constructor(connection: Share['connection'], client: string, handle: Handle) {
    this.connection = connection;
    this.client = client;
    this.handle = handle;
  }
}

/** Connections that wait for a turn: clients take turns, and so do the connections of each. */
class Queue {
  readonly #clients = new Map<string, Share[]>();

  get isEmpty(): boolean {
    return this.#clients.size === 0;
  }

  push(share: Share): void {
    const shares = this.#clients.get(share.client);
    if (shares) shares.push(share);
    else this.#clients.set(share.client, [share]);
  }

  shift(): Share | undefined {
    for (const [client, shares] of this.#clients) {
      const share = shares.shift();
      this.#clients.delete(client);
      if (shares.length > 0) this.#clients.set(client, shares); // behind the others
      return share;
    }
    return undefined;
  }
}

/**
 * Shares the event loop among connections that send much, and among clients first. Node reads a ready socket up to 32
 * times before it looks at the next one. So fifty seeders with a window each would keep everybody else waiting for a
 * tenth of a second (`npm run bench -- mixed` shows it). One read may bring a thousand frames for hundreds of readers
 * each. Frames beyond a share are held back, and handled in a later turn.
 */
export class FairReads {
  /** Connections that sent much content, and those that sent much else: neither waits for the other. */
  readonly #large = new Queue();
  readonly #small = new Queue();
  readonly #clients = new Map<string, Turn>();
  /** Clients that did something in this turn, and in the last. */
  #busy = 0;
  #wereBusy = 0;
  #turn = 1;
  #readBytes = 0;
  /** Large content came in the last turn. */
  #wasMoving = false;
  #steps = 0;
  #held = 0;
  #isScheduled = false;

  /** A message came: it is handled now or in a later turn, in order. */
  receive(share: Share, message: Buffer, isBinary: boolean): void {
    this.#schedule();
    if (share.held.length > 0 || this.#isSpent(share)) this.#hold(share, message, isBinary);
    else this.#handle(share, message, isBinary);
  }

  /** Something came that there is nothing to do about. */
  count(share: Share): void {
    this.#schedule();
    if (this.#isSpent(share)) this.#wait(share, this.#small);
    this.#take(share, 1, true);
  }

  /** The connection has ended: its held back messages are as lost as unread ones. */
  close(share: Share): void {
    this.#held -= share.held.length;
    share.held.length = 0;
  }

  #handle(share: Share, message: Buffer, isBinary: boolean): void {
    const isLarge = message.length >= LARGE_BYTES;
    this.#take(share, share.handle(message, isBinary), !isLarge);
    if (isBinary) this.#readBytes += message.length;
    else if (isLarge) this.#readBytes += message.length * TEXT_WEIGHT;
    // While some wait, others do after each frame: else fifty that are ready at once read one each in one turn.
    const isPast = this.#readBytes > TURN_BYTES || !this.#large.isEmpty;
    if (isLarge && isPast) this.#wait(share, this.#large);
  }

  #take(share: Share, steps: number, isTalk: boolean): void {
    const isRead = share.turn !== this.#turn && share.held.length === 0;
    if (share.turn !== this.#turn) share.steps = 0;
    share.turn = this.#turn;
    share.steps += steps;
    this.#steps += steps;
    const client = this.#clientOf(share);
    if (client.turn !== this.#turn) {
      client.turn = this.#turn;
      client.steps = 0;
      client.talk = 0;
      this.#busy += 1;
    }
    client.steps += steps;
    if (isTalk) client.talk += steps + (isRead ? READ_STEPS : 0);
  }

  #isSpent(share: Share): boolean {
    // Of a client that others wait beside, all connections together have what one has else.
    const isAlone = Math.max(this.#busy, this.#wereBusy) <= 1;
    const client = this.#clientOf(share);
    const { turn, steps } = isAlone ? share : client;
    if (turn !== this.#turn) return false;
    if (!isAlone && this.#isMoving && client.talk >= TALK_STEPS) return true;
    if (steps < CROWDED_STEPS) return false;
    return steps >= SHARE_STEPS || this.#steps > TURN_STEPS;
  }

  get #isMoving(): boolean {
    return this.#wasMoving || this.#readBytes > 0 || !this.#large.isEmpty;
  }

  #clientOf({ client }: Share): Turn {
    const known = this.#clients.get(client);
    if (known) return known;
    const turn = { client, turn: 0, steps: 0, talk: 0 };
    this.#clients.set(client, turn);
    return turn;
  }

  #hold(share: Share, message: Buffer, isBinary: boolean): void {
    share.held.push({ message, isBinary });
    this.#held += 1;
    this.#wait(share, this.#small);
    if (this.#held > HELD_MAX) while (share.held.length > 0) this.#handleHeld(share);
  }

  #handleHeld(share: Share): void {
    const next = share.held.shift();
    if (!next) return;
    this.#held -= 1;
    this.#handle(share, next.message, next.isBinary);
  }

  #wait(share: Share, queue: Queue): void {
    if (share.isWaiting) return;
    share.isWaiting = true;
    share.connection.wait();
    queue.push(share);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#nextTurn());
  }

  #nextTurn(): void {
    this.#isScheduled = false;
    this.#turn += 1;
    this.#wasMoving = this.#readBytes > 0;
    this.#readBytes = 0;
    this.#steps = 0;
    this.#wereBusy = this.#busy;
    this.#busy = 0;
    if (this.#clients.size > CLIENTS_KNOWN) this.#clients.clear();
    for (const queue of [this.#large, this.#small]) {
      const share = queue.shift();
      if (share) this.#goOn(share);
    }
    if (!this.#large.isEmpty || !this.#small.isEmpty) this.#schedule();
  }

  /** It reads on once nothing of it is held back. */
  #goOn(share: Share): void {
    while (share.held.length > 0 && !this.#isSpent(share)) this.#handleHeld(share);
    if (share.held.length > 0) return this.#small.push(share);
    share.isWaiting = false;
    share.connection.readOn();
  }
}
