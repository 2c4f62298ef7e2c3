/** Shows a page part by part while the background photographs it. */
import { hasMainFrame } from './main-frame.ts';
import { type Axis, lengthOf, type Place, planShots } from './shot-plan.ts';
import { type Scroller, windowBox } from './scroller.ts';
import { drawn, fontsLoaded, loadImages, settled } from './settled.ts';
import type { ShotPage, ShotPart, ShotsNote, ShotsOrder } from './shots.ts';
import { StillPage, type WholePage } from './still-page.ts';

/** Longer or wider, a picture could not be drawn in every browser. */
const MOST_SIDE = 30_000;
/** The most pixels of a picture: 256 MB while it is drawn. */
const MOST_PIXELS = 64_000_000;
/** A wider page is cut, in widths of the window. */
const MOST_WIDTHS = 3;

/** One picture. It answers each order with a note. */
export class PageShots {
  readonly #page = new StillPage();
  #shots: AsyncGenerator<readonly ShotPart[], number> | undefined;
  #isOver = false;

  /** Rejects once the page is put back. */
  async answer(order: ShotsOrder): Promise<ShotsNote> {
    if (order.order === 'next') return this.#next();
    await this.#unlessOver(shown());
    this.#page.clean();
    return order.form === 'whole' ? this.#begin() : this.#see();
  }

  /** Puts the page back as it was, whatever still goes on. */
  putBack(): void {
    this.#isOver = true;
    this.#page.putBack();
  }

  async #see(): Promise<ShotsNote> {
    await this.#unlessOver(settled());
    this.#shots = oneShot();
    return this.#next();
  }

  async #begin(): Promise<ShotsNote> {
    const whole = this.#page.open();
    const { scroller, bars, drift } = whole;
    const ratio = devicePixelRatio;
    const { right: width } = windowBox();
    await this.#unlessOver(fontsLoaded());
    await this.#unlessOver(loadImages(mostHeight(width * ratio) / ratio, this.#page.onPutBack));
    scroller.measure();
    scroller.go({ x: 0, y: 0 });
    await this.#unlessOver(settled());
    await this.#unlessOver(bars.note());
    drift.note();
    const { page, columns, rows } = measurePage(scroller, ratio);
    const show = this.#mover(whole, ratio);
    const isAll = columns.range === 0 && rows.range === 0;
    this.#shots = planShots({ columns, rows, show: isAll ? async (place) => place : show });
    return { note: 'page', ...page };
  }

  /** Scrolls to a place, and resolves to the place that is seen then, in pixels of the screen. */
  #mover({ scroller, bars, drift }: WholePage, ratio: number) {
    return async ({ x, y }: Place, isLast: boolean): Promise<Place> => {
      const go = () => scroller.go({ x: x / ratio, y: y / ratio + drift.by });
      go();
      await this.#unlessOver(drawn()); // the page makes its bars as it is told that it was scrolled
      const isFirst = y === 0;
      bars.show(x > 0 ? [] : [...(isFirst ? FIRST : []), ...(isLast ? LAST : [])]);
      await this.#unlessOver(settled());
      if (drift.follow()) {
        go();
        await this.#unlessOver(settled());
        drift.follow();
      }
      drift.note();
      const { place } = scroller;
      return { x: Math.round(place.x * ratio), y: Math.round((place.y - drift.by) * ratio) };
    };
  }

  async #next(): Promise<ShotsNote> {
    const { done, value } = (await this.#shots?.next()) ?? { done: true, value: 0 };
    if (!done) return { note: 'ready', parts: value };
    this.putBack();
    return { note: 'over', height: value };
  }

  /** Nothing may be changed in a page that is put back. */
  async #unlessOver(waiting: Promise<unknown>): Promise<void> {
    await waiting;
    if (this.#isOver) throw new Error('expected a page that is still photographed');
  }
}

const FIRST = ['first'] as const;
const LAST = ['last'] as const;

/** The window as it is: all of its only shot. */
async function* oneShot(): AsyncGenerator<readonly ShotPart[], number> {
  yield [];
  return 0;
}

interface Measured {
  readonly page: ShotPage;
  readonly columns: Axis;
  readonly rows: Axis;
}

function measurePage(scroller: Scroller, ratio: number): Measured {
  // A page that was enlarged by pinching is seen through a part of its window: it is photographed as it is seen.
  const pinched = visualViewport?.scale ?? 1;
  const isPinched = pinched > 1.01;
  const range = isPinched ? { x: 0, y: 0 } : scroller.measure();
  const scale = ratio * pinched;
  const { right, bottom } = windowBox();
  const { box } = scroller;
  const columns = axisOf(right * scale, box.left * scale, box.right * scale, range.x * scale);
  const rows = axisOf(bottom * scale, box.top * scale, box.bottom * scale, range.y * scale);
  const narrow = cut(columns, Math.min(MOST_SIDE, MOST_WIDTHS * columns.size));
  const width = lengthOf(narrow);
  const short = cut(rows, mostHeight(width));
  const isStill = isPinched || (range.y === 0 && hasMainFrame());
  const lacks = isStill ? 'unseen' : short.range < rows.range ? 'end' : 'nothing';
  const page = { width, height: lengthOf(short), lacks, ground: groundOf() } as const;
  return { page, columns: narrow, rows: short };
}

/** A pixel that something shares with its neighbour belongs to the neighbour. */
function axisOf(size: number, from: number, to: number, range: number): Axis {
  const whole = Math.round(size);
  return {
    size: whole,
    from: Math.ceil(from - 0.01),
    to: Math.min(whole, to > size - 0.5 ? whole : Math.floor(to + 0.01)),
    range: Math.round(range),
  };
}

function cut(axis: Axis, most: number): Axis {
  return { ...axis, range: Math.max(0, Math.min(axis.range, most - axis.size)) };
}

function mostHeight(width: number): number {
  return Math.floor(Math.min(MOST_SIDE, MOST_PIXELS / Math.max(1, width)));
}

function groundOf(): string {
  const grounds = [document.body, document.documentElement].map(
    (element) => element && getComputedStyle(element).backgroundColor,
  );
  return (
    grounds.find((ground) => ground && !/^rgba\(.*, 0\)$|^transparent$/.test(ground)) ?? '#fff'
  );
}

/** Resolves when the page is on the screen. */
async function shown(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => document.visibilityState === 'visible' && resolve();
  document.addEventListener('visibilitychange', look);
  look();
  await promise;
  document.removeEventListener('visibilitychange', look);
}
