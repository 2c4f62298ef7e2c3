// @vitest-environment happy-dom
/** A drag over a picture of 200 by 100 pixels that is shown half as large. */
import { expect, test } from 'vitest';
import { AreaDrag } from '../../../extension/ui/share-page/area-drag.ts';
import { EditHistory } from '../../../extension/ui/share-page/edit-history.ts';

function scene() {
  const history = new EditHistory();
  const drag = new AreaDrag({ width: 200, height: 100 }, history);
  const stage = document.createElement('div');
  stage.getBoundingClientRect = () => new DOMRect(10, 20, 100, 50);
  stage.setPointerCapture = () => {};
  stage.addEventListener('pointerdown', (event) => drag.begin(event, 0));
  stage.addEventListener('pointermove', (event) => drag.go(event));
  stage.addEventListener('pointerup', (event) => drag.end(event));
  stage.addEventListener('pointercancel', () => drag.giveUp());
  return { history, stage };
}

/** The primary finger, unless told otherwise. */
function touch(stage: HTMLElement, type: string, [x, y]: readonly [number, number], finger = 1) {
  const pointer = { pointerId: finger, isPrimary: finger === 1, pointerType: 'touch' };
  // The events of this document have no place of their own.
  stage.dispatchEvent(Object.assign(new PointerEvent(type, pointer), { x, y }));
}

test('a finger makes an area in the pixels of the picture', () => {
  const { history, stage } = scene();
  touch(stage, 'pointerdown', [20, 30]);
  touch(stage, 'pointermove', [40, 45]);
  touch(stage, 'pointerup', [60, 60]);
  expect(history.kept.value.blacked).toEqual([{ left: 20, top: 20, right: 100, bottom: 80 }]);
});

test('a touch that the browser takes for a scroll leaves no area', () => {
  const { history, stage } = scene();
  touch(stage, 'pointerdown', [20, 30]);
  touch(stage, 'pointermove', [40, 45]);
  expect(history.shown.value.blacked).toHaveLength(1);
  touch(stage, 'pointercancel', [40, 45]);
  touch(stage, 'pointerup', [60, 60]);
  expect(history.shown.value.blacked).toEqual([]);
});

test('a second finger pinches the picture: neither makes an area', () => {
  const { history, stage } = scene();
  touch(stage, 'pointerdown', [20, 30]);
  touch(stage, 'pointermove', [40, 45]);
  touch(stage, 'pointerdown', [70, 45], 2);
  expect(history.shown.value.blacked).toEqual([]);
  touch(stage, 'pointerup', [90, 60], 2);
  touch(stage, 'pointerdown', [70, 45], 3);
  touch(stage, 'pointermove', [80, 55], 3);
  touch(stage, 'pointerup', [90, 60], 3);
  touch(stage, 'pointerup', [30, 60]);
  expect(history.shown.value.blacked).toEqual([]);
});
