/** Finds the relays that answer, and the ones that have acted on an announcement, within the time that a person waits. */
import type { Client } from '@mayfly/relay/client';

/** The time to wait for any relay at all. */
const FIRST_MS = 3_000;
/** The time for the other relays from then on: a relay that is down keeps nobody waiting. */
const OTHERS_MS = 500;

interface Asked {
  readonly relay: string;
  readonly client: Client;
}

/** The relays that are connected in time, and so have sent their limits. */
export function answeringRelays(asked: readonly Asked[]): Promise<readonly string[]> {
  return soonEnough(asked, opened);
}

/** The relays that have acted on all announcements in time. */
export function informedRelays(told: readonly Asked[]): Promise<readonly string[]> {
  return soonEnough(told, (client) => client.settled());
}

async function soonEnough(
  asked: readonly Asked[],
  sign: (client: Client, enough: AbortSignal) => Promise<void>,
): Promise<readonly string[]> {
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), FIRST_MS);
  const answers = asked.map(async ({ relay, client }) => {
    const isHeard = await comes(sign(client, enough.signal), client, enough.signal);
    if (isHeard) setTimeout(() => enough.abort(), OTHERS_MS);
    return isHeard ? [relay] : [];
  });
  const heard = await Promise.all(answers);
  clearTimeout(timer);
  enough.abort();
  return heard.flat();
}

/** Resolves with `true` if the sign of a relay comes before its connection is lost and before `enough`. */
function comes(sign: Promise<void>, client: Client, enough: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (hasCome: boolean) => {
      stop();
      resolve(hasCome);
    };
    const stop = client.subscribe((event) => {
      if (event.type === 'connection' && event.connection.state === 'waiting') settle(false);
    });
    enough.addEventListener('abort', () => settle(false));
    if (client.connection.state === 'waiting') settle(false);
    sign.then(
      () => settle(true),
      () => settle(false), // closed before it came
    );
  });
}

function opened(client: Client, enough: AbortSignal): Promise<void> {
  if (client.connection.state === 'open') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = client.subscribe((event) => {
      if (event.type === 'connection' && event.connection.state === 'open') resolve();
    });
    enough.addEventListener('abort', stop);
  });
}
