import { ANNOUNCE_CHOICES, type AnnounceChoice } from '../../store/announce-choice.ts';

export interface AnnounceChoiceProps {
  readonly chosen: AnnounceChoice;
  readonly onChoose: (choice: AnnounceChoice) => void;
}

const NAMES: Readonly<Record<AnnounceChoice, string>> = {
  first: 'The default relay',
  two: 'The first two',
  all: 'All of them',
};

/** Asks at which of several relays new pages are announced. */
export function AnnounceChoiceField({ chosen, onChoose }: AnnounceChoiceProps) {
  return (
    <fieldset class="options-fieldset relay-announce" aria-describedby="announce-why">
      <legend class="options-label">Announce new pages on</legend>
      {ANNOUNCE_CHOICES.map((choice) => (
        <label class="options-check" key={choice}>
          <input
            type="radio"
            name="announce"
            checked={choice === chosen}
            onChange={() => onChoose(choice)}
          />
          {NAMES[choice]}
        </label>
      ))}
      <p id="announce-why" class="soft">
        On more than one, a page is found while one of them is down, and its link names them all.
        Each learns that your browser holds the page.
      </p>
    </fieldset>
  );
}
