import { type PlainKey, t } from '@mayfly/relay/words';
import { ANNOUNCE_CHOICES, type AnnounceChoice } from '../../store/announce-choice.ts';

export interface AnnounceChoiceProps {
  readonly chosen: AnnounceChoice;
  readonly onChoose: (choice: AnnounceChoice) => void;
}

const NAMES: Readonly<Record<AnnounceChoice, PlainKey>> = {
  first: 'options_announceFirst',
  two: 'options_announceTwo',
  all: 'options_announceAll',
};

/** Asks at which of several relays new pages are announced. */
export function AnnounceChoiceField({ chosen, onChoose }: AnnounceChoiceProps) {
  return (
    <fieldset class="options-fieldset relay-announce" aria-describedby="announce-why">
      <legend class="options-label">{t('options_announceOn')}</legend>
      {ANNOUNCE_CHOICES.map((choice) => (
        <label class="options-check" key={choice}>
          <input
            type="radio"
            name="announce"
            checked={choice === chosen}
            onChange={() => onChoose(choice)}
          />
          {t(NAMES[choice])}
        </label>
      ))}
      <p id="announce-why" class="soft">
        {t('options_announceWhy')}
      </p>
    </fieldset>
  );
}
