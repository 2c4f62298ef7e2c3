import { t } from '@mayfly/relay/words';
import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { AreaDrag } from './area-drag.ts';
import { EditHistory } from './edit-history.ts';
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
export function PictureStage({ canvas, tool, history }: PictureStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  const told = useSignal('');
  const keys = useId();
  const edits = history.shown.value;
  const drag = useMemo(() => new AreaDrag(canvas, history), [canvas, history]);
  const toFocus = useRef<AreaName | undefined>(undefined);
  useLayoutEffect(() => {
    if (toFocus.current !== undefined) focusArea(stage.current, toFocus.current);
    toFocus.current = undefined;
  });

  const add = () => {
    const name = nameFor(tool, edits);
    if (!stage.current || name === undefined) return;
    toFocus.current = name;
    history.keep(withArea(edits, name, middleOf(seenPart(stage.current, canvas))));
  };
  const change = (name: AreaName, changed: PictureEdits) => {
    history.keep(changed, `keys ${name}`);
    const box = areaOf(changed, name);
    told.value = box ? placeText(box) : '';
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
      <p class="visually-hidden" id={keys}>
        {t('picture_areaKeys')}
      </p>
      <p class="visually-hidden" role="status">
        {told.value}
      </p>
      <div class="picture-frame">
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
          {edits.crop && (
            <div class="picture-shade" style={{ clipPath: aroundOf(edits, canvas) }} />
          )}
          {namesIn(edits).map((name) => (
            <PictureArea
              key={name}
              name={name}
              edits={edits}
              size={canvas}
              keysId={keys}
              onChange={(changed) => change(name, changed)}
              onRemove={() => remove(name)}
            />
          ))}
        </div>
      </div>
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

/** All of the stage but the crop. */
function aroundOf(edits: PictureEdits, size: HTMLCanvasElement): string {
  const { crop } = edits;
  if (!crop) return 'none';
  const { left, top, right, bottom } = percents(crop, size);
  const hole = [
    `${left} ${top}`,
    `${right} ${top}`,
    `${right} ${bottom}`,
    `${left} ${bottom}`,
    `${left} ${top}`,
  ];
  return `polygon(evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, ${hole.join(', ')})`;
}

function focusArea(stage: HTMLElement | null, name: AreaName): void {
  stage?.querySelector<HTMLElement>(`[data-area="${name}"]`)?.focus({ preventScroll: true });
}
