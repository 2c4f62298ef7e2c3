import type { ConnectionState } from '../client/events.ts';

export interface ConnectionNoteProps {
  readonly connection: ConnectionState;
}

/** How we stand with the relay, in a word or two, said aloud when it changes. */
export function ConnectionNote({ connection }: ConnectionNoteProps) {
  return (
    <span class="connection-note" data-state={connection.state} role="status">
      <span class="connection-word">{noteText(connection)}</span>
    </span>
  );
}

function noteText({ state }: ConnectionState): string {
  switch (state) {
    case 'idle':
      return 'not connected';
    case 'connecting':
      return 'connecting…';
    case 'open':
      return 'connected';
    case 'waiting':
      return 'relay out of reach, trying again…';
    case 'closed':
      return 'connection ended';
  }
}
