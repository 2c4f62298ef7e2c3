import { setTimeout as pause } from 'node:timers/promises';
import type { Bye } from '../protocol/messages.ts';
import type { Performer } from './perform.ts';

const LOOK_MS = 20;
/** Goodbyes are said in portions, this long apart; a smaller one than this is nothing that anybody feels. */
const BETWEEN_MS = 40;
const PORTION_MIN = 20;
/** The time that clients get to close before they are cut off. */
const CLOSE_MS = 1_500;
/** The shortest time that a client is told to stay away. A crowd is spread over a second for each thousand. */
const RETRY_AFTER_MS = 2_000;

export interface DrainTimes {
  /** The time that running transfers get to finish. */
  readonly drainSeconds: number;
  /** The time over which goodbyes are spread: clients must not all come back, or to another relay, at once. */
  readonly byeSeconds: number;
}

/** Ends every connection in good order: transfers finish, goodbyes are spread, and a client that does not close is cut off. */
export async function drain(
  performer: Performer,
  { drainSeconds, byeSeconds }: DrainTimes,
): Promise<void> {
  const until = performance.now() + drainSeconds * 1_000;
  while (performer.isMoving && performance.now() < until) await pause(LOOK_MS);
  const { connections } = performer.sizes;
  const bye = (): Bye => ({
    type: 'bye',
    reason: 'the relay is stopping',
    retryAfterMs: RETRY_AFTER_MS + Math.round(Math.random() * connections),
  });
  const portion = portionOf(connections, byeSeconds);
  while (performer.dismiss(portion, bye)) await pause(BETWEEN_MS);
  const cut = setTimeout(() => performer.terminate(), CLOSE_MS);
  await performer.emptied();
  clearTimeout(cut);
}

/** The number of goodbyes at a time that is needed to be done in time. */
export function portionOf(connections: number, byeSeconds: number): number {
  const portions = Math.max(1, (byeSeconds * 1_000) / BETWEEN_MS);
  return Math.max(PORTION_MIN, Math.ceil(connections / portions));
}
