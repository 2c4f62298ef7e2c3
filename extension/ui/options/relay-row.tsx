import type { ConnectionState } from '@mayfly/relay/client';
import { formatRoom, t } from '@mayfly/relay/words';
import type { RelayView } from '../../messages.ts';

/** The actions on one of the user's relays. */
export type RelayAct = 'up' | 'down' | 'first' | 'remove';

export interface RelayRowProps {
  readonly sight: RelayView;
  /** Its place in the user's order, from 0. */
  readonly place: number;
  readonly count: number;
  readonly onAct: (act: RelayAct) => void;
  /** Called, on the user's gesture, to have its links opened in the viewer. */
  readonly onOpenLinks: () => void;
}

/** One of the user's own relays: how it is, and where it stands. */
export function RelayRow({ sight, place, count, onAct, onOpenLinks }: RelayRowProps) {
  const { relay } = sight;
  const act = (name: RelayAct, label: string, isPossible = true) => (
    <button
      class="button relay-act"
      type="button"
      data-act={name}
      disabled={!isPossible}
      aria-label={t('options_actOn', { act: label, relay })}
      onClick={() => onAct(name)}
    >
      {label}
    </button>
  );
  return (
    <li class="relay" data-relay={relay}>
      <RelayState sight={sight} isDefault={place === 0} />
      {!sight.opensLinks && (
        <p class="soft">
          {t('options_opensElsewhere')}{' '}
          <button class="relay-link" type="button" onClick={onOpenLinks}>
            {t('options_openHere')}
          </button>
        </p>
      )}
      {count > 1 && (
        <div class="relay-acts">
          {act('up', t('options_up'), place > 0)}
          {act('down', t('options_down'), place < count - 1)}
          {act('first', t('options_makeDefault'), place > 0)}
          {act('remove', t('options_remove'))}
        </div>
      )}
    </li>
  );
}

/** A relay's name, and how we stand with it. */
export function RelayState({
  sight,
  isDefault = false,
}: {
  sight: RelayView;
  isDefault?: boolean;
}) {
  const { relay, connection, heldCount } = sight;
  return (
    <>
      <p class="relay-name">
        <strong>
          <bdi>{relay}</bdi>
        </strong>
        {isDefault && <span class="relay-default">{t('options_default')}</span>}
      </p>
      <p class="relay-facts">
        <span class="connection-note" data-state={connection.state}>
          {stateText(connection)}
        </span>
        {connection.state === 'open' && (
          <span>{t('options_pagesUpTo', { size: formatRoom(connection.limits.pageBytes) })}</span>
        )}
        <span>{announcedText(heldCount)}</span>
      </p>
    </>
  );
}

function stateText({ state }: ConnectionState): string {
  switch (state) {
    case 'open':
      return t('options_connected');
    case 'connecting':
      return t('options_connecting');
    case 'waiting':
      return t('options_waiting');
    case 'idle':
    case 'closed':
      return t('options_notConnected');
  }
}

function announcedText(count: number): string {
  return count === 0 ? t('options_noneAnnounced') : t('options_announced', { count });
}
