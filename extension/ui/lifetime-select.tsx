import { LIFETIME_CHOICES, type LifetimeChoice } from '../store/lifetime.ts';
import { choiceWords } from './lifetime-names.ts';

export interface LifetimeSelectProps {
  /** Undefined where nothing is chosen yet, or more than one thing. */
  readonly chosen: LifetimeChoice | undefined;
  /** Shown while nothing is. */
  readonly placeholder?: string;
  readonly id?: string;
  readonly onChoose: (choice: LifetimeChoice) => void;
}

/** How long to hold: the choices there are. */
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
        // What was done with a selection is done: the same may be chosen again.
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
