import { WINDOW_BYTES } from '../protocol/limits.ts';
import type { Connection } from './connection.ts';

/** So much content is read in one turn of the event loop before others get theirs. */
const TURN_BYTES = WINDOW_BYTES / 8;
/** Who sends less at a time is not what others wait for, unless it is very many. */
const LARGE_BYTES = 16 * 1024;
/** A long text names many addresses: it takes as much time as so many times the bytes of content. */
const TEXT_WEIGHT = 16;
/** How many connections that wait go on in the next turn; each brings up to two chunks of 64 KiB. */
const RESUMED_A_TURN = 1;

/** A step is a message that is handled, or a frame that is passed on to one reader: so many a connection gets in a turn. */
const SHARE_STEPS = 256;
/** Where all together took more than this in a turn, the next get only a small share: many may be ready at once. */
const TURN_STEPS = 1_024;
const CROWDED_STEPS = 16;
/** So many messages are held back in all. What goes past it is handled at once. */
const HELD_MAX = 200_000;

/** Handles a message, and says how many steps it took. */
type Handle = (message: Buffer, isBinary: boolean) => number;

/** What a connection did in the turn at hand, and what of it is held back for a later one. */
export class Share {
  readonly connection: Pick<Connection, 'wait' | 'readOn'>;
  readonly handle: Handle;
  readonly held: { readonly message: Buffer; readonly isBinary: boolean }[] = [];
  isWaiting = false;
  turn = 0;
  steps = 0;

  constructor(connection: Share['connection'], handle: Handle) {
    this.connection = connection;
    this.handle = handle;
  }
}

/**
 * Shares the event loop among connections that send much. Node reads a ready socket up to 32 times before it looks
 * at the next one, so that fifty seeders with a window each would keep everybody else waiting for a tenth of a second
 * (`npm run bench -- mixed` shows it). And what is read at once may be a thousand frames for hundreds of readers each:
 * what is past a connection's share is held back, and handled in its later turns.
 */
export class FairReads {
  readonly #waiting: Share[] = [];
  #turn = 1;
  #readBytes = 0;
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
    if (this.#isSpent(share)) this.#wait(share);
    this.#take(share, 1);
  }

  /** The connection has ended: what is held back is as lost as what was not read. */
  close(share: Share): void {
    this.#held -= share.held.length;
    share.held.length = 0;
  }

  #handle(share: Share, message: Buffer, isBinary: boolean): void {
    this.#take(share, share.handle(message, isBinary));
    const isLarge = message.length >= LARGE_BYTES;
    if (isBinary) this.#readBytes += message.length;
    else if (isLarge) this.#readBytes += message.length * TEXT_WEIGHT;
    // While some wait, others do after each frame: else fifty that are ready at once read one each in one turn.
    if (isLarge && (this.#readBytes > TURN_BYTES || this.#waiting.length > 0)) this.#wait(share);
  }

  #take(share: Share, steps: number): void {
    if (share.turn !== this.#turn) share.steps = 0;
    share.turn = this.#turn;
    share.steps += steps;
    this.#steps += steps;
  }

  #isSpent({ turn, steps }: Share): boolean {
    if (turn !== this.#turn || steps < CROWDED_STEPS) return false;
    return steps >= SHARE_STEPS || this.#steps > TURN_STEPS;
  }

  #hold(share: Share, message: Buffer, isBinary: boolean): void {
    share.held.push({ message, isBinary });
    this.#held += 1;
    this.#wait(share);
    if (this.#held > HELD_MAX) while (share.held.length > 0) this.#handleHeld(share);
  }

  #handleHeld(share: Share): void {
    const next = share.held.shift();
    if (!next) return;
    this.#held -= 1;
    this.#handle(share, next.message, next.isBinary);
  }

  #wait(share: Share): void {
    if (share.isWaiting) return;
    share.isWaiting = true;
    share.connection.wait();
    this.#waiting.push(share);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#nextTurn());
  }

  #nextTurn(): void {
    this.#isScheduled = false;
    this.#turn += 1;
    this.#readBytes = 0;
    this.#steps = 0;
    for (const share of this.#waiting.splice(0, RESUMED_A_TURN)) this.#goOn(share);
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** It reads on once nothing of it is held back. */
  #goOn(share: Share): void {
    while (share.held.length > 0 && !this.#isSpent(share)) this.#handleHeld(share);
    if (share.held.length > 0) return void this.#waiting.push(share);
    share.isWaiting = false;
    share.connection.readOn();
  }
}
