import { type Client, type ConnectionState, createClient, relayUrl } from '@mayfly/relay/client';
import type { RelayTest } from '../messages.ts';
import { noAnswer } from '../wording.ts';

const ANSWER_MS = 5_000;

const NO_PAGES = { addresses: async () => [], read: async () => undefined };

/** Connects to the relay of this origin, waits for its welcome, and leaves. Nothing is announced there. */
export async function testRelay(relay: string): Promise<RelayTest> {
  const client = createClient({ url: relayUrl(relay), pages: NO_PAGES });
  try {
    return await welcome(client, relay);
  } finally {
    client.close();
  }
}

function welcome(client: Client, relay: string): Promise<RelayTest> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(failed(relay, 'no answer in 5 seconds')), ANSWER_MS);
    const judge = (connection: ConnectionState) => {
      if (connection.state !== 'open' && connection.state !== 'waiting') return;
      clearTimeout(timer);
      resolve(
        connection.state === 'open'
          ? { outcome: 'answered', limits: connection.limits }
          : failed(relay, connection.reason),
      );
    };
    client.subscribe((event) => event.type === 'connection' && judge(event.connection));
    judge(client.connection);
  });
}

function failed(relay: string, reason: string): RelayTest {
  return { outcome: 'failed', message: noAnswer(relay, reason) };
}
