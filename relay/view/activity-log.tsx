import type { ClientEvent, ConnectionState } from '../client/events.ts';
import type { ActivityEntry } from './activity.ts';
import { formatBytes } from './format-bytes.ts';
import { holdersText } from './holder-count.tsx';

export interface ActivityLogProps {
  /** Oldest first. */
  readonly entries: readonly ActivityEntry[];
}

/** What happened for this page, folded away until asked for; the latest line stays in sight. */
export function ActivityLog({ entries }: ActivityLogProps) {
  const latest = entries.at(-1);
  return (
    <details class="activity">
      <summary>
        <span class="activity-title">Activity</span>{' '}
        {latest && <span class="activity-latest">{activityText(latest)}</span>}
      </summary>
      <ol class="activity-lines">
        {entries.toReversed().map((entry) => (
          <li key={entry.id}>
            <time dateTime={new Date(entry.at).toISOString()}>{timeOfDay(entry.at)}</time>
            <span>{activityText(entry)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function timeOfDay(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** One line of the log in words. */
export function activityText({ event, relay }: ActivityEntry): string {
  return relay === undefined ? eventText(event) : `${new URL(relay).host}: ${eventText(event)}`;
}

function eventText(event: ClientEvent): string {
  switch (event.type) {
    case 'connection':
      return connectionText(event.connection);
    case 'resumed':
      return 'Went on where the connection had broken off';
    case 'announced':
      return 'Told the relay that this page is held here';
    case 'wanted':
      return event.from === 0
        ? 'Asked for the page'
        : `Asked for the rest of the page, from ${formatBytes(event.from)} on`;
    case 'received':
      return `Received ${formatBytes(event.received)} of ${formatBytes(event.total)}`;
    case 'verified':
      return `Verified: ${formatBytes(event.total)} match the address`;
    case 'corrupt':
      return 'What came did not match the address: thrown away, asked again';
    case 'served':
      return `Request served: ${formatBytes(event.length)} for another reader`;
    case 'seeders':
      return sentence(holdersText(event.count));
    case 'refused':
      return `The relay refused: ${event.message}`;
  }
}

function connectionText(connection: ConnectionState): string {
  switch (connection.state) {
    case 'idle':
      return 'Not connected';
    case 'connecting':
      return 'Connecting to the relay';
    case 'open':
      return 'Connected';
    case 'waiting':
      return `Not connected (${connection.reason}): trying again in ${Math.ceil(connection.retryInMs / 1000)} s`;
    case 'closed':
      return 'Connection ended';
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
