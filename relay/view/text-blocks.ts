/**
 * Cuts text into blocks of bounded length, each laid out by itself. Blocks end at the ends of lines; a line longer than
 * a block is cut, between words where it has any. One after the other the blocks are the text again.
 */

/** What is laid out at once: some milliseconds' worth, whatever the script. */
export const BLOCK_CHARS = 8_192;
const BLOCK_LINES = 1_024;
/** How far back the end of a word is looked for in a line that is cut. */
const WORD_CHARS = 512;

export interface TextBlock {
  readonly text: string;
  /** The number of the line that its first character stands in, from 1. */
  readonly line: number;
  /** Whether that line starts here, and not in the block before. */
  readonly startsLine: boolean;
  /** How many lines have a part in it. */
  readonly lines: number;
  /** How many rows they take, about, where `columns` characters fit into one. */
  readonly rows: number;
  /** Characters of its longest line. */
  readonly widest: number;
}

/** The blocks of a text that comes in pieces, each as soon as it is known where it ends. */
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

/** Where the block ends that starts at `from`. */
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

/** Where a line is cut that does not end before `most`. */
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
