import type { ConnectionState } from '@mayfly/relay/client';
import { formatBytes } from '@mayfly/relay/view';
import type { RelaySight } from '../../messages.ts';

/** What can be done with one of the user's relays besides letting it be. */
export type RelayAct = 'up' | 'down' | 'first' | 'remove';

export interface RelayRowProps {
  readonly sight: RelaySight;
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
      aria-label={`${label}: ${relay}`}
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
          Its links open in its own page.{' '}
          <button class="relay-link" type="button" onClick={onOpenLinks}>
            Open them here
          </button>
        </p>
      )}
      {count > 1 && (
        <div class="relay-acts">
          {act('up', 'Move up', place > 0)}
          {act('down', 'Move down', place < count - 1)}
          {act('first', 'Make default', place > 0)}
          {act('remove', 'Remove')}
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
  sight: RelaySight;
  isDefault?: boolean;
}) {
  const { relay, connection, heldCount } = sight;
  return (
    <>
      <p class="relay-name">
        <strong>{relay}</strong>
        {isDefault && <span class="relay-default">Default</span>}
      </p>
      <p class="relay-facts">
        <span class="connection-note" data-state={connection.state}>
          {stateText(connection)}
        </span>
        {connection.state === 'open' && (
          <span>{`pages up to ${formatBytes(connection.limits.pageBytes)}`}</span>
        )}
        <span>{`${heldText(heldCount)} announced`}</span>
      </p>
    </>
  );
}

function stateText({ state }: ConnectionState): string {
  switch (state) {
    case 'open':
      return 'Connected';
    case 'connecting':
      return 'Connecting…';
    case 'waiting':
      return 'Not reachable, trying again';
    case 'idle':
    case 'closed':
      return 'Not connected';
  }
}

export function heldText(count: number): string {
  if (count === 0) return 'none of your pages';
  return count === 1 ? '1 of your pages' : `${count.toLocaleString('en')} of your pages`;
}
