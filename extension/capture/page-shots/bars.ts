/**
 * Bars stay in their place while a page scrolls. Each is in the picture once: a bar at the top, at a side or over the whole
 * window is in the first shot, a bar at the bottom is in the last, and a sticky bar is where it belongs in the text.
 */
import { type Box, doMeet } from '../box.ts';
import { parentElementOf } from '../dom.ts';
import type { HeldStyles } from './held-styles.ts';
import { elementAt, isWithin, type Met, visitElements } from './page-tree.ts';
import { type Scroller, windowBox } from './scroller.ts';
import { atRest } from './settled.ts';

/** `always`: behind the page, like its ground. */
type Turn = 'first' | 'last' | 'always';

const HIDDEN = { opacity: '0', transition: 'none' };
/** The place that the element has in the text. */
const UNSTUCK = { position: 'relative', top: 'auto', right: 'auto', bottom: 'auto', left: 'auto' };

export class Bars {
  readonly #scroller: Scroller;
  readonly #styles: HeldStyles;
  /** The turn of each bar that was seen at the top of the page. */
  readonly #turns = new Map<Element, Turn>();
  readonly #hidden = new Set<Element>();

  constructor(scroller: Scroller, styles: HeldStyles) {
    this.#scroller = scroller;
    this.#styles = styles;
  }

  /** Puts what sticks into its place. */
  unstick(): void {
    visitElements(document.documentElement, ({ element, style }) => {
      const sticks = style.position === 'sticky' && scrollportOf(element) === this.#port;
      if (sticks) this.#styles.hold(element, UNSTUCK);
    });
  }

  /** Notes at the top of the page in which shot each bar is seen. A page slides bars in as it is scrolled there. */
  async note(): Promise<void> {
    await atRest(this.#find());
    for (const bar of this.#find()) this.#turns.set(bar, turnOf(bar));
  }

  /** Shows the bars of these turns alone. A page makes bars as it scrolls, so it is looked through each time. */
  show(turns: readonly Turn[]): void {
    for (const bar of this.#hidden) this.#styles.release(bar);
    this.#hidden.clear();
    for (const bar of this.#find()) {
      const its = this.#turns.get(bar) ?? 'first';
      if (its === 'always' || turns.includes(its)) continue;
      this.#styles.hold(bar, HIDDEN);
      this.#hidden.add(bar);
    }
  }

  get #port(): Element | undefined {
    return this.#scroller.isDocument ? undefined : this.#scroller.element;
  }

  #find(): readonly Element[] {
    const bars: Element[] = [];
    visitElements(document.documentElement, (met) => {
      if (!this.#isBar(met)) return true;
      bars.push(met.element);
      return false;
    });
    return bars;
  }

  #isBar({ element, style }: Met): boolean {
    const { element: moving, isDocument } = this.#scroller;
    if (style.position !== 'fixed' && style.position !== 'absolute') return false;
    if (!isDocument && isWithin(moving, element)) return false;
    if (style.position === 'fixed') return !isMovedAlong(element, moving);
    // Beside a scrolled element, everything stands still that lies over it.
    return !isDocument && !isWithin(element, moving) && liesOver(element, this.#scroller.box);
  }
}

/** The element in which an element sticks; undefined for the window. */
function scrollportOf(element: Element): Element | undefined {
  for (let at = parentElementOf(element); at; at = parentElementOf(at)) {
    if (at === document.documentElement || at === document.body) continue;
    const { overflowX, overflowY } = getComputedStyle(at);
    if (isPort(overflowX) || isPort(overflowY)) return at;
  }
  return undefined;
}

function isPort(overflow: string): boolean {
  return overflow !== 'visible' && overflow !== 'clip';
}

/** A fixed element scrolls with an element around it that is moved or filtered. */
function isMovedAlong(element: Element, moving: Element): boolean {
  if (!isWithin(element, moving)) return false;
  for (let at = parentElementOf(element); at; at = parentElementOf(at)) {
    if (holdsFixed(getComputedStyle(at))) return true;
    if (at === moving) return false;
  }
  return false;
}

function holdsFixed(style: CSSStyleDeclaration): boolean {
  const { transform, perspective, filter, translate, scale, rotate } = style;
  const isMoved = [transform, perspective, filter, translate, scale, rotate].some(
    (value) => value !== 'none' && value !== '' && value !== undefined,
  );
  return (
    isMoved ||
    /paint|layout|strict|content/.test(style.contain) ||
    /transform|perspective|filter/.test(style.willChange)
  );
}

function liesOver(element: Element, box: Box): boolean {
  const its = boxOf(element);
  if (!doMeet(its, box)) return false;
  const x = (Math.max(its.left, box.left) + Math.min(its.right, box.right)) / 2;
  const y = (Math.max(its.top, box.top) + Math.min(its.bottom, box.bottom)) / 2;
  const found = elementAt(x, y);
  return found !== null && isWithin(found, element);
}

function turnOf(bar: Element): Turn {
  const box = boxOf(bar);
  const view = windowBox();
  if (isBehind(bar, box, view)) return 'always';
  const above = Math.max(0, box.top);
  const below = Math.max(0, view.bottom - box.bottom);
  return below < above ? 'last' : 'first';
}

/** It fills the window, and the page lies over it. */
function isBehind(bar: Element, box: Box, view: Box): boolean {
  const fills =
    box.left <= view.right * 0.05 &&
    box.top <= view.bottom * 0.05 &&
    box.right >= view.right * 0.95 &&
    box.bottom >= view.bottom * 0.95;
  if (!fills) return false;
  const points = [0.1, 0.3, 0.5, 0.7, 0.9];
  return points.every((part) => {
    const found = elementAt(view.right * part, view.bottom * part);
    return found === null || !isWithin(found, bar);
  });
}

function boxOf(element: Element): Box {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
}
