/**
 * The text of a page as a browser searches it for a text fragment: in runs, each a text without a break. A browser finds
 * each part of a text fragment inside one run only. A run consists of text that a person sees, or of text that nobody
 * sees and a browser finds all the same, so that no link tells what is hidden.
 */
import type { Spaces } from '../plain-text.ts';

/** A part of the page, in the order in which a browser reads it. */
export type Piece = TextPiece | { readonly type: 'edge'; readonly edge: Edge };

/** `block`: the next text begins in another line or box. `gap`: a picture or the like stands there. */
type Edge = 'block' | 'gap';

export interface TextPiece {
  readonly type: 'text';
  readonly text: string;
  /** A person sees all of it. */
  readonly isShown: boolean;
  readonly spaces: Spaces;
  /** The selected part of it. */
  readonly selected?: readonly [from: number, to: number];
}

export interface Run {
  /** Its spaces and line breaks are single spaces. */
  readonly text: string;
  /** The same with the differences taken out that a search ignores. Each character has its old place. */
  readonly folded: string;
  readonly isShown: boolean;
  /** The thing between this run and the one before. `glued`: nothing, but one of the two is not shown. */
  readonly edge: 'block' | 'gap' | 'glued';
}

/** A place in the runs. */
export interface Spot {
  readonly run: number;
  readonly at: number;
}

export interface SearchedText {
  readonly runs: readonly Run[];
  readonly from: Spot;
  readonly to: Spot;
}

/** Undefined if no text is selected. */
export function searchedText(pieces: Iterable<Piece>): SearchedText | undefined {
  const reading = new Reading();
  for (const piece of pieces) reading.take(piece);
  return reading.read();
}

type Open = Omit<Run, 'folded'>;

class Reading {
  readonly #runs: Open[] = [];
  #open: Open | undefined;
  #edge: Run['edge'] = 'block';
  #from: Spot | undefined;
  #to: Spot | undefined;

  take(piece: Piece): void {
    if (piece.type === 'edge') this.#close(piece.edge);
    else this.#text(piece);
  }

  read(): SearchedText | undefined {
    this.#close('block');
    const runs = this.#runs.map((run) => ({ ...run, folded: folded(run.text) }));
    const from = this.#from && firstText(runs, this.#from);
    const to = this.#to && lastText(runs, this.#to);
    return from && to && isBefore(from, to) ? { runs, from, to } : undefined;
  }

  #text({ text, isShown, spaces, selected }: TextPiece): void {
    if (this.#open && this.#open.isShown !== isShown && text.trim() !== '') this.#close('glued');
    this.#open ??= { text: '', isShown, edge: this.#edge };
    const [from, to] = selected ?? [text.length, text.length];
    this.#write(text.slice(0, from), spaces);
    if (selected) this.#from ??= this.#spot();
    this.#write(text.slice(from, to), spaces);
    if (selected) this.#to = this.#spot();
    this.#write(text.slice(to), spaces);
  }

  #write(text: string, spaces: Spaces): void {
    const [first = '', ...others] = text.replaceAll('\u00ad', '').split(BREAKS[spaces]);
    this.#add(first);
    for (const other of others) {
      const isShown = this.#open?.isShown ?? false;
      this.#close('block');
      this.#open = { text: '', isShown, edge: 'block' };
      this.#add(other);
    }
  }

  #add(text: string): void {
    if (!this.#open) return;
    const single = text.replaceAll(/[ \t\n\r\f]+/g, ' ');
    const isDouble = this.#open.text.endsWith(' ') && single.startsWith(' ');
    this.#open = { ...this.#open, text: this.#open.text + (isDouble ? single.slice(1) : single) };
  }

  #spot(): Spot {
    return { run: this.#runs.length, at: this.#open?.text.length ?? 0 };
  }

  #close(edge: Run['edge']): void {
    if (this.#open) {
      this.#runs.push(this.#open);
      this.#edge = edge;
    } else if (edge === 'gap') this.#edge = edge;
    this.#open = undefined;
  }
}

/** The places where kept spaces end a run: a browser finds them only in their exact number. */
const BREAKS = {
  normal: /(?!)/,
  'pre-line': /\n/,
  'pre-wrap': /[ \t]*(?:[\n\t]| {2})[ \t]*/,
} as const;

/** The next place with text. */
function firstText(runs: readonly Run[], { run, at }: Spot): Spot | undefined {
  for (let i = run, from = at; i < runs.length; i++, from = 0) {
    const rest = runs[i]?.text.slice(from) ?? '';
    if (rest.trim() !== '') return { run: i, at: from + rest.length - rest.trimStart().length };
  }
  return undefined;
}

/** The end of the last text before a place. */
function lastText(runs: readonly Run[], { run, at }: Spot): Spot | undefined {
  for (let i = run, to: number | undefined = at; i >= 0; i--, to = undefined) {
    const length = runs[i]?.text.slice(0, to).trimEnd().length ?? 0;
    if (length > 0) return { run: i, at: length };
  }
  return undefined;
}

function isBefore(one: Spot, other: Spot): boolean {
  return one.run < other.run || (one.run === other.run && one.at < other.at);
}

/** Browsers ignore case, accents and the shape of quotation marks. */
export function folded(text: string): string {
  return text.replaceAll(/[^\0-\x7f]|[A-Z]/g, foldedUnit);
}

function foldedUnit(unit: string): string {
  const sign = SIGNS.get(unit);
  if (sign !== undefined) return sign;
  if (/[\uac00-\ud7a3]/.test(unit)) return unit; // Korean syllables consist of letters, and are not one with accents
  const plain = unit.normalize('NFKD').charAt(0).toLowerCase();
  return plain.length === 1 ? plain : unit;
}

const SIGNS = new Map(
  [
    ["'", '‘’‚‛'],
    ['"', '“”„‟«»'],
    [' ', '\u00a0\u202f'],
  ].flatMap(([plain = '', signs = '']) => signs.split('').map((sign) => [sign, plain] as const)),
);
