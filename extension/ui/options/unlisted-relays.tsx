import { t } from '@mayfly/relay/words';
import type { RelayView } from '../../messages.ts';
import { RelayState } from './relay-row.tsx';

export interface OtherRelaysProps {
  readonly relays: readonly RelayView[];
  /** Called, on the user's gesture, to make one of them the user's own. */
  readonly onAdd: (relay: string) => void;
  /** Called to have the next link to one of them ask again. */
  readonly onForget: (relay: string) => void;
}

/** Relays that are not the user's own: met by a link, or in use for the sake of pages that are held. */
export function OtherRelays({ relays, onAdd, onForget }: OtherRelaysProps) {
  if (relays.length === 0) return null;
  return (
    <section class="relay-others" aria-labelledby="others-title">
      <h3 id="others-title" class="options-label">
        {t('options_otherRelays')}
      </h3>
      <p class="soft">{t('options_otherRelaysWhat')}</p>
      <ul class="relay-list">
        {relays.map((sight) => (
          <li class="relay" key={sight.relay}>
            <RelayState sight={sight} />
            <div class="relay-acts">
              <Act label={t('options_add')} relay={sight.relay} onAct={onAdd} />
              {sight.isKnown && (
                <Act label={t('options_forget')} relay={sight.relay} onAct={onForget} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ActProps {
  readonly label: string;
  readonly relay: string;
  readonly onAct: (relay: string) => void;
}

function Act({ label, relay, onAct }: ActProps) {
  return (
    <button
      class="button relay-act"
      type="button"
      aria-label={t('options_actOn', { act: label, relay })}
      onClick={() => onAct(relay)}
    >
      {label}
    </button>
  );
}
