/** A page that holds still for its picture, and is put back as it was. */
import { shadowRootOf } from '../dom.ts';
import { Bars } from './bars.ts';
import { Drift } from './drift.ts';
import { HeldStyles } from './held-styles.ts';
import { visitElements } from './page-tree.ts';
import { findScroller, type Scroller } from './scroller.ts';

/** Our own message in the page. */
const TOAST_ID = 'mayfly-toast';

export interface WholePage {
  readonly scroller: Scroller;
  readonly bars: Bars;
  readonly drift: Drift;
}

export class StillPage {
  readonly #styles = new HeldStyles();
  readonly #undo: (() => void)[] = [];
  #whole: WholePage | undefined;

  /** Hides what is not the page's own. */
  clean(): void {
    const toast = document.getElementById(TOAST_ID);
    if (toast) this.#styles.hold(toast, { display: 'none' });
    const focused = focusedElement();
    if (focused) this.#styles.hold(focused, { 'caret-color': 'transparent' });
  }

  /** Makes all of the page ready, and goes to its top. */
  open(): WholePage {
    const scroller = findScroller();
    const bars = new Bars(scroller, this.#styles);
    this.#whole = { scroller, bars, drift: new Drift(scroller) };
    for (const element of [scroller.element, document.documentElement, document.body]) {
      if (element) this.#styles.hold(element, HELD_STILL);
    }
    this.#hideScrollBars();
    bars.unstick();
    this.#ignoreWheel();
    return this.#whole;
  }

  /** Calls this when the page is put back. */
  readonly onPutBack = (undo: () => void): void => void this.#undo.push(undo);

  putBack(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#styles.releaseAll();
    this.#whole?.scroller.goBack();
    this.#whole = undefined;
  }

  /** Also shows what the browser would draw only once it is near the window: its true height is then known. */
  #hideScrollBars(): void {
    visitElements(document.documentElement, ({ element, style }) => {
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) {
        this.#styles.hold(element, { 'scrollbar-width': 'none' });
      }
      if (style.getPropertyValue('content-visibility') === 'auto') {
        this.#styles.hold(element, { 'content-visibility': 'visible' });
      }
    });
  }

  /** The user's wheel and fingers would scroll it away under the camera. */
  #ignoreWheel(): void {
    const ignore = (event: Event) => event.preventDefault();
    const options = { capture: true, passive: false };
    for (const type of ['wheel', 'touchmove']) {
      addEventListener(type, ignore, options);
      this.onPutBack(() => removeEventListener(type, ignore, options));
    }
  }
}

const HELD_STILL = {
  'scroll-snap-type': 'none',
  'overflow-anchor': 'none',
  'scrollbar-width': 'none',
};

function focusedElement(): Element | null {
  let focused = document.activeElement;
  while (focused) {
    const inner = shadowRootOf(focused)?.activeElement;
    if (!inner) break;
    focused = inner;
  }
  return focused;
}
