/** Tests an origin that the user entered: is it a relay, and what are its limits? Nothing is announced there. */
import { type Client, type ConnectionState, createClient, relayUrl } from '@mayfly/relay/client';
import type { RelayProblem, RelayTest } from '../../messages.ts';

const ANSWER_MS = 5_000;

const NO_PAGES = { addresses: async () => [], read: async () => undefined };

/** Connects to the relay of this origin, waits for its welcome, and leaves. */
export async function testRelay(relay: string): Promise<RelayTest> {
  let isTaken = false;
  const openSocket = (url: string, protocol: string) => {
    const socket = new WebSocket(url, protocol);
    socket.addEventListener('open', () => (isTaken = true));
    return socket;
  };
  const client = createClient({ url: relayUrl(relay), pages: NO_PAGES, openSocket });
  try {
    const connection = await outcome(client);
    if (connection?.state === 'open') return { outcome: 'answered', limits: connection.limits };
    return { outcome: 'failed', problem: isTaken ? 'wrong-protocol' : await problemAt(relay) };
  } finally {
    client.close();
  }
}

/** The result of the first attempt to connect; undefined if there is none in time. */
function outcome(client: Client): Promise<ConnectionState | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ANSWER_MS);
    const judge = (connection: ConnectionState) => {
      if (connection.state !== 'open' && connection.state !== 'waiting') return;
      clearTimeout(timer);
      resolve(connection);
    };
    client.subscribe((event) => event.type === 'connection' && judge(event.connection));
    judge(client.connection);
  });
}

/** A browser gives no reason for a failed WebSocket. A plain request tells whether any server answers there. */
async function problemAt(relay: string): Promise<RelayProblem> {
  try {
    await fetch(relay, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return 'no-relay';
  } catch {
    return 'unreachable'; // the answer to the question
  }
}
