import type { Millis } from './effects.ts';

interface Entry<T> {
  readonly item: T;
  at: Millis;
  slot: number;
}

/** Times to look at things again, the earliest first: a binary heap whose entries can be moved. */
export class Agenda<T extends object> {
  readonly #heap: Entry<T>[] = [];
  readonly #entries = new Map<T, Entry<T>>();

  /** The earliest time; Infinity while the agenda is empty. */
  get firstAt(): Millis {
    return this.#heap[0]?.at ?? Infinity;
  }

  /** Notes the time to look at an item; Infinity for never. */
  set(item: T, at: Millis): void {
    if (at === Infinity) return this.delete(item);
    const entry = this.#entries.get(item);
    if (!entry) return this.#add(item, at);
    entry.at = at;
    this.#rise(entry);
    this.#sink(entry);
  }

  /** Notes a time, unless an earlier one is noted. */
  advance(item: T, at: Millis): void {
    if (at < (this.#entries.get(item)?.at ?? Infinity)) this.set(item, at);
  }

  delete(item: T): void {
    const entry = this.#entries.get(item);
    if (!entry) return;
    this.#entries.delete(item);
    const last = this.#heap.pop();
    if (!last || last === entry) return;
    this.#put(last, entry.slot);
    this.#rise(last);
    this.#sink(last);
  }

  /** Takes out the items whose time has come. */
  takeDue(now: Millis): T[] {
    const due: T[] = [];
    for (let first = this.#heap[0]; first && first.at <= now; first = this.#heap[0]) {
      due.push(first.item);
      this.delete(first.item);
    }
    return due;
  }

  #add(item: T, at: Millis): void {
    const entry = { item, at, slot: this.#heap.length };
    this.#entries.set(item, entry);
    this.#heap.push(entry);
    this.#rise(entry);
  }

  #rise(entry: Entry<T>): void {
    for (;;) {
      const parent = this.#heap[(entry.slot - 1) >> 1];
      if (entry.slot === 0 || !parent || parent.at <= entry.at) return;
      this.#swap(entry, parent);
    }
  }

  #sink(entry: Entry<T>): void {
    for (;;) {
      const left = this.#heap[2 * entry.slot + 1];
      const right = this.#heap[2 * entry.slot + 2];
      const child = left && right && right.at < left.at ? right : left;
      if (!child || child.at >= entry.at) return;
      this.#swap(entry, child);
    }
  }

  #swap(one: Entry<T>, other: Entry<T>): void {
    const { slot } = one;
    this.#put(one, other.slot);
    this.#put(other, slot);
  }

  #put(entry: Entry<T>, slot: number): void {
    entry.slot = slot;
    this.#heap[slot] = entry;
  }
}
