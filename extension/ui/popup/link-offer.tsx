import { findLink } from '@mayfly/relay/protocol';
import { t } from '@mayfly/relay/words';

export interface LinkOfferProps {
  /** The text in the field. */
  readonly text: string;
  /** The reason why the link could not be opened. */
  readonly problem: string | undefined;
  readonly onOpen: (text: string) => void;
}

/** Longer texts are written to be shared, and no link with some words around it. */
const LONGEST = 2_000;
/** Stands for the user's own relay, where an address alone is opened. */
const HOME = 'https://home.invalid';

/** Offers to open a link that stands in the field, instead of sharing it. */
export function LinkOffer({ text, problem, onOpen }: LinkOfferProps) {
  if (text.length > LONGEST || !findLink(text, HOME)) return null;
  return (
    <div class="link-offer">
      <p>{t('popup_isLink')}</p>
      <button class="button" type="button" onClick={() => onOpen(text)}>
        {t('popup_open')}
      </button>
      {problem !== undefined && (
        <p class="link-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
