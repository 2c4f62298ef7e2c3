import type { Millis } from '../../relay/broker/effects.ts';

interface Entry {
  readonly at: Millis;
  readonly act: () => void;
  /** The connection of the event, such as the arrival of bytes over it. If it is lost, the event does not happen. */
  readonly link: { readonly isLost: boolean } | undefined;
}

/** The future events in virtual time, earliest first: a binary heap. */
export class Agenda {
  readonly #heap: Entry[] = [];

  get size(): number {
    return this.#heap.length;
  }

  add(at: Millis, act: () => void, link?: Entry['link']): void {
    const heap = this.#heap;
    const entry = { at, act, link };
    let child = heap.push(entry) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent];
      if (!above || above.at <= at) break;
      heap[child] = above;
      child = parent;
    }
    heap[child] = entry;
  }

  /** Takes the earliest entry out. */
  next(): Entry | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (last && heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      const right = heap[child + 1];
      const left = heap[child];
      if (!left) break;
      let lower = left;
      if (right && right.at < left.at) {
        child += 1;
        lower = right;
      }
      if (lower.at >= entry.at) break;
      heap[parent] = lower;
      parent = child;
    }
    heap[parent] = entry;
  }
}
