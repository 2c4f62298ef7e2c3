import { ConnectionNote } from '@mayfly/relay/view';
import { list, lossText, t } from '@mayfly/relay/words';
import type { RelayConnection } from '../../messages.ts';

export interface RelaysNoteProps {
  /** The relays in use. */
  readonly connections: readonly RelayConnection[];
}

/** How we stand with the relays in use, in a line for all of them. */
export function RelaysNote({ connections }: RelaysNoteProps) {
  const [only] = connections;
  if (!only) return null;
  const away = connections.filter(isAway);
  return (
    <span class="popup-relay" title={away.map(reasonOf).join('\n') || undefined}>
      {connections.length === 1 ? (
        <ConnectionNote connection={only.connection} />
      ) : (
        <span class="connection-note" data-state={stateOf(connections)} role="status">
          {summaryOf(connections)}
        </span>
      )}
      <span class="popup-host">{placesOf(connections, away)}</span>
    </span>
  );
}

function summaryOf(connections: readonly RelayConnection[]): string {
  const away = connections.filter(isAway).length;
  if (away > 0) return t('popup_relaysAway', { away, count: connections.length });
  return stateOf(connections) === 'open' ? t('popup_relaysConnected') : t('popup_relaysConnecting');
}

/** Of all the worst. */
function stateOf(connections: readonly RelayConnection[]): string {
  if (connections.some(isAway)) return 'waiting';
  const isOpen = connections.every(({ connection }) => connection.state === 'open');
  return isOpen ? 'open' : 'connecting';
}

function placesOf(
  connections: readonly RelayConnection[],
  away: readonly RelayConnection[],
): string {
  const named = away.length > 0 ? away : connections;
  return named.length > 2 ? t('popup_relays', { count: named.length }) : list(named.map(hostOf));
}

function isAway({ connection }: RelayConnection): boolean {
  return connection.state === 'waiting' || connection.state === 'closed';
}

function hostOf({ relay }: RelayConnection): string {
  return relay.replace(/^https?:\/\//, '');
}

function reasonOf({ relay, connection }: RelayConnection): string {
  return connection.state === 'waiting'
    ? t('view_log_at', { relay, event: lossText(connection.code) })
    : relay;
}
