import { phrase, t } from '@mayfly/relay/words';
import { RelayName } from './relay-name.tsx';

export interface OtherRelaysProps {
  /** Relays that the link names and the user does not know. */
  readonly relays: readonly string[];
  /** Called when the user lets one of them be connected to. */
  readonly onTrust: (relay: string) => void;
}

/** A link may name any number; nobody reads more questions than these. */
const SHOWN = 3;

/** Asked before a relay hears of this browser that only the maker of a link has chosen. */
export function OtherRelays({ relays, onTrust }: OtherRelaysProps) {
  return (
    <section class="other-relays" aria-label={t('viewer_otherRelays')}>
      {relays.slice(0, SHOWN).map((relay) => (
        <div class="notice" key={relay}>
          <p>{phrase('viewer_otherRelay', { relay: <RelayName relay={relay} /> })}</p>
          <div class="row">
            <button class="button" type="button" onClick={() => onTrust(relay)}>
              {t('viewer_lookThere')}
            </button>
          </div>
        </div>
      ))}
    </section>
  );
}
