import { t } from '@mayfly/relay/words';
import type { CaptureOptions, SelectionSample } from '../../capture/captured.ts';

/** The choices for a selection. Images are chosen anew each time: they tell more than the words. */
export type SelectionChoices = Pick<CaptureOptions, 'keepsFormatting' | 'hasImages'>;

export interface SelectionOptionsProps {
  readonly selection: SelectionSample | undefined;
  readonly choices: SelectionChoices;
  readonly onChoices: (choices: SelectionChoices) => void;
  /** Opens a preview of the selection as a quotation. */
  readonly onQuote: () => void;
}

/** The choices for the selection, as far as there are any. */
export function SelectionOptions({
  selection,
  choices,
  onChoices,
  onQuote,
}: SelectionOptionsProps) {
  if (!selection || (selection.words === '' && !selection.hasImages)) return null;
  const { words, hasFormatting, hasImages } = selection;
  const { keepsFormatting } = choices;
  const choose = (change: Partial<SelectionChoices>) => onChoices({ ...choices, ...change });
  return (
    <fieldset class="extras">
      <legend class="visually-hidden">{t('popup_withSelection')}</legend>
      {hasFormatting && (
        <Extra isOn={keepsFormatting} onChange={(isOn) => choose({ keepsFormatting: isOn })}>
          {t('popup_keepFormatting')}
        </Extra>
      )}
      {hasImages && (
        <Extra
          isOn={choices.hasImages && keepsFormatting}
          isOff={!keepsFormatting}
          onChange={(isOn) => choose({ hasImages: isOn })}
        >
          {t('popup_includeImages')}
        </Extra>
      )}
      {words !== '' && (
        <button class="link-button" type="button" onClick={onQuote}>
          {t('popup_asQuotation')}
        </button>
      )}
    </fieldset>
  );
}

interface ExtraProps {
  readonly isOn: boolean;
  /** True where it cannot be chosen now. */
  readonly isOff?: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: string;
}

function Extra({ isOn, isOff = false, onChange, children }: ExtraProps) {
  return (
    <label class="extra">
      <input
        type="checkbox"
        checked={isOn}
        disabled={isOff}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {children}
    </label>
  );
}
