import { t } from '@mayfly/relay/words';
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Box } from '../../capture/box.ts';
import { AreaDrag } from './area-drag.ts';
import type { EditHistory } from './edit-history.ts';
import { PictureArea, percents, placeText } from './picture-area.tsx';
import {
  areaOf,
  type AreaName,
  middleOf,
  type PictureEdits,
  withArea,
  withoutArea,
} from './picture-edits.ts';
import type { Tool } from './picture-tools.tsx';
import { seenPart } from './seen-part.ts';

export interface PictureStageProps {
  readonly canvas: HTMLCanvasElement;
  readonly tool: Tool;
  readonly history: EditHistory;
}

/** The picture, fitted to the width of the screen, with the areas that the user has marked in it. */
export function PictureStage(props: PictureStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  const toFocus = useRef<AreaName | undefined>(undefined);
  const { canvas, tool, history } = props;

  const add = () => {
    const edits = history.kept.peek();
    const name = nameFor(tool, edits);
    if (!stage.current || name === undefined) return;
    toFocus.current = name;
    history.keep(withArea(edits, name, middleOf(seenPart(stage.current, canvas))));
  };
  const remove = (name: AreaName) => {
    history.keep(withoutArea(history.kept.peek(), name));
    (adding.current ?? stage.current)?.focus({ preventScroll: true });
  };

  return (
    <>
      {tool !== 'look' && (
        <div class="picture-hint">
          <p>{tool === 'crop' ? t('picture_hintCrop') : t('picture_hintBlackOut')}</p>
          <button ref={adding} class="button" type="button" onClick={add}>
            {t('picture_add')}
          </button>
        </div>
      )}
      <div class="picture-frame">
        <Drawing {...props} stage={stage} toFocus={toFocus} onRemove={remove} />
      </div>
    </>
  );
}

interface DrawingProps extends PictureStageProps {
  readonly stage: RefObject<HTMLDivElement | null>;
  /** The area that gets the focus once it is there. */
  readonly toFocus: RefObject<AreaName | undefined>;
  readonly onRemove: (name: AreaName) => void;
}

/** The picture itself, over which the pointer is dragged. */
function Drawing({ canvas, tool, history, stage, ...areas }: DrawingProps) {
  const drag = useMemo(() => new AreaDrag(canvas, history), [canvas, history]);
  const { crop } = history.shown.value;
  return (
    <div
      ref={stage}
      class="picture-stage"
      data-tool={tool}
      tabIndex={-1}
      style={{ '--picture-width': `${canvas.width / devicePixelRatio}px` }}
      onPointerDown={(event) => drag.begin(event, nameFor(tool, history.kept.peek()))}
      onPointerMove={(event) => drag.go(event)}
      onPointerUp={(event) => drag.end(event)}
      onPointerCancel={() => drag.giveUp()}
      onKeyDown={({ key }) => key === 'Escape' && drag.giveUp()}
    >
      <Canvas canvas={canvas} />
      {crop && <div class="picture-shade" style={{ clipPath: aroundOf(crop, canvas) }} />}
      <Areas canvas={canvas} history={history} {...areas} />
    </div>
  );
}

type AreasProps = Pick<DrawingProps, 'canvas' | 'history' | 'toFocus' | 'onRemove'>;

/** The marked areas. Their places are told as the keyboard changes them. */
function Areas({ canvas, history, toFocus, onRemove }: AreasProps) {
  const keyWords = useRef<HTMLParagraphElement>(null);
  const told = useSignal('');
  const keys = useId();
  const edits = history.shown.value;
  useLayoutEffect(() => {
    const name = toFocus.current;
    if (name !== undefined) focusArea(keyWords.current?.parentElement, name);
    toFocus.current = undefined;
  });
  const change = (name: AreaName, changed: PictureEdits) => {
    history.keep(changed, `keys ${name}`);
    const box = areaOf(changed, name);
    told.value = box ? placeText(box) : '';
  };
  return (
    <>
      {namesIn(edits).map((name) => (
        <PictureArea
          key={name}
          name={name}
          edits={edits}
          size={canvas}
          keysId={keys}
          onChange={(changed) => change(name, changed)}
          onRemove={() => onRemove(name)}
        />
      ))}
      <p ref={keyWords} class="visually-hidden" id={keys}>
        {t('picture_areaKeys')}
      </p>
      <p class="visually-hidden" role="status">
        {told.value}
      </p>
    </>
  );
}

function Canvas({ canvas }: { readonly canvas: HTMLCanvasElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(canvas), [canvas]);
  return <div ref={place} class="picture-canvas" role="img" aria-label={t('picture_name')} />;
}

/** The area that the tool makes: there is one crop, and any number of blacked out parts. */
function nameFor(tool: Tool, { blacked }: PictureEdits): AreaName | undefined {
  if (tool === 'look') return undefined;
  return tool === 'crop' ? 'crop' : blacked.length;
}

function namesIn({ crop, blacked }: PictureEdits): readonly AreaName[] {
  return [...(crop ? (['crop'] as const) : []), ...blacked.keys()];
}

/** The clip path of all of the stage but this box. */
function aroundOf(box: Box, size: HTMLCanvasElement): string {
  const { left, top, right, bottom } = percents(box, size);
  const corners = [
    `${left} ${top}`,
    `${right} ${top}`,
    `${right} ${bottom}`,
    `${left} ${bottom}`,
    `${left} ${top}`,
  ];
  return `polygon(evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, ${corners.join(', ')})`;
}

function focusArea(stage: HTMLElement | null | undefined, name: AreaName): void {
  stage?.querySelector<HTMLElement>(`[data-area="${name}"]`)?.focus({ preventScroll: true });
}
