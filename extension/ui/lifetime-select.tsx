import { LIFETIME_CHOICES, type LifetimeChoice } from '../store/lifetime.ts';
import { choiceWords } from './lifetime-names.ts';

export interface LifetimeSelectProps {
  /** Undefined if nothing is chosen yet, or more than one choice applies. */
  readonly chosen: LifetimeChoice | undefined;
  /** Shown while nothing is chosen. */
  readonly placeholder?: string;
  readonly id?: string;
  readonly onChoose: (choice: LifetimeChoice) => void;
}

/** The choices for the lifetime of a page. */
export function LifetimeSelect({ chosen, placeholder, id, onChoose }: LifetimeSelectProps) {
  const offset = placeholder === undefined ? 0 : 1;
  return (
    <select
      id={id}
      class="field"
      value={chosen ?? ''}
      onChange={(event) => {
        const choice = LIFETIME_CHOICES[event.currentTarget.selectedIndex - offset];
        if (choice) onChoose(choice);
        // The action on a selection is done, so the user may choose the same again.
        if (chosen === undefined) event.currentTarget.selectedIndex = 0;
      }}
    >
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {LIFETIME_CHOICES.map((choice) => (
        <option key={choice} value={choice}>
          {choiceWords(choice)}
        </option>
      ))}
    </select>
  );
}
