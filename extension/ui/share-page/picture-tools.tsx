import { t } from '@mayfly/relay/words';
import { useId } from 'preact/hooks';
import type { EditHistory } from './edit-history.ts';

/** The effect of a drag over the picture: none, or it makes an area. */
export type Tool = 'look' | 'crop' | 'black-out';

const TOOLS = ['look', 'crop', 'black-out'] as const;

export interface PictureToolsProps {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly history: EditHistory;
}

export function PictureTools({ tool, onTool, history }: PictureToolsProps) {
  const name = useId();
  return (
    <div class="picture-tools">
      <fieldset class="choice">
        <legend class="visually-hidden">{t('picture_tools')}</legend>
        {TOOLS.map((one) => (
          <label key={one} class="choice-option">
            <input
              type="radio"
              class="choice-input"
              name={name}
              checked={tool === one}
              onChange={() => onTool(one)}
            />
            <span class="choice-label">{nameOf(one)}</span>
          </label>
        ))}
      </fieldset>
      <StepButton name={t('picture_undo')} history={history} onPress={() => history.undo()} />
      <StepButton name={t('picture_startOver')} history={history} onPress={() => history.clear()} />
    </div>
  );
}

interface StepButtonProps {
  readonly name: string;
  readonly history: EditHistory;
  readonly onPress: () => void;
}

/** Keeps the focus when it has nothing more to do. */
function StepButton({ name, history, onPress }: StepButtonProps) {
  const isIdle = !history.hasSteps.value;
  return (
    <button
      class="button"
      type="button"
      aria-disabled={isIdle}
      onClick={() => !isIdle && onPress()}
    >
      {name}
    </button>
  );
}

function nameOf(tool: Tool): string {
  switch (tool) {
    case 'look':
      return t('picture_look');
    case 'crop':
      return t('picture_crop');
    case 'black-out':
      return t('picture_blackOut');
  }
}
