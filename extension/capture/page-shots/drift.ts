/**
 * A page may move its own text while it is scrolled: a line that becomes a fixed bar leaves its place to the text below
 * it. This follows the text, so that no row of it is missed or comes twice.
 */
import { elementAt } from './page-tree.ts';
import type { Scroller } from './scroller.ts';

/** The points of the window where elements are followed, as parts of its width and height. */
const POINTS = [0.1, 0.3, 0.5, 0.7, 0.9];

export class Drift {
  readonly #scroller: Scroller;
  /** Elements that were seen, and their places in the layout, in which movements on the screen alone do not count. */
  readonly #tops = new Map<HTMLElement, number>();
  #height = 0;
  #by = 0;

  constructor(scroller: Scroller) {
    this.#scroller = scroller;
  }

  /** The CSS pixels by which the text has come down since the first `note`; below 0 where it went up. */
  get by(): number {
    return this.#by;
  }

  /** Remembers the elements that are seen now. */
  note(): void {
    this.#tops.clear();
    this.#height = this.#scroller.element.scrollHeight;
    const { left, top, right, bottom } = this.#scroller.box;
    for (const x of POINTS) {
      for (const y of POINTS) {
        const found = elementAt(left + x * (right - left), top + y * (bottom - top));
        if (found instanceof HTMLElement) this.#noteOne(found);
      }
    }
  }

  /** Says whether the text has moved since the last `note` or `follow`. */
  follow(): boolean {
    const moves: number[] = [];
    for (const [element, before] of this.#tops) {
      const top = topOf(element);
      if (top === undefined) continue;
      moves.push(top - before);
      this.#tops.set(element, top);
    }
    // Elements that move by themselves are less than half of what is seen, or leave the page as long as it was.
    const move = moves.toSorted((a, b) => a - b)[moves.length >> 1] ?? 0;
    const { scrollHeight } = this.#scroller.element;
    const grown = scrollHeight - this.#height;
    this.#height = scrollHeight;
    if (move === 0 || Math.abs(grown - move) > 1) return false;
    this.#by += move;
    return true;
  }

  #noteOne(element: HTMLElement): void {
    // They are there before and after each movement.
    const isGround = [document.documentElement, document.body, this.#scroller.element];
    const top = topOf(element);
    if (top !== undefined && !isGround.includes(element)) this.#tops.set(element, top);
  }
}

/** The place in the layout of the page; undefined for an element that is fixed, or no longer there. */
function topOf(element: HTMLElement): number | undefined {
  let top = 0;
  let at = element;
  while (at !== document.body) {
    top += read<number>(at, 'offsetTop');
    const parent = read<Element | null>(at, 'offsetParent');
    if (!(parent instanceof HTMLElement)) return undefined;
    at = parent;
  }
  return top;
}

/** A form would answer for its fields under any name. */
function read<Value>(element: HTMLElement, name: 'offsetTop' | 'offsetParent'): Value {
  return Reflect.get(HTMLElement.prototype, name, element) as Value; // each getter returns the type of its name
}
