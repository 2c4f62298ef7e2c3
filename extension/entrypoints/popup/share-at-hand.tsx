import { useState } from 'preact/hooks';
import type { CaptureOptions } from '../../capture/captured.ts';
import { Fold } from '../../ui/fold.tsx';

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
    <section class="at-hand" aria-label="Share what is at hand">
      <div class="at-hand-buttons">
        <button
          class="button"
          type="button"
          disabled={isBusy}
          onClick={() => props.onShareSelection(extras)}
        >
          Share selection
        </button>
        <button class="button" type="button" disabled={isBusy} onClick={props.onShareClipboard}>
          Share clipboard
        </button>
      </div>
      <Fold title="With the selection" aside={<Keys keys={props.selectionKeys} />}>
        <fieldset class="extras">
          <legend class="visually-hidden">With the selection</legend>
          <Extra isOn={keepsFormatting} onChange={props.onKeepsFormatting}>
            Keep formatting
          </Extra>
          <Extra isOn={extras.hasImages} isOff={!keepsFormatting} onChange={setImages}>
            Include images
          </Extra>
          <Extra isOn={isQuote} onChange={setQuote}>
            With title and address of the page
          </Extra>
        </fieldset>
        <p class="keys-note">
          {keysNote(props.selectionKeys)}
          <button class="link-button" type="button" onClick={props.onChangeKeys}>
            Change keys
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
  return keys
    ? `${keys} shares the selection without this window. `
    : 'No keys are set to share the selection without this window. ';
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
