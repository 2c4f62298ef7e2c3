/**
 * The element that contains a text of any length. The browser lays out only the blocks near the screen, but finds,
 * selects and copies them as one text. Knows nothing of components.
 */
import { type Colouring, RunReader } from './colouring.ts';
import { LineNumbers } from './line-numbers.ts';
import { type TextBlock, textBlocks } from './text-blocks.ts';
import { overTurns } from './long-work.ts';

/** The most rows below each other: beyond some millions of pixels, browsers place nothing any more. */
const MOST_ROWS = 500_000;

export class TextSurface {
  readonly #host: HTMLElement;
  readonly #ended = new AbortController();
  readonly #rest: Iterator<TextBlock>;
  readonly #blocks = new Map<Element, TextBlock>();
  readonly #numbers: LineNumbers;
  /** The first block that is not shown, if one did not fit. */
  #next: TextBlock | undefined;
  #colouring: Colouring | undefined;

  /** `host` is empty, and belongs to the surface until `end`. */
  constructor(host: HTMLElement, pieces: Iterable<string>) {
    this.#host = host;
    this.#rest = textBlocks(pieces, columnsOf(host));
    const { signal } = this.#ended;
    this.#numbers = new LineNumbers(host, (element) => this.#blocks.get(element), signal);
    host.addEventListener('copy', (event) => copyExactly(event, host), { signal });
  }

  /**
   * Shows the text, or as much as one can scroll through. A further call shows the rest. On return it fills a screen.
   * The promise resolves when all of it is there, with the number of the line where the rest starts, if there is a
   * rest.
   */
  async showNext(): Promise<number | undefined> {
    this.#host.setAttribute('aria-busy', 'true');
    this.#clear();
    await overTurns(this.#append(), this.#ended.signal);
    this.#host.setAttribute('aria-busy', 'false');
    return this.#next?.line;
  }

  /** Shows each line's number, or hides the numbers. */
  number(isNumbered: boolean): void {
    this.#numbers.turn(isNumbered);
  }

  /** Colours a complete text; undefined removes the colours. The last call wins. */
  async colour(colouring: Colouring | undefined): Promise<void> {
    if (this.#colouring === colouring) return;
    this.#colouring = colouring;
    await overTurns(this.#colour(colouring), this.#ended.signal);
  }

  end(): void {
    this.#ended.abort();
    this.#clear();
  }

  #clear(): void {
    this.#numbers.clear();
    this.#blocks.clear();
    this.#host.replaceChildren();
  }

  *#append(): Generator {
    let rows = 0;
    let widest = 0;
    for (let block = this.#next ?? this.#take(); block; block = this.#take()) {
      rows += block.rows;
      this.#next = rows > MOST_ROWS ? block : undefined;
      if (this.#next) return;
      widest = Math.max(widest, block.widest);
      this.#show(block, widest);
      yield;
    }
  }

  #take(): TextBlock | undefined {
    const taken = this.#rest.next();
    return taken.done ? undefined : taken.value;
  }

  #show(block: TextBlock, widest: number): void {
    const element = elementOf(block);
    this.#blocks.set(element, block);
    this.#host.style.setProperty('--columns', String(widest));
    this.#host.style.setProperty('--digits', String(String(block.line + block.lines).length));
    this.#host.append(element);
  }

  *#colour(colouring: Colouring | undefined): Generator {
    const runs = colouring && new RunReader(colouring);
    for (const [element, { text }] of this.#blocks) {
      if (this.#colouring !== colouring) return;
      element.firstElementChild?.replaceChildren(...(runs?.nodes(text) ?? [text]));
      yield;
    }
  }
}

function elementOf({ text, lines, rows }: TextBlock): HTMLElement {
  const element = document.createElement('div');
  element.className = 'text-block';
  element.style.setProperty('--lines', String(lines));
  element.style.setProperty('--rows', String(rows));
  const run = element.appendChild(document.createElement('div'));
  run.className = 'text-lines';
  run.textContent = text;
  return element;
}

/** For a screen of unknown size. */
const COLUMNS = 80;

/** The approximate number of characters in a row. It gives the estimated height of text that is not laid out yet. */
function columnsOf(host: HTMLElement): number {
  const fontSize = Number.parseFloat(getComputedStyle(host).fontSize) || 16;
  return Math.floor(host.clientWidth / (fontSize * 0.6)) || COLUMNS;
}

/** Browsers add a line break at the end of a block, also in the middle of a cut line. */
function copyExactly(event: ClipboardEvent, host: HTMLElement): void {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !event.clipboardData) return;
  const ranges = Array.from({ length: selection.rangeCount }, (_, at) => selection.getRangeAt(at));
  if (!ranges.every((range) => host.contains(range.commonAncestorContainer))) return;
  event.clipboardData.setData('text/plain', ranges.map(String).join('\n'));
  event.preventDefault();
}
