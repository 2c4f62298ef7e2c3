/** The relays of one command, and whether they can be reached. */
import { InvalidArgumentError } from 'commander';
import { type Client, createClient, type PageSource, relayUrl } from '../client/index.ts';
import { parseOrigin } from '../protocol/index.ts';
import { Failure } from './failure.ts';

/** A relay that fails so often, or says nothing for so long, counts as not there. */
const ATTEMPTS = 3;
const SILENCE_MS = 20_000;

/** Where `share` goes if nobody says anything else. */
const DEFAULT_RELAY = 'http://localhost:4000';

export interface ReachedRelay {
  readonly origin: string;
  readonly client: Client;
}

/** The origins that `--relay` names, or else the environment. */
export function relaysOf(named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  const preset = process.env['MAYFLY_RELAY'] || DEFAULT_RELAY;
  const origin = parseOrigin(preset);
  if (origin === undefined) throw new Failure('usage', `MAYFLY_RELAY is ${preset}: ${EXPECTED}`);
  return [origin];
}

const EXPECTED = 'expected a relay such as https://mayfly.example';

/** Reads `--relay`, which may be given several times. */
export function addRelay(text: string, before: readonly string[]): readonly string[] {
  const origin = parseOrigin(text);
  if (origin === undefined) throw new InvalidArgumentError(EXPECTED);
  return [...new Set([...before, origin])];
}

export function clientAt(origin: string, pages: PageSource): ReachedRelay {
  return { origin, client: createClient({ url: relayUrl(origin), pages }) };
}

/** True once the client is connected; false if its relay seems not to be there. Rejects with the signal's reason. */
export async function isReached({ client }: ReachedRelay, signal: AbortSignal): Promise<boolean> {
  if (client.connection.state === 'open') return true;
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  let failures = client.connection.state === 'waiting' ? 1 : 0;
  const stop = client.subscribe((event) => {
    if (event.type !== 'connection') return;
    if (event.connection.state === 'open') resolve(true);
    if (event.connection.state === 'waiting' && ++failures >= ATTEMPTS) resolve(false);
  });
  const timer = setTimeout(() => resolve(false), SILENCE_MS);
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    signal.throwIfAborted();
    return await promise;
  } finally {
    stop();
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

export function noRelay(origins: readonly string[]): Failure {
  return new Failure('no-relay', `No relay answers at ${origins.join(', ')}.`);
}
