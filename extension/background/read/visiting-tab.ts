/** One tab of a visit, and the state that it is shown. */
import type { Lock, OnceState } from '@mayfly/relay/client';
import { encodeBase64url } from '@mayfly/relay/protocol';
import type { OnceWait } from '@mayfly/relay/words';
import type { KeyedPage, OpeningView } from '../../messages.ts';

export interface VisitingTab {
  readonly report: (view: OpeningView) => void;
  /** A person has pressed *Open* there. */
  isPressed: boolean;
  /** The page is on its screen. */
  isShown: boolean;
}

/** The state of the reader as this tab may know it: text appears only where a person pressed *Open*. */
export function waitOf(
  { isPressed }: VisitingTab,
  state: OnceState,
  lock: Lock,
): OnceWait | KeyedPage {
  switch (state.state) {
    case 'ready':
      return ready(lock);
    case 'asking':
    case 'away':
      return isPressed ? { state: state.state } : ready(lock);
    case 'opened':
      return isPressed ? keyed(lock, state.contentKey) : ready(lock);
    case 'received':
      return { state: 'left', at: state.at };
    case 'spent':
      if (!state.isHere) return { state: 'spent', at: state.at };
      return isPressed ? { state: 'asking' } : { state: 'left', at: state.at };
    case 'failed':
      return { state: 'failed', problem: { reason: REASONS[state.problem] } };
  }
}

const REASONS = {
  'not-a-lock': 'not-a-lock',
  'no-notes': 'old-relay',
  blocked: 'refused',
} as const;

function ready({ name }: Lock): OnceWait {
  return { state: 'ready', ...(name !== undefined && { name }) };
}

function keyed({ page, mediaType, name }: Lock, key: Uint8Array): KeyedPage {
  const hints = { mediaType, ...(name !== undefined && { name }) };
  return { state: 'keyed', page, key: encodeBase64url(key), ...hints };
}
