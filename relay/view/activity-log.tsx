import type { ActivityEntry } from './activity.ts';

export interface ActivityLogProps {
  readonly entries: readonly ActivityEntry[];
}

/** What happened for this page, folded away until asked for. */
export function ActivityLog({ entries }: ActivityLogProps) {
  return (
    <details class="activity">
      <summary>Activity</summary>
      <ol class="activity-lines">
        {entries.map((entry) => (
          <li key={entry.id}>{entry.event.type}</li>
        ))}
      </ol>
    </details>
  );
}
