/** One connection as the relay remembers it: the secret by which the next can resume it, and what it was told. */
import type { Address, ClientMessage } from '../protocol/index.ts';

/** What a lost connection leaves behind. */
export interface LostSession {
  readonly session: string;
  /** How many messages were sent on it. */
  readonly sent: number;
  /** The relay took all that it got. */
  readonly isTaken: boolean;
  readonly haves: ReadonlySet<Address>;
  readonly watches: ReadonlySet<Address>;
  /** What was dropped and unwatched on it. */
  readonly dropped: ReadonlySet<Address>;
  readonly unwatched: ReadonlySet<Address>;
}

/** What the relay has kept of some addresses. */
export interface Kept {
  readonly surely: ReadonlySet<Address>;
  /** These, and no others. */
  readonly atMost: ReadonlySet<Address>;
}

interface Present {
  readonly session: string;
  sent: number;
  isTaken: boolean;
  readonly dropped: Set<Address>;
  readonly unwatched: Set<Address>;
}

/** So much of what was dropped and unwatched is remembered. */
const REMEMBERED = 20_000;

const NONE: ReadonlySet<Address> = new Set();
export const NOTHING_KEPT: Kept = { surely: NONE, atMost: NONE };

export class Session {
  #present: Present | undefined;
  /** What may be resumed, or is being resumed. */
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
    // Past that it costs less to announce all anew.
    if (present.dropped.size + present.unwatched.size > REMEMBERED) this.#present = undefined;
  }

  /** The relay had no room for something of what it was told. */
  onNotTaken(): void {
    if (this.#present) this.#present.isTaken = false;
  }

  /** `haves` is undefined where the relay had not been told all of them yet: then there is nothing to resume. */
  onLost(haves: ReadonlySet<Address> | undefined, watches: ReadonlySet<Address>): void {
    // A connection lost while it resumed another has told the relay nothing: the other can still be resumed.
    if (this.#present && haves) this.lost = { ...this.#present, haves, watches };
    this.#present = undefined;
  }

  /** What the relay kept. Where it did not get or take all that was sent, that may be any of it. [R8, B8] */
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
