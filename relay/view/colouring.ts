/** The colours of a text, as plain numbers: a worker passes them on at no cost, and no browser would run them. */

/** The kind of a run of characters. The number in a `Colouring` is its place here, and the style names its colour. */
export const RUN_KINDS = [
  'plain',
  'comment',
  'keyword',
  'string',
  'number',
  'name',
  'type',
  'meta',
  'added',
  'removed',
  'strong',
] as const;

/** The lengths of successive runs, from the start of the text to its end. */
export interface Colouring {
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** The kind of each run, as an index of `RUN_KINDS`. */
  readonly kinds: Uint8Array<ArrayBuffer>;
}

/** Reads a colouring from front to back, in parts that need not end where runs do. */
export class RunReader {
  readonly #colouring: Colouring;
  #run = 0;
  #taken = 0;

  constructor(colouring: Colouring) {
    this.#colouring = colouring;
  }

  /** The nodes of the next part of the text: spans for coloured runs, and text for the rest. */
  *nodes(part: string): Generator<Node> {
    for (let from = 0, end; from < part.length; from = end) {
      const length = this.#colouring.lengths[this.#run] ?? Infinity;
      end = Math.min(part.length, from + length - this.#taken);
      yield nodeOf(part.slice(from, end), this.#colouring.kinds[this.#run] ?? 0);
      this.#taken += end - from;
      if (this.#taken < length) continue;
      this.#run += 1;
      this.#taken = 0;
    }
  }
}

function nodeOf(text: string, kind: number): Node {
  if (kind === 0) return new Text(text);
  const span = document.createElement('span');
  span.dataset['run'] = RUN_KINDS[kind] ?? 'plain';
  span.textContent = text;
  return span;
}
