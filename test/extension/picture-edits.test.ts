/** The areas in a picture, and the steps that made them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box } from '../../extension/capture/box.ts';
import { EditHistory } from '../../extension/ui/share-page/edit-history.ts';
import {
  grownBy,
  keptOf,
  middleOf,
  movedBy,
  NO_EDITS,
  spanned,
  withArea,
  withoutArea,
} from '../../extension/ui/share-page/picture-edits.ts';

const SIZE = { width: 400, height: 300 };
const box = (left: number, top: number, right: number, bottom: number): Box => ({
  left,
  top,
  right,
  bottom,
});

const number = fc.double({ min: -1000, max: 1000, noNaN: true });
const point = fc.record({ x: number, y: number });

function expectInside({ left, top, right, bottom }: Box): void {
  expect([left, top, right, bottom].every(Number.isInteger)).toBe(true);
  expect(left >= 0 && top >= 0 && right <= SIZE.width && bottom <= SIZE.height).toBe(true);
  expect(right >= left && bottom >= top).toBe(true);
}

describe('an area', () => {
  test('stays in the picture, on whole pixels, however it is made, moved and resized', () => {
    fc.assert(
      fc.property(point, point, point, (one, other, by) => {
        const made = spanned(one, other, SIZE);
        expectInside(made);
        const moved = movedBy(made, by, SIZE);
        expectInside(moved);
        expect(moved.right - moved.left).toBe(made.right - made.left);
        expectInside(middleOf(made));
        if (made.right < SIZE.width - 4 && made.bottom < SIZE.height - 4) {
          expectInside(grownBy(made, by, SIZE));
        }
      }),
    );
  });

  test('covers every pixel that it touches', () => {
    expect(spanned({ x: 30.9, y: 20.1 }, { x: 10.2, y: 5.5 }, SIZE)).toEqual(box(10, 5, 31, 21));
  });

  test('is put into the place of the same area, or added', () => {
    const one = withArea(NO_EDITS, 0, box(0, 0, 9, 9));
    const two = withArea(withArea(one, 1, box(10, 0, 19, 9)), 0, box(0, 1, 9, 10));
    expect(two.blacked).toEqual([box(0, 1, 9, 10), box(10, 0, 19, 9)]);
    expect(withoutArea(two, 0).blacked).toEqual([box(10, 0, 19, 9)]);
  });
});

test('all of a picture is kept until it is cropped, and again when the crop is removed', () => {
  expect(keptOf(SIZE, NO_EDITS)).toEqual(box(0, 0, 400, 300));
  const cropped = withArea(NO_EDITS, 'crop', box(10, 20, 30, 40));
  expect(keptOf(SIZE, cropped)).toEqual(box(10, 20, 30, 40));
  expect(keptOf(SIZE, withoutArea(cropped, 'crop'))).toEqual(box(0, 0, 400, 300));
});

describe('the steps', () => {
  const first = withArea(NO_EDITS, 0, box(0, 0, 9, 9));
  const second = withArea(first, 0, box(1, 0, 10, 9));
  const third = withArea(first, 0, box(2, 0, 11, 9));

  test('are taken back one by one, and the presses of a key are one', () => {
    const history = new EditHistory();
    history.keep(first);
    history.keep(second, 'keys 0');
    history.keep(third, 'keys 0');
    expect(history.kept.value).toBe(third);
    history.undo();
    expect(history.kept.value).toBe(first);
    history.undo();
    expect(history.kept.value).toBe(NO_EDITS);
    expect(history.hasSteps.value).toBe(false);
  });

  test('do not have what is given up while it is dragged', () => {
    const history = new EditHistory();
    history.drag(first);
    expect(history.shown.value).toBe(first);
    expect(history.kept.value).toBe(NO_EDITS);
    history.drag(undefined);
    expect(history.shown.value).toBe(NO_EDITS);
  });
});
