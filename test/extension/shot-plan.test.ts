/** The plan of the shots of a page, against a window that scrolls as browsers do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Box, doMeet } from '../../extension/capture/box.ts';
import {
  type Axis,
  lengthOf,
  type Place,
  planShots,
} from '../../extension/capture/page-shots/shot-plan.ts';
import type { ShotPart } from '../../extension/capture/page-shots/shots.ts';

interface Scene {
  readonly columns: Axis;
  readonly rows: Axis;
  /** The page stops at places that are whole multiples of this number of pixels. */
  readonly grain?: number;
  /** The page turns out to scroll only so far. */
  readonly ends?: number;
}

async function shotsOf({ columns, rows, grain = 1, ends = Infinity }: Scene) {
  const places: Place[] = [];
  const snap = (at: number, range: number) =>
    at >= range ? range : Math.min(range, Math.round(at / grain) * grain);
  const show = async ({ x, y }: Place) => {
    const place = { x: snap(x, columns.range), y: Math.min(ends, snap(y, rows.range)) };
    places.push(place);
    return place;
  };
  const plan = planShots({ columns, rows, show });
  const parts: ShotPart[] = [];
  for (;;) {
    const { done, value } = await plan.next();
    if (done) return { parts, places, height: value };
    parts.push(...value);
  }
}

const all = (size: number, range: number): Axis => ({ size, from: 0, to: size, range });
const areaOf = ({ left, top, right, bottom }: Box) => (right - left) * (bottom - top);
const areas = (boxes: readonly Box[]) => boxes.reduce((sum, box) => sum + areaOf(box), 0);

/** Disjoint boxes inside of a larger one that have its area cover each of its pixels once. */
function expectOnce(parts: readonly ShotPart[], whole: Box): void {
  const boxes = parts.map(({ to }) => to);
  for (const [i, box] of boxes.entries()) {
    expect(boxes.slice(i + 1).filter((other) => doMeet(box, other))).toEqual([]);
    expect(box.left).toBeGreaterThanOrEqual(whole.left);
    expect(box.bottom).toBeLessThanOrEqual(whole.bottom);
  }
  expect(areas(boxes)).toBe(areaOf(whole));
}

const side = fc.integer({ min: 40, max: 900 });
const range = fc.integer({ min: 0, max: 1500 });

describe('a document that scrolls', () => {
  test('has every pixel in the picture once, wherever the browser lets it stop', async () => {
    const scenes = fc.record({
      columns: fc.tuple(side, fc.integer({ min: 0, max: 300 })).map((axis) => all(...axis)),
      rows: fc.tuple(side, range).map((axis) => all(...axis)),
      grain: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(scenes, async (scene) => {
        const { parts, height } = await shotsOf(scene);
        const whole = {
          left: 0,
          top: 0,
          right: lengthOf(scene.columns),
          bottom: lengthOf(scene.rows),
        };
        expectOnce(parts, whole);
        expect(height).toBe(whole.bottom);
      }),
      { numRuns: 200 },
    );
  });

  test('takes each part from where it is seen at that moment, and as large', async () => {
    const { parts, places } = await shotsOf({ columns: all(100, 0), rows: all(80, 190) });
    expect(places.map(({ y }) => y)).toEqual([0, 80, 160, 190]);
    const shifts = parts.map(({ from, to }) => [to.top - from.top, to.bottom - from.bottom]);
    expect(shifts).toEqual(places.map(({ y }) => [y, y]));
  });

  test('that turned out to be shorter ends where it ends', async () => {
    const { parts, height } = await shotsOf({
      columns: all(100, 0),
      rows: all(80, 1000),
      ends: 170,
    });
    expect(height).toBe(250);
    expectOnce(parts, { left: 0, top: 0, right: 100, bottom: 250 });
  });
});

describe('an element that scrolls between others', () => {
  test('has each of its rows once, and what stands around it once', async () => {
    const rows = fc.tuple(side, side, side, range).map(([above, inside, below, its]) => ({
      size: above + inside + below,
      from: above,
      to: above + inside,
      range: its,
    }));
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 0, max: 300 }), async (its, beside) => {
        const width = 400;
        const columns = { size: width, from: beside, to: width, range: 0 };
        const { parts } = await shotsOf({ columns, rows: its });
        const boxes = parts.map(({ to }) => to);
        expect(boxes.filter((box, i) => boxes.slice(i + 1).some((it) => doMeet(box, it)))).toEqual(
          [],
        );
        // Beside the rows that were scrolled into the window, there is nothing to see.
        expect(areas(boxes)).toBe(width * lengthOf(its) - beside * its.range);
      }),
      { numRuns: 200 },
    );
  });
});
