import type { Address } from '../protocol/address.ts';
import { NAMES_KNOWN } from '../protocol/limits.ts';
import { LazySet } from './lazy.ts';

/** The sender of a note, as its receiver may answer. */
export interface Correspondent {
  readonly address: Address;
  /** The relay of the sender, as the backplane calls it; undefined for this one. */
  readonly relay: string | undefined;
  /** The next note to it costs the one who sends it nothing: the sender paid for it. */
  isOwedAnswer: boolean;
}

/** One peer's side of the notes: the pages that it answers for, its own names, and the names that it was given. */
export class Correspondence {
  readonly answers = new LazySet<Address>();
  /** By address; the name that was used last stands last. */
  readonly names = new Map<Address, string>();
  readonly #correspondents = new Map<string, Correspondent>();

  get isEmpty(): boolean {
    return this.answers.size + this.names.size + this.#correspondents.size === 0;
  }

  /** The one of this name; undefined for a name that this peer was not given for this address. */
  correspondent(address: Address, name: string | undefined): Correspondent | undefined {
    const known = name === undefined ? undefined : this.#correspondents.get(name);
    return known?.address === address ? known : undefined;
  }

  /** A note of this name came. Where too many names are known, the one that was silent for the longest time leaves. */
  meet(name: string, correspondent: Correspondent): void {
    const isOwedAnswer = correspondent.isOwedAnswer || this.#isOwed(name);
    this.#correspondents.delete(name);
    this.#correspondents.set(name, { ...correspondent, isOwedAnswer });
    for (const oldest of this.#correspondents.keys()) {
      if (this.#correspondents.size <= NAMES_KNOWN) return;
      this.#correspondents.delete(oldest);
    }
  }

  forgetNames(): void {
    this.names.clear();
    this.#correspondents.clear();
  }

  #isOwed(name: string): boolean {
    return this.#correspondents.get(name)?.isOwedAnswer ?? false;
  }
}
