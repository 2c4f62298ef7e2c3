/**
 * Cuts text into blocks of limited length, which the browser lays out one by one. Blocks end at the ends of lines. A
 * line longer than a block is cut, between words if it has any. The joined blocks are the text again.
 */

/** The length that a browser lays out in some milliseconds, in any script. */
export const BLOCK_CHARS = 8_192;
const BLOCK_LINES = 1_024;
/** The distance in which the end of a word is searched backwards in a cut line. */
const WORD_CHARS = 512;

export interface TextBlock {
  readonly text: string;
  /** The number of the line with its first character, from 1. */
  readonly line: number;
  /** `true` if the block begins with the start of that line. */
  readonly startsLine: boolean;
  /** The number of lines with a part in it. */
  readonly lines: number;
  /** The approximate number of rows it takes, if `columns` characters fit into one. */
  readonly rows: number;
  /** Characters of its longest line. */
  readonly widest: number;
}

/** The blocks of a text that comes in pieces. Each block comes as soon as its end is known. */
export function* textBlocks(pieces: Iterable<string>, columns: number): Generator<TextBlock> {
  let rest = '';
  let line = 1;
  let startsLine = true;
  const blockOf = (text: string): TextBlock => {
    const block = { text, line, startsLine, ...extent(text, columns) };
    startsLine = text.endsWith('\n');
    line += startsLine ? block.lines : block.lines - 1;
    return block;
  };
  for (const piece of pieces) {
    rest += piece;
    let from = 0;
    for (let end; rest.length - from > BLOCK_CHARS; from = end) {
      end = blockEnd(rest, from);
      yield blockOf(rest.slice(from, end));
    }
    rest = rest.slice(from);
  }
  for (let end; rest !== ''; rest = rest.slice(end)) {
    end = blockEnd(rest, 0);
    yield blockOf(rest.slice(0, end));
  }
}

/** The end of the block that starts at `from`. */
function blockEnd(text: string, from: number): number {
  const most = Math.min(text.length, from + BLOCK_CHARS);
  let end = from;
  for (let lines = 0; lines < BLOCK_LINES; lines += 1) {
    const next = text.indexOf('\n', end) + 1;
    if (next === 0 && most === text.length) return most;
    if (next === 0 || next > most) break;
    end = next;
  }
  return end > from ? end : cutOfLine(text, from, most);
}

/** The cut in a line that does not end before `most`. */
function cutOfLine(text: string, from: number, most: number): number {
  const space = text.lastIndexOf(' ', most - 1);
  if (space >= most - WORD_CHARS && space > from) return space + 1;
  return isLowSurrogate(text.charCodeAt(most)) ? most - 1 : most;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function extent(text: string, columns: number): Pick<TextBlock, 'lines' | 'rows' | 'widest'> {
  let lines = 0;
  let rows = 0;
  let widest = 0;
  for (let start = 0; start < text.length; lines += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    rows += Math.max(1, Math.ceil((end - start) / columns));
    widest = Math.max(widest, end - start);
    start = end + 1;
  }
  return { lines, rows, widest };
}
