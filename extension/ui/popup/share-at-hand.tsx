import { t } from '@mayfly/relay/words';
import { useState } from 'preact/hooks';
import type { CaptureOptions } from '../../capture/captured.ts';
import { Fold } from '../fold.tsx';

/** What may come with a selection. Asked for each time, since it tells more than was selected. */
export type SelectionExtras = Pick<CaptureOptions, 'hasImages' | 'isQuote'>;

export interface ShareAtHandProps {
  readonly isBusy: boolean;
  /** Whether a selection is shared with its formatting: the last choice. */
  readonly keepsFormatting: boolean;
  /** What shares the selection without the popup; '' where no keys are set, undefined while that is not known. */
  readonly selectionKeys: string | undefined;
  readonly onChangeKeys: () => void;
  readonly onKeepsFormatting: (keepsFormatting: boolean) => void;
  readonly onShareSelection: (extras: SelectionExtras) => void;
  readonly onShareClipboard: () => void;
}

/** Buttons that share what the user has selected or copied already. */
export function ShareAtHand(props: ShareAtHandProps) {
  const { isBusy, keepsFormatting } = props;
  const [hasImages, setImages] = useState(false);
  const [isQuote, setQuote] = useState(false);
  const extras = { hasImages: hasImages && keepsFormatting, isQuote };
  return (
    <section class="at-hand" aria-label={t('popup_atHand')}>
      <div class="at-hand-buttons">
        <button
          class="button"
          type="button"
          disabled={isBusy}
          onClick={() => props.onShareSelection(extras)}
        >
          {t('popup_shareSelection')}
        </button>
        <button class="button" type="button" disabled={isBusy} onClick={props.onShareClipboard}>
          {t('popup_shareClipboard')}
        </button>
      </div>
      <Fold title={t('popup_withSelection')} aside={<Keys keys={props.selectionKeys} />}>
        <fieldset class="extras">
          <legend class="visually-hidden">{t('popup_withSelection')}</legend>
          <Extra isOn={keepsFormatting} onChange={props.onKeepsFormatting}>
            {t('popup_keepFormatting')}
          </Extra>
          <Extra isOn={extras.hasImages} isOff={!keepsFormatting} onChange={setImages}>
            {t('popup_includeImages')}
          </Extra>
          <Extra isOn={isQuote} onChange={setQuote}>
            {t('popup_withOrigin')}
          </Extra>
        </fieldset>
        <p class="keys-note">
          {keysNote(props.selectionKeys)}{' '}
          <button class="link-button" type="button" onClick={props.onChangeKeys}>
            {t('popup_changeKeys')}
          </button>
        </p>
      </Fold>
    </section>
  );
}

function Keys({ keys }: { readonly keys: string | undefined }) {
  return keys ? <kbd>{keys}</kbd> : null;
}

function keysNote(keys: string | undefined): string {
  return keys ? t('popup_keys', { keys }) : t('popup_noKeys');
}

interface ExtraProps {
  readonly isOn: boolean;
  /** Whether it cannot be chosen now. */
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
