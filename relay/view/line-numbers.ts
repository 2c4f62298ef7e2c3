/**
 * Numbers beside the lines of a text, for its blocks near the screen. They lie over the text and do not touch its
 * nodes, so that selections and search results in it stay.
 */
import type { TextBlock } from './text-blocks.ts';

export class LineNumbers {
  readonly #blockOf: (element: Element) => TextBlock | undefined;
  readonly #near = new Set<Element>();
  readonly #sizes = new ResizeObserver((entries) =>
    this.#number(entries.map(({ target }) => target)),
  );
  #areOn = false;

  /** `host` contains the elements that `blockOf` knows. Each has its text in its first child. */
  constructor(
    host: HTMLElement,
    blockOf: (element: Element) => TextBlock | undefined,
    ended: AbortSignal,
  ) {
    this.#blockOf = blockOf;
    host.addEventListener('contentvisibilityautostatechange', (event) => this.#onNear(event), {
      signal: ended,
    });
    ended.addEventListener('abort', () => this.#sizes.disconnect());
  }

  turn(on: boolean): void {
    this.#areOn = on;
    if (on) for (const element of this.#near) this.#sizes.observe(element);
    else this.#sizes.disconnect();
  }

  /** Forgets the earlier blocks. */
  clear(): void {
    this.#sizes.disconnect();
    this.#near.clear();
  }

  #onNear(event: Event): void {
    const { target } = event;
    if (!(target instanceof Element)) return;
    // Events of this name have this type.
    const { skipped } = event as ContentVisibilityAutoStateChangeEvent;
    if (skipped) {
      this.#near.delete(target);
      this.#sizes.unobserve(target);
    } else {
      this.#near.add(target);
      // The observer reports its size at once, and again whenever its lines may have moved.
      if (this.#areOn) this.#sizes.observe(target);
    }
  }

  #number(elements: readonly Element[]): void {
    // It reads everything first and writes everything afterwards, so that the browser lays out only once.
    const placed = elements.map((element) => [element, topsOfLines(element)] as const);
    for (const [element, tops] of placed) {
      const block = this.#blockOf(element);
      if (!block) continue;
      const first = block.startsLine ? block.line : block.line + 1;
      const starts = block.startsLine ? tops : tops.slice(1);
      element.querySelector(':scope > .line-numbers')?.remove();
      element.append(gutterOf(starts, first));
    }
  }
}

/** The distance of each line from the top of its block, in CSS pixels. */
function topsOfLines(element: Element): readonly number[] {
  const { top } = element.getBoundingClientRect();
  const range = document.createRange();
  return lineStarts(element.firstElementChild ?? element).map(([text, offset]) => {
    range.setStart(text, offset);
    range.setEnd(text, offset + 1);
    return (range.getClientRects()[0]?.top ?? top) - top;
  });
}

function lineStarts(lines: Element): readonly (readonly [text: Text, offset: number])[] {
  const starts: [Text, number][] = [];
  const walker = document.createTreeWalker(lines, NodeFilter.SHOW_TEXT);
  let isStart = true;
  for (let text = walker.nextNode(); text instanceof Text; text = walker.nextNode()) {
    if (isStart) starts.push([text, 0]);
    let newline = text.data.indexOf('\n');
    for (
      ;
      newline >= 0 && newline < text.length - 1;
      newline = text.data.indexOf('\n', newline + 1)
    ) {
      starts.push([text, newline + 1]);
    }
    isStart = newline >= 0;
  }
  return starts;
}

function gutterOf(tops: readonly number[], first: number): HTMLElement {
  const gutter = document.createElement('div');
  gutter.className = 'line-numbers';
  gutter.ariaHidden = 'true';
  gutter.append(
    ...tops.map((top, at) => {
      const number = document.createElement('span');
      // Not as text: nobody can find or copy numbers.
      number.dataset['line'] = String(first + at);
      number.style.top = `${top}px`;
      return number;
    }),
  );
  return gutter;
}
