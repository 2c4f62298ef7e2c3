/** Builds a text with the lines of a page: one space between words, a line for a block, no empty line twice. */

/** The rule for white-space: one space for any of it, the same but with line breaks kept, or all kept. */
export type Spaces = 'normal' | 'pre-line' | 'pre-wrap';

const FOLDED = /[ \t\n\r\f]+/g;

/** A text with its visible white-space. */
export function spaced(text: string, spaces: Spaces): string {
  if (spaces === 'pre-wrap') return text;
  if (spaces === 'normal') return text.replaceAll(FOLDED, ' ');
  return text.replaceAll(
    /[ \t\r\f]*(?:(\n)[ \t\r\f]*|[ \t\r\f])/g,
    (_, line?: string) => line ?? ' ',
  );
}

export class PlainText {
  readonly #parts: string[] = [];
  /** The number of line breaks at its end; undefined while it is empty. */
  #ended: number | undefined;
  /** Line breaks before the next word, if a word follows. */
  #lines = 0;
  /** The space before the next word, if a word follows on the same line. */
  #gap: '' | ' ' | '\t' = '';

  write(text: string, spaces: Spaces): void {
    if (spaces === 'pre-wrap') this.#put(text);
    else if (spaces === 'normal') this.#writeWords(text);
    else {
      const [first = '', ...others] = text.split('\n');
      this.#writeWords(first);
      for (const line of others) {
        this.break();
        this.#writeWords(line);
      }
    }
  }

  /** The next word stands at least this many lines below. */
  block(lines: number): void {
    this.#lines = Math.max(this.#lines, lines);
  }

  /** A line break that stays even if nothing follows on the line. */
  break(): void {
    this.#gap = '';
    this.#put('\n');
  }

  gap(sign: ' ' | '\t'): void {
    if (this.#gap === '') this.#gap = sign;
  }

  toString(): string {
    return this.#parts.join('').replace(/\n+$/, '');
  }

  #writeWords(text: string): void {
    const words = text.replaceAll(FOLDED, ' ');
    if (words.startsWith(' ')) this.gap(' ');
    const inner = words.trim() === '' ? words.replaceAll(' ', '') : trimmed(words);
    if (inner === '') return;
    this.#put(inner);
    if (words.endsWith(' ')) this.gap(' ');
  }

  #put(text: string): void {
    if (text === '') return;
    if (this.#lines > 0 && this.#ended !== undefined) {
      this.#parts.push('\n'.repeat(Math.max(0, this.#lines - this.#ended)));
    } else if (this.#ended === 0) this.#parts.push(this.#gap);
    this.#parts.push(text);
    const ended = /\n*$/.exec(text)?.[0].length ?? 0;
    this.#ended = ended === text.length ? ended + (this.#ended ?? 0) : ended;
    this.#lines = 0;
    this.#gap = '';
  }
}

/** Removes spaces at both ends that a page folds into one. Other white-space is part of the text. */
function trimmed(words: string): string {
  return words.replaceAll(/^ | $/g, '');
}
