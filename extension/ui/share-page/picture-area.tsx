import { t } from '@mayfly/relay/words';
import type { Box } from '../../capture/box.ts';
import {
  areaOf,
  type AreaName,
  BLACK,
  grownBy,
  movedBy,
  type PictureEdits,
  type PictureSize,
  type Point,
  withArea,
} from './picture-edits.ts';

export interface PictureAreaProps {
  readonly name: AreaName;
  readonly edits: PictureEdits;
  readonly size: PictureSize;
  /** The id of the sentence about its keys. */
  readonly keysId: string;
  readonly onChange: (edits: PictureEdits) => void;
  readonly onRemove: () => void;
}

/** The part of the picture's width by which an arrow key moves an area. */
const STEP = 0.005;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The corners by which the pointer takes hold of an area. */
const CORNERS = ['left top', 'right top', 'left bottom', 'right bottom'] as const;

/** An area in the picture: the part that is kept, or one that is blacked out. */
export function PictureArea({ name, edits, size, keysId, onChange, onRemove }: PictureAreaProps) {
  const box = areaOf(edits, name);
  if (!box) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
    else {
      const moved = movedByKey(box, event, size);
      if (!moved) return;
      onChange(withArea(edits, name, moved));
    }
    event.preventDefault(); // the arrows would scroll the screen
  };
  return (
    // Readers of the screen would keep the arrow keys for themselves in anything but an application.
    <div
      class="picture-area"
      data-area={name}
      data-kind={name === 'crop' ? 'crop' : 'black'}
      role="application"
      aria-roledescription={t('picture_area')}
      aria-label={labelOf(name, box)}
      aria-describedby={keysId}
      tabIndex={0}
      style={{ ...placed(box, size), ...(name !== 'crop' && { background: BLACK }) }}
      onKeyDown={onKeyDown}
    >
      {CORNERS.map((corner) => (
        <span key={corner} class="picture-corner" data-corner={corner} />
      ))}
    </div>
  );
}

function movedByKey(box: Box, event: KeyboardEvent, size: PictureSize): Box | undefined {
  const arrow = ARROWS[event.key];
  if (!arrow || event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const step = Math.max(1, Math.round(size.width * STEP));
  const by = { x: arrow.x * step, y: arrow.y * step };
  return event.shiftKey ? grownBy(box, by, size) : movedBy(box, by, size);
}

export function placeText({ left, top, right, bottom }: Box): string {
  return t('picture_place', { width: right - left, height: bottom - top, left, top });
}

function labelOf(name: AreaName, box: Box): string {
  const place = placeText(box);
  if (name === 'crop') return t('picture_keptArea', { place });
  return t('picture_blackArea', { number: name + 1, place });
}

/** The edges of a box in a picture that is shown in another size. */
export function percents({ left, top, right, bottom }: Box, { width, height }: PictureSize) {
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return {
    left: percent(left, width),
    top: percent(top, height),
    right: percent(right, width),
    bottom: percent(bottom, height),
  };
}

function placed(box: Box, size: PictureSize) {
  const { left, top } = percents(box, size);
  const extent = { left: 0, top: 0, right: box.right - box.left, bottom: box.bottom - box.top };
  const { right: width, bottom: height } = percents(extent, size);
  return { left, top, width, height };
}
