/**
 * The element in which a text of any length stands: blocks that the browser lays out only near the screen, yet finds,
 * selects and copies as one text. Knows nothing of components.
 */
import { type Colouring, RunReader } from './colouring.ts';
import { numberLines } from './line-numbers.ts';
import { type TextBlock, textBlocks } from './text-blocks.ts';
import { overTurns } from './turns.ts';

export class TextSurface {
  readonly #host: HTMLElement;
  readonly #ended = new AbortController();
  readonly #blocks: { readonly element: HTMLElement; readonly block: TextBlock }[] = [];
  #isNumbered = false;
  #colouring: Colouring | undefined;

  /** `host` is empty, and belongs to the surface until `end`. */
  constructor(host: HTMLElement) {
    this.#host = host;
    const { signal } = this.#ended;
    host.addEventListener('copy', (event) => copyExactly(event, host), { signal });
  }

  /** Puts the text there; on return it fills a screen, and all of it stands there when the promise resolves. */
  async fill(pieces: Iterable<string>): Promise<void> {
    this.#host.setAttribute('aria-busy', 'true');
    await overTurns(this.#append(pieces), this.#ended.signal);
    this.#host.setAttribute('aria-busy', 'false');
  }

  /** Gives each line its number, for good: the style says whether numbers are seen. */
  async number(): Promise<void> {
    if (this.#isNumbered) return;
    this.#isNumbered = true;
    await overTurns(this.#number(), this.#ended.signal);
  }

  /** Colours a text that is all there; undefined takes the colours off. The colouring given last wins. */
  async colour(colouring: Colouring | undefined): Promise<void> {
    if (this.#colouring === colouring) return;
    this.#colouring = colouring;
    await overTurns(this.#colour(colouring), this.#ended.signal);
  }

  end(): void {
    this.#ended.abort();
    this.#blocks.length = 0;
    this.#host.replaceChildren();
  }

  *#append(pieces: Iterable<string>): Generator {
    let widest = 0;
    for (const block of textBlocks(pieces, columnsOf(this.#host))) {
      const element = elementOf(block);
      this.#blocks.push({ element, block });
      if (this.#isNumbered) numberLines(element, block);
      widest = Math.max(widest, block.widest);
      this.#host.style.setProperty('--columns', String(widest));
      this.#host.style.setProperty('--digits', String(String(block.line + block.lines).length));
      this.#host.append(element);
      yield;
    }
  }

  *#number(): Generator {
    for (const { element, block } of this.#blocks) {
      numberLines(element, block);
      yield;
    }
  }

  *#colour(colouring: Colouring | undefined): Generator {
    const runs = colouring && new RunReader(colouring);
    for (const { element, block } of this.#blocks) {
      if (this.#colouring !== colouring) return;
      element.replaceChildren(...(runs?.nodes(block.text) ?? [block.text]));
      if (this.#isNumbered) numberLines(element, block);
      yield;
    }
  }
}

function elementOf({ text, lines, rows }: TextBlock): HTMLElement {
  const element = document.createElement('div');
  element.className = 'text-block';
  element.style.setProperty('--lines', String(lines));
  element.style.setProperty('--rows', String(rows));
  element.textContent = text;
  return element;
}

/** Where the size of a screen is not known. */
const COLUMNS = 80;

/** How many characters fit beside each other, about: the height of what is not laid out yet is guessed by it. */
function columnsOf(host: HTMLElement): number {
  const fontSize = Number.parseFloat(getComputedStyle(host).fontSize) || 16;
  return Math.floor(host.clientWidth / (fontSize * 0.6)) || COLUMNS;
}

/** Browsers add a line break where a block ends, also in the middle of a line that was cut. */
function copyExactly(event: ClipboardEvent, host: HTMLElement): void {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !event.clipboardData) return;
  const ranges = Array.from({ length: selection.rangeCount }, (_, at) => selection.getRangeAt(at));
  if (!ranges.every((range) => host.contains(range.commonAncestorContainer))) return;
  event.clipboardData.setData('text/plain', ranges.map(String).join('\n'));
  event.preventDefault();
}
