import { formatBytes, t } from '@mayfly/relay/words';
import { useSignal } from '@preact/signals';
import type { PictureDraft, PictureState } from './picture-draft.ts';
import { keptOf } from './picture-edits.ts';
import { PictureStage } from './picture-stage.tsx';
import { PictureTools, type Tool } from './picture-tools.tsx';

export interface PictureEditorProps {
  readonly picture: PictureDraft;
  /** The most bytes that the content of a page may have. */
  readonly mostBytes: number;
}

/** The picture of a page before it is shared, with the tools to crop it and to black parts of it out. */
export function PictureEditor({ picture, mostBytes }: PictureEditorProps) {
  const state = picture.state.value;
  switch (state.state) {
    case 'taking':
      return <Taking share={state.share} />;
    case 'failed':
      return (
        <div class="notice" data-kind="problem" role="alert">
          <p>{failureText(state.why)}</p>
          {state.why !== 'unreadable' && (
            <button class="button" type="button" onClick={() => picture.take()}>
              {t('picture_again')}
            </button>
          )}
        </div>
      );
    case 'taken':
      return <Taken picture={picture} mostBytes={mostBytes} taken={state} />;
  }
}

function Taking({ share }: { readonly share: number }) {
  return (
    <div class="picture-taking">
      <p role="status">{t('picture_taking')}</p>
      <progress aria-label={t('picture_taking')} max={1} value={share} />
    </div>
  );
}

interface TakenProps extends PictureEditorProps {
  readonly taken: Extract<PictureState, { readonly state: 'taken' }>;
}

function Taken({ picture, mostBytes, taken }: TakenProps) {
  const tool = useSignal<Tool>('look');
  const bytes = picture.bytes.value;
  return (
    <div class="picture-editor">
      {taken.lacks !== 'nothing' && (
        <p class="notice" data-kind="warning">
          {taken.lacks === 'end' ? t('picture_cut') : t('picture_unseen')}
        </p>
      )}
      <PictureTools
        tool={tool.value}
        onTool={(chosen) => (tool.value = chosen)}
        history={picture.history}
      />
      <PictureFacts picture={picture} canvas={taken.canvas} />
      {bytes !== undefined && bytes > mostBytes && (
        <p class="notice" data-kind="problem">
          {tooLargeText(bytes, mostBytes)}
        </p>
      )}
      <PictureStage canvas={taken.canvas} tool={tool.value} history={picture.history} />
    </div>
  );
}

interface FactsProps {
  readonly picture: PictureDraft;
  readonly canvas: HTMLCanvasElement;
}

function PictureFacts({ picture, canvas }: FactsProps) {
  const { left, top, right, bottom } = keptOf(canvas, picture.history.shown.value);
  const pixels = { width: right - left, height: bottom - top };
  const bytes = picture.bytes.value;
  return (
    <p class="picture-facts">
      {bytes === undefined
        ? t('picture_measuring', { ...pixels })
        : t('picture_size', { ...pixels, size: formatBytes(bytes) })}
    </p>
  );
}

function tooLargeText(bytes: number, most: number): string {
  return t('picture_tooLarge', { size: formatBytes(bytes), room: formatBytes(most) });
}

function failureText(why: Extract<PictureState, { readonly state: 'failed' }>['why']): string {
  switch (why) {
    case 'unreadable':
      return t('picture_unreadable');
    case 'interrupted':
      return t('picture_interrupted');
    case 'undrawable':
      return t('picture_undrawable');
  }
}
