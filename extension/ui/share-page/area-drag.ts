/** A drag over the picture with the mouse, a pen or a finger: it makes an area, moves one, or changes its size. */
import type { EditHistory } from './edit-history.ts';
import {
  areaOf,
  type AreaName,
  isTooSmall,
  movedBy,
  type PictureEdits,
  type PictureSize,
  type Point,
  spanned,
  withArea,
} from './picture-edits.ts';
import { inPicture } from './seen-part.ts';

interface Drag {
  readonly pointerId: number;
  readonly stage: HTMLElement;
  /** The edits with the pointer at this point of the picture; undefined where they are too small to be meant. */
  readonly editsAt: (point: Point) => PictureEdits | undefined;
}

export class AreaDrag {
  readonly #size: PictureSize;
  readonly #history: EditHistory;
  #drag: Drag | undefined;

  constructor(size: PictureSize, history: EditHistory) {
    this.#size = size;
    this.#history = history;
  }

  /** `making`: the area that the tool in hand makes; undefined if it makes none. */
  begin(event: PointerEvent, making: AreaName | undefined): void {
    const { currentTarget: stage, target, button, pointerId, isPrimary } = event;
    if (this.#drag) return this.giveUp(); // with a second finger, the user pinches or scrolls the picture
    if (button !== 0 || !isPrimary || !(stage instanceof HTMLElement)) return;
    const editsAt = this.#aimOf(target, inPicture(event, stage, this.#size), making);
    if (!editsAt) return;
    this.#drag = { pointerId, stage, editsAt };
    stage.setPointerCapture(pointerId);
  }

  go(event: PointerEvent): void {
    if (event.pointerId !== this.#drag?.pointerId) return;
    this.#history.drag(this.#editsAt(event));
  }

  end(event: PointerEvent): void {
    if (event.pointerId !== this.#drag?.pointerId) return;
    const edits = this.#editsAt(event);
    this.giveUp();
    if (edits) this.#history.keep(edits);
  }

  giveUp(): void {
    this.#drag = undefined;
    this.#history.drag(undefined);
  }

  #editsAt(event: PointerEvent): PictureEdits | undefined {
    const { stage, editsAt } = this.#drag ?? {};
    return stage && editsAt?.(inPicture(event, stage, this.#size));
  }

  #aimOf(target: EventTarget | null, start: Point, making: AreaName | undefined) {
    if (making === undefined) return undefined;
    const edits = this.#history.kept.peek();
    const element = target instanceof Element ? target : undefined;
    const name = nameOf(element?.closest<HTMLElement>('.picture-area'));
    const box = name === undefined ? undefined : areaOf(edits, name);
    if (name === undefined || !box) return this.#made(making, start);
    const corner = element?.getAttribute('data-corner');
    if (corner) {
      const opposite = {
        x: corner.includes('left') ? box.right : box.left,
        y: corner.includes('top') ? box.bottom : box.top,
      };
      return this.#made(name, opposite);
    }
    // Inside the crop, a drag of the other tool blacks out.
    if (name === 'crop' && making !== name) return this.#made(making, start);
    return (point: Point) =>
      isNear(point, start)
        ? undefined
        : withArea(
            edits,
            name,
            movedBy(box, { x: point.x - start.x, y: point.y - start.y }, this.#size),
          );
  }

  /** The area between a point that stays and the pointer. */
  #made(name: AreaName, from: Point) {
    const edits = this.#history.kept.peek();
    return (point: Point): PictureEdits | undefined => {
      const box = spanned(from, point, this.#size);
      return isTooSmall(box) ? undefined : withArea(edits, name, box);
    };
  }
}

function nameOf(area: HTMLElement | null | undefined): AreaName | undefined {
  const name = area?.dataset['area'];
  if (name === undefined) return undefined;
  return name === 'crop' ? name : Number(name);
}

function isNear(one: Point, other: Point): boolean {
  return Math.abs(one.x - other.x) < 1 && Math.abs(one.y - other.y) < 1;
}
