/**
 * A bad network with a relay that may lie: it loses, doubles, delays, changes and repeats notes, and makes refusals up.
 * A false holder may answer for the same locks.
 */
import type { Address } from '../../../relay/protocol/index.ts';
import type { VirtualWorld } from './virtual-world.ts';

export interface Post {
  readonly address: Address;
  readonly from: string;
  readonly body: Uint8Array;
}

/** A program at the relay. Its name dies with its connection. */
export interface Mailbox {
  readonly name: string;
  readonly onNote: (post: Post) => void;
  readonly onRefused: (address: Address, code: string) => void;
}

export interface Nature {
  readonly loss: number;
  readonly doubling: number;
  readonly isLying: boolean;
  readonly hasFalseHolder: boolean;
}

const FALSE_HOLDER = 'false holder';
/** The notes that a liar remembers. */
const REMEMBERED = 40;
const REFUSALS = ['nobody', 'too-many-notes', 'blocked', 'no-notes'];

export class SimulatedRelay {
  readonly tally = { notes: 0, lost: 0, doubled: 0, lies: 0, kept: 0 };
  readonly #world: VirtualWorld;
  #nature: Nature;
  readonly #boxes = new Map<string, Mailbox>();
  readonly #seen: Post[] = [];
  #author: string | undefined;
  /** Sees each note that a program sends. */
  onSent = (_post: Post): void => {};

  constructor(world: VirtualWorld, nature: Nature) {
    this.#world = world;
    this.#nature = nature;
  }

  join(box: Mailbox, isAuthor = false): void {
    this.#boxes.set(box.name, box);
    if (isAuthor) this.#author = box.name;
  }

  leave(name: string): void {
    this.#boxes.delete(name);
    if (this.#author === name) this.#author = undefined;
  }

  /** From now on, the network and the relay are good. */
  calm(): void {
    this.#nature = { loss: 0, doubling: 0, isLying: false, hasFalseHolder: false };
  }

  send(post: Post, to?: string): void {
    this.onSent(post);
    this.#remember(post);
    this.#carry(() => this.#pass(post, to));
    if (this.#nature.isLying && this.#world.dice.chance(0.3)) this.#lie();
  }

  #pass(post: Post, to: string | undefined): void {
    const addressee = to ?? this.#anyHolder();
    if (addressee === FALSE_HOLDER) return this.#betray(post);
    const box = addressee === undefined ? undefined : this.#boxes.get(addressee);
    if (box) return this.#deliver(box, post);
    const sender = this.#boxes.get(post.from);
    if (sender) this.#carry(() => sender.onRefused(post.address, 'nobody'));
  }

  #anyHolder(): string | undefined {
    const holders = [
      ...(this.#author === undefined ? [] : [this.#author]),
      ...(this.#nature.hasFalseHolder ? [FALSE_HOLDER] : []),
    ];
    return holders.length > 0 ? this.#world.dice.pick(holders) : undefined;
  }

  #deliver(box: Mailbox, post: Post): void {
    this.tally.notes += 1;
    if (this.#boxes.get(box.name) === box) box.onNote(post);
  }

  /** The false holder keeps a note, answers with something else, or hands it to the author as its own. */
  #betray(post: Post): void {
    const { dice } = this.#world;
    this.tally.kept += 1;
    const reader = this.#boxes.get(post.from);
    if (reader && dice.chance(0.4)) {
      const { body } = dice.pick(this.#seen);
      this.#carry(() => this.#deliver(reader, { ...post, from: FALSE_HOLDER, body }));
    }
    const author = this.#author === undefined ? undefined : this.#boxes.get(this.#author);
    const from = dice.chance(0.5) ? FALSE_HOLDER : post.from;
    if (author && dice.chance(0.5)) this.#carry(() => this.#deliver(author, { ...post, from }));
  }

  #lie(): void {
    const { dice } = this.#world;
    const post = dice.pick(this.#seen);
    const box = dice.pick([...this.#boxes.values()]);
    this.tally.lies += 1;
    if (dice.chance(0.2)) {
      return this.#carry(() => box.onRefused(post.address, dice.pick(REFUSALS)));
    }
    const { address } = dice.chance(0.2) ? dice.pick(this.#seen) : post;
    const from = dice.chance(0.5) ? post.from : dice.pick([...this.#boxes.keys()]);
    const body = dice.chance(0.4) ? this.#changed(post.body) : post.body;
    this.#carry(() => this.#deliver(box, { address, from, body }));
  }

  #changed(body: Uint8Array): Uint8Array {
    const { dice } = this.#world;
    const changed = body.slice();
    // The reader's key of another request in this one, the other kind of request, or a bit.
    const other = dice.pick(this.#seen).body;
    if (dice.chance(0.4)) changed.set(other.subarray(2, 34), 2);
    else if (dice.chance(0.5)) changed[1] = 3 - (changed[1] ?? 0);
    else {
      const at = dice.below(changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8));
    }
    return changed;
  }

  #remember(post: Post): void {
    this.#seen.push(post);
    if (this.#seen.length > REMEMBERED) this.#seen.splice(this.#world.dice.below(REMEMBERED), 1);
  }

  #carry(arrive: () => void): void {
    const { dice } = this.#world;
    const { loss, doubling } = this.#nature;
    const isDouble = dice.chance(doubling);
    if (isDouble) this.tally.doubled += 1;
    for (let copies = isDouble ? 2 : 1; copies > 0; copies--) {
      if (dice.chance(loss)) this.tally.lost += 1;
      else this.#world.after(dice.chance(0.1) ? dice.wait(4_000) : dice.wait(60), arrive);
    }
  }
}
