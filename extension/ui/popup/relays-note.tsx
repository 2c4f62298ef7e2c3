import { ConnectionNote } from '@mayfly/relay/view';
import { list, lossText, t } from '@mayfly/relay/words';
import type { RelayConnection } from '../../messages.ts';

export interface RelaysNoteProps {
  /** The relays in use. */
  readonly connections: readonly RelayConnection[];
}

/** The state of the connections to the relays in use, in one line for all of them. */
export function RelaysNote({ connections }: RelaysNoteProps) {
  const [only] = connections;
  if (!only) return null;
  const away = connections.filter(isAway);
  return (
    <p class="relays-note" title={away.map(reasonOf).join('\n') || undefined}>
      {connections.length === 1 ? (
        <ConnectionNote connection={only.connection} />
      ) : (
        <span class="connection-note" data-state={stateOf(connections)} role="status">
          {summaryOf(connections)}
        </span>
      )}{' '}
      <span class="relays-note-host">{placesOf(connections, away)}</span>
    </p>
  );
}

/** The same when it is worth a line that nobody asked for: some relay cannot be reached. */
export function RelayTrouble({ connections }: RelaysNoteProps) {
  if (!connections.some(isAway)) return null;
  return (
    <div class="notice relay-trouble" data-kind="warning">
      <RelaysNote connections={connections} />
    </div>
  );
}

/** The state of all connections in a few words. */
export function summaryOf(connections: readonly RelayConnection[]): string {
  const away = connections.filter(isAway).length;
  if (away > 0) return t('popup_relaysAway', { away, count: connections.length });
  return stateOf(connections) === 'open' ? t('popup_relaysConnected') : t('popup_relaysConnecting');
}

/** The worst of all states. */
export function stateOf(
  connections: readonly RelayConnection[],
): 'open' | 'connecting' | 'waiting' {
  if (connections.some(isAway)) return 'waiting';
  const isOpen = connections.every(({ connection }) => connection.state === 'open');
  return isOpen && connections.length > 0 ? 'open' : 'connecting';
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
