import { Brand } from '@mayfly/relay/view';
import { phrase, t } from '@mayfly/relay/words';
import { RelayName } from './relay-name.tsx';

export interface UnknownRelayProps {
  readonly relay: string;
  readonly onTrust: () => void;
}

/** Asked before the first connection to a relay, since any web page could lead here. */
export function UnknownRelay({ relay, onTrust }: UnknownRelayProps) {
  return (
    <main class="card">
      <Brand />
      <h1 class="card-title">{t('viewer_unknownTitle')}</h1>
      <p>{phrase('viewer_unknown', { relay: <RelayName relay={relay} /> })}</p>
      <button class="button button-primary" type="button" onClick={onTrust}>
        {t('viewer_connect')}
      </button>
    </main>
  );
}
