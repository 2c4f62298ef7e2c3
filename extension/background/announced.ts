/** Which relays have acted on what they were told, within the time that a person waits. */
import type { Client } from '@mayfly/relay/client';

/** How long somebody waits to hear that any relay knows; the page is safe from the start. */
const FIRST_MS = 3_000;
/** How long the others may take from there: one that is down keeps nobody waiting. */
const OTHERS_MS = 500;

interface Told {
  readonly relay: string;
  readonly client: Client;
}

export interface WhoKnows {
  readonly reached: readonly string[];
  readonly unreached: readonly string[];
}

export async function whoKnows(told: readonly Told[]): Promise<WhoKnows> {
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), FIRST_MS);
  const answers = told.map(async ({ relay, client }) => {
    const isReached = await knows(client, enough.signal);
    if (isReached) setTimeout(() => enough.abort(), OTHERS_MS);
    return { relay, isReached };
  });
  const known = await Promise.all(answers);
  clearTimeout(timer);
  return {
    reached: known.filter(({ isReached }) => isReached).map(({ relay }) => relay),
    unreached: known.filter(({ isReached }) => !isReached).map(({ relay }) => relay),
  };
}

function knows(client: Client, enough: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isKnown: boolean) => {
      stop();
      resolve(isKnown);
    };
    const stop = client.subscribe((event) => {
      if (event.type === 'connection' && event.connection.state === 'waiting') settle(false);
    });
    enough.addEventListener('abort', () => settle(false));
    if (client.connection.state === 'waiting') settle(false);
    client.settled().then(
      () => settle(true),
      () => settle(false), // closed before it knew
    );
  });
}
