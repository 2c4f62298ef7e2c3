import type { ConnectionState } from '../client/events.ts';
import { t } from '../words/language.ts';

export interface ConnectionNoteProps {
  readonly connection: ConnectionState;
}

/** The state of the connection to the relay, in a word or two, read aloud when it changes. */
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
      return t('view_note_idle');
    case 'connecting':
      return t('view_note_connecting');
    case 'open':
      return t('view_note_open');
    case 'waiting':
      return t('view_note_waiting');
    case 'closed':
      return t('view_note_closed');
  }
}
