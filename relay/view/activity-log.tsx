import type { ConnectionState } from '../client/events.ts';
import type { ActivityEntry } from '../client/activity.ts';
import { formatBytes } from '../words/format-bytes.ts';
import { lossText, refusalText } from '../words/relay-problems.ts';
import { locale, t } from '../words/language.ts';

export interface ActivityLogProps {
  /** Oldest first. */
  readonly entries: readonly ActivityEntry[];
}

/** The events of this page, folded away until somebody asks. The latest line stays visible. */
export function ActivityLog({ entries }: ActivityLogProps) {
  const latest = entries.at(-1);
  return (
    <details class="activity">
      <summary>
        <span class="activity-title">{t('view_activity')}</span>{' '}
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
  const digits = '2-digit';
  const parts = { hour: digits, minute: digits, second: digits, hourCycle: 'h23' } as const;
  return new Date(at).toLocaleTimeString(locale(), parts);
}

/** One line of the log in words. */
export function activityText({ event, relay }: ActivityEntry): string {
  const said = eventText(event);
  return relay === undefined ? said : t('view_log_at', { relay: new URL(relay).host, event: said });
}

function eventText(event: ActivityEntry['event']): string {
  switch (event.type) {
    case 'connection':
      return connectionText(event.connection);
    case 'resumed':
      return t('view_log_resumed');
    case 'announced':
      return t('view_log_announced');
    case 'wanted':
      return event.from === 0
        ? t('view_log_wanted')
        : t('view_log_wantedRest', { size: formatBytes(event.from) });
    case 'received':
      return t('view_log_received', {
        size: formatBytes(event.received),
        total: formatBytes(event.total),
      });
    case 'verified':
      return t('view_log_verified', { size: formatBytes(event.total) });
    case 'corrupt':
      return t('view_log_corrupt');
    case 'served':
      return t('view_log_served', { size: formatBytes(event.length) });
    case 'seeders':
      return heldText(event.count);
    case 'refused':
      return refusalText(event.code);
  }
}

function connectionText(connection: ConnectionState): string {
  switch (connection.state) {
    case 'idle':
      return t('view_log_idle');
    case 'connecting':
      return t('view_log_connecting');
    case 'open':
      return t('view_log_open');
    case 'waiting':
      return t('view_log_waiting', {
        reason: lossText(connection.code),
        count: Math.ceil(connection.retryInMs / 1000),
      });
    case 'closed':
      return t('view_log_closed');
  }
}

function heldText(count: number): string {
  return count === 0 ? t('view_log_heldByNobody') : t('view_log_heldBy', { count });
}
