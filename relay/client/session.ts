/**
 * One connection as the relay remembers it: its haves and watches, and the secret with which the next connection can
 * resume it.
 */
import type { Address, ClientMessage } from '../protocol/index.ts';

/** The facts that a lost connection leaves behind. */
export interface LostSession {
  readonly session: string;
  /** The number of messages sent on it. */
  readonly sent: number;
  /** The relay accepted everything that it got. */
  readonly isTaken: boolean;
  readonly haves: ReadonlySet<Address>;
  readonly watches: ReadonlySet<Address>;
  /** The addresses that were dropped and unwatched on it. */
  readonly dropped: ReadonlySet<Address>;
  readonly unwatched: ReadonlySet<Address>;
}

/** The addresses that the relay has kept. */
export interface Kept {
  readonly surely: ReadonlySet<Address>;
  /** Exactly these addresses. */
  readonly atMost: ReadonlySet<Address>;
}

interface Present {
  readonly session: string;
  sent: number;
  isTaken: boolean;
  readonly dropped: Set<Address>;
  readonly unwatched: Set<Address>;
}

/** The number of dropped and unwatched addresses to remember. */
const REMEMBERED = 20_000;

const NONE: ReadonlySet<Address> = new Set();
export const NOTHING_KEPT: Kept = { surely: NONE, atMost: NONE };

export class Session {
  #present: Present | undefined;
  /** The session that may be resumed, or is being resumed. */
  lost: LostSession | undefined;

  onOpen(session: string | undefined): void {
    this.#present =
      session === undefined
        ? undefined
        : { session, sent: 0, isTaken: true, dropped: new Set(), unwatched: new Set() };
  }

  onSent(message: ClientMessage): void {
    const present = this.#present;
    if (!present) return;
    present.sent += 1;
    if (message.type === 'drop') addAll(present.dropped, message.addresses);
    else if (message.type === 'unwatch') addAll(present.unwatched, message.addresses);
    // Beyond that, announcing everything again costs less.
    if (present.dropped.size + present.unwatched.size > REMEMBERED) this.#present = undefined;
  }

  /** The relay had no room for a part of the messages. */
  onNotTaken(): void {
    if (this.#present) this.#present.isTaken = false;
  }

  /** `haves` is undefined if the relay had not heard all of them yet; then there is nothing to resume. */
  onLost(haves: ReadonlySet<Address> | undefined, watches: ReadonlySet<Address>): void {
    // A connection that was lost during its own `resume` told the relay nothing. The earlier session can still be
    // resumed.
    if (this.#present && haves) this.lost = { ...this.#present, haves, watches };
    this.#present = undefined;
  }

  /**
   * The addresses that the relay kept. If it did not get or accept all messages, it may have kept any part of them.
   * [R8, B8]
   */
  onResumed(received: number): { haves: Kept; watches: Kept } {
    const { lost } = this;
    this.lost = undefined;
    if (!lost) return { haves: NOTHING_KEPT, watches: NOTHING_KEPT };
    const { haves, watches, dropped, unwatched, sent, isTaken } = lost;
    return sent === received && isTaken
      ? { haves: exactly(haves), watches: exactly(watches) }
      : { haves: atMost(haves, dropped), watches: atMost(watches, unwatched) };
  }
}

function exactly(addresses: ReadonlySet<Address>): Kept {
  return { surely: addresses, atMost: addresses };
}

function atMost(...told: readonly ReadonlySet<Address>[]): Kept {
  return { surely: NONE, atMost: new Set(told.flatMap((addresses) => [...addresses])) };
}

function addAll(to: Set<Address>, addresses: readonly Address[]): void {
  for (const address of addresses) to.add(address);
}
