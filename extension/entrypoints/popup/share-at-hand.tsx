import { useState } from 'preact/hooks';
import type { CaptureOptions } from '../../capture/captured.ts';

/** What may come with a selection. Asked for each time, since it tells more than was selected. */
export type SelectionExtras = Pick<CaptureOptions, 'hasImages' | 'isQuote'>;

export interface ShareAtHandProps {
  readonly isBusy: boolean;
  /** Whether a selection is shared with its formatting: the last choice. */
  readonly keepsFormatting: boolean;
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
    </section>
  );
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
