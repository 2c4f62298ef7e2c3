import { setTimeout as pause } from 'node:timers/promises';
import type { Bye } from '../protocol/messages.ts';
import type { Hub } from './hub.ts';

const LOOK_MS = 20;
/** Goodbyes are said to so many at a time, so that the clients of a full relay are spread over some seconds. */
const AT_A_TIME = 200;
const BETWEEN_MS = 40;
/** How long clients get to close before they are cut off. */
const CLOSE_MS = 1_500;
/** How long a client is told to stay away, at least; a crowd is spread over a second for each thousand. */
const RETRY_AFTER_MS = 2_000;

/**
 * Ends every connection in good order: running transfers get so many seconds to finish, goodbyes are spread, and who
 * does not close is cut off.
 */
export async function drain(hub: Hub, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  while (hub.isMoving && performance.now() < until) await pause(LOOK_MS);
  const { connections } = hub.sizes;
  const bye = (): Bye => ({
    type: 'bye',
    reason: 'the relay is stopping',
    retryAfterMs: RETRY_AFTER_MS + Math.round(Math.random() * connections),
  });
  while (hub.dismiss(AT_A_TIME, bye)) await pause(BETWEEN_MS);
  const cut = setTimeout(() => hub.terminate(), CLOSE_MS);
  await hub.emptied();
  clearTimeout(cut);
}
