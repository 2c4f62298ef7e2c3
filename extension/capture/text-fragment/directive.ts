/**
 * Makes the text fragment that leads to a selection: the part of an address that tells a browser which text to show and
 * to mark (https://wicg.github.io/scroll-to-text-fragment/). It is as short as the first match in the page allows.
 */
import { type Directive, firstMatch } from './first-match.ts';
import type { Run, SearchedText, Spot } from './runs.ts';
import { type Part, Words } from './whole-words.ts';

/** The longest selection that the link has whole. Of others it has the first and the last words. */
const WHOLE_CHARS = 300;
/** The numbers of words that are tried around a text, one after the other. */
const CONTEXT_WORDS = [1, 2, 3, 4, 6, 8, 12];
/** The same of the first and the last words of a long selection. */
const END_WORDS = [3, 5, 8, 12];

/** Undefined if no text fragment leads there, as where two places look alike, or where a text nobody sees is beside it. */
export function directiveTo(place: SearchedText): Directive | undefined {
  const making = new Making(place);
  for (const made of making.candidates()) if (making.leadsThere(made)) return made.directive;
  return undefined;
}

/** The fragment directive of an address, without the `#`. */
export function spelled({ prefix, start, end, suffix }: Directive): string {
  const parts = [
    prefix === undefined ? [] : [`${encoded(prefix)}-`],
    [encoded(start)],
    end === undefined ? [] : [encoded(end)],
    suffix === undefined ? [] : [`-${encoded(suffix)}`],
  ];
  return `:~:text=${parts.flat().join(',')}`;
}

/** The address with the directive behind its own fragment. */
export function withDirective(address: string, directive: Directive): string {
  return `${address}${address.includes('#') ? '' : '#'}${spelled(directive)}`;
}

/** A dash would be taken for the sign of a context. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D');
}

interface Made {
  readonly directive: Directive;
  readonly from: Spot;
  readonly to: Spot;
}

class Making {
  readonly #runs: readonly Run[];
  readonly #from: Spot;
  readonly #to: Spot;
  readonly #words = new Map<number, Words>();

  constructor({ runs, from, to }: SearchedText) {
    this.#runs = runs;
    this.#from = from;
    this.#to = to;
  }

  leadsThere({ directive, from, to }: Made): boolean {
    const match = firstMatch(this.#runs, directive);
    return match !== undefined && isSame(match.from, from) && isSame(match.to, to);
  }

  *candidates(): Generator<Made> {
    const whole = this.#whole();
    if (whole) yield* this.#inContexts(whole);
    else {
      const ends = END_WORDS.flatMap((count) => this.#byEnds(count) ?? []);
      yield* ends;
      for (const made of ends.slice(0, 2)) yield* this.#inContexts(made);
    }
  }

  #whole(): Made | undefined {
    const { run, at } = this.#from;
    if (run !== this.#to.run) return undefined;
    const part = this.#shown(run)?.around([at, this.#to.at]);
    if (!part || part[1] - part[0] > WHOLE_CHARS) return undefined;
    const [from, to] = part;
    const directive = { start: this.#text(run, part) };
    return { directive, from: { run, at: from }, to: { run, at: to } };
  }

  /** The first and the last words of the selection. */
  #byEnds(count: number): Made | undefined {
    const [from, to] = [this.#from, this.#to];
    const isOne = from.run === to.run;
    const endOfFirst = isOne ? to.at : (this.#runs[from.run]?.text.length ?? 0);
    const start = this.#shown(from.run)?.first(count, [from.at, endOfFirst]);
    const end = this.#shown(to.run)?.last(count, [isOne ? from.at : 0, to.at]);
    if (!start || !end || (isOne && start[1] > end[0])) return undefined;
    return {
      directive: { start: this.#text(from.run, start), end: this.#text(to.run, end) },
      from: { run: from.run, at: start[0] },
      to: { run: to.run, at: end[1] },
    };
  }

  *#inContexts(made: Made): Generator<Made> {
    yield made;
    for (const count of CONTEXT_WORDS) {
      const prefix = this.#before(made.from, count);
      const suffix = this.#after(made.to, count);
      const { directive } = made;
      if (prefix !== undefined) yield { ...made, directive: { ...directive, prefix } };
      if (suffix !== undefined) yield { ...made, directive: { ...directive, suffix } };
      if (prefix !== undefined && suffix !== undefined)
        yield { ...made, directive: { ...directive, prefix, suffix } };
    }
  }

  #before({ run, at }: Spot, count: number): string | undefined {
    let [index, to] = [run, at];
    while (this.#runs[index]?.text.slice(0, to).trim() === '') {
      if (this.#runs[index]?.edge !== 'block') return undefined;
      index--;
      to = this.#runs[index]?.text.length ?? 0;
    }
    const part = this.#shown(index)?.last(count, [0, to]);
    const isBeside = part && this.#text(index, [part[1], to]).trim() === '';
    return isBeside ? this.#text(index, part) : undefined;
  }

  #after({ run, at }: Spot, count: number): string | undefined {
    let [index, from] = [run, at];
    while (this.#runs[index]?.text.slice(from).trim() === '') {
      index++;
      from = 0;
      if (this.#runs[index]?.edge !== 'block') return undefined;
    }
    const length = this.#runs[index]?.text.length ?? 0;
    const part = this.#shown(index)?.first(count, [from, length]);
    const isBeside = part && this.#text(index, [from, part[0]]).trim() === '';
    return isBeside ? this.#text(index, part) : undefined;
  }

  /** The words of a run; undefined if nobody sees it. */
  #shown(run: number): Words | undefined {
    if (!this.#runs[run]?.isShown) return undefined;
    const words = this.#words.get(run) ?? new Words(this.#runs, run);
    this.#words.set(run, words);
    return words;
  }

  #text(run: number, [from, to]: Part): string {
    return this.#runs[run]?.text.slice(from, to) ?? '';
  }
}

function isSame(one: Spot, other: Spot): boolean {
  return one.run === other.run && one.at === other.at;
}
