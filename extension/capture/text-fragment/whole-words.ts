/** The words of a run. A browser finds whole words only, in languages without spaces too. */
import type { Run } from './runs.ts';

/** A part of a run's text. */
export type Part = readonly [from: number, to: number];

interface Word {
  readonly from: number;
  readonly to: number;
  /** It is no space, and no sign of punctuation. */
  readonly isTelling: boolean;
}

let segmenter: Intl.Segmenter | undefined;

export class Words {
  readonly #text: string;
  readonly #words: readonly Word[];

  constructor(runs: readonly Run[], index: number) {
    const [before, run, next] = [runs[index - 1], runs[index], runs[index + 1]];
    this.#text = run?.text ?? '';
    const words = wordsIn(this.#text);
    // Such a word goes on in a text that nobody sees.
    if (run?.edge === 'glued' && isTouching(before?.text, this.#text)) words.shift();
    if (next?.edge === 'glued' && isTouching(this.#text, next.text)) words.pop();
    this.#words = words;
  }

  /** The whole words that a part touches; undefined if there is nothing that a browser could find. */
  around([from, to]: Part): Part | undefined {
    const touched = this.#words.filter((word) => word.from < to && word.to > from);
    const first = touched.find(this.#isInk);
    const last = touched.findLast(this.#isInk);
    if (!first || !last || !touched.some(({ isTelling }) => isTelling)) return undefined;
    return [first.from, last.to];
  }

  /** The start of a part that consists of whole words, up to the end of its word with that number. */
  first(count: number, part: Part): Part | undefined {
    const whole = this.around(part);
    const last = whole && this.#within(whole).slice(0, count).at(-1);
    return last && [whole[0], last.to];
  }

  /** The same from its end. */
  last(count: number, part: Part): Part | undefined {
    const whole = this.around(part);
    const first = whole && this.#within(whole).slice(-count)[0];
    return first && [first.from, whole[1]];
  }

  #within([from, to]: Part): Word[] {
    return this.#words.filter((word) => word.isTelling && word.from >= from && word.to <= to);
  }

  readonly #isInk = ({ from, to }: Word): boolean => this.#text.slice(from, to).trim() !== '';
}

function wordsIn(text: string): Word[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  return [...segmenter.segment(text)].map(({ segment, index, isWordLike }) => ({
    from: index,
    to: index + segment.length,
    isTelling: isWordLike === true || /[\p{L}\p{N}\p{S}]/u.test(segment),
  }));
}

function isTouching(before = '', after: string): boolean {
  return /\S$/.test(before) && /^\S/.test(after);
}
