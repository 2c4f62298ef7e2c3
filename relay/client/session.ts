/** One connection as the relay remembers it: the secret by which the next can resume it, and what it was told. */
import type { Address } from '../protocol/index.ts';

/** What a lost connection leaves behind. */
export interface LostSession {
  readonly session: string;
  /** How many messages were sent on it. */
  readonly sent: number;
  readonly haves: ReadonlySet<Address>;
  readonly watches: ReadonlySet<Address>;
}

export class Session {
  #present: { readonly session: string; sent: number } | undefined;
  /** What may be resumed, or is being resumed. */
  lost: LostSession | undefined;

  onOpen(session: string | undefined): void {
    this.#present = session === undefined ? undefined : { session, sent: 0 };
  }

  onSent(): void {
    if (this.#present) this.#present.sent += 1;
  }

  /** `haves` is undefined where the relay had not been told all of them yet: then there is nothing to resume. */
  onLost(haves: ReadonlySet<Address> | undefined, watches: ReadonlySet<Address>): void {
    // A connection lost while it resumed another has told the relay nothing: the other can still be resumed.
    if (this.#present && haves) this.lost = { ...this.#present, haves, watches };
    this.#present = undefined;
  }

  /** What the relay kept, where it got all that was sent; nothing otherwise. */
  onResumed(received: number): LostSession | undefined {
    const { lost } = this;
    this.lost = undefined;
    return lost?.sent === received ? lost : undefined;
  }
}
