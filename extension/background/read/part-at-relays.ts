/** Fetches the page of one part: relay after relay, until one of them sends the right bytes. */
import { BundleError, CorruptError, type PartProblem } from '@mayfly/relay/client';
import type { Address } from '@mayfly/relay/protocol';
import type { Relays } from '../relays.ts';
import { Silence, SilentError } from './silence.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface PartSource {
  readonly relays: Relays;
  /** The relays in use that may have the part, the best first. */
  readonly askable: readonly string[];
  readonly onProgress: (received: number) => void;
}

/** Rejects with the signal's reason, or with the most hopeful error of a relay. */
export async function fetchPart(
  source: PartSource,
  address: Address,
  signal: AbortSignal,
): Promise<Bytes> {
  const errors: unknown[] = [];
  for (const relay of source.askable) {
    try {
      return await fetchAt(source, relay, address, signal);
    } catch (error) {
      signal.throwIfAborted();
      errors.push(error);
      source.onProgress(0);
    }
  }
  throw errors.find((error) => error instanceof SilentError) ?? errors[0] ?? new SilentError('');
}

/** The reason to tell of a part that did not come. */
export function partProblemOf(error: unknown): PartProblem {
  if (error instanceof SilentError) return 'nobody';
  return error instanceof BundleError || error instanceof CorruptError ? 'bad' : 'refused';
}

async function fetchAt(
  { relays, askable, onProgress }: PartSource,
  relay: string,
  address: Address,
  signal: AbortSignal,
): Promise<Bytes> {
  const client = relays.client(relay);
  if (!client) throw new SilentError(relay);
  const isOpen = (one: string) => relays.connection(one).state === 'open';
  // A relay that is away goes on where it stopped, unless another one can serve now.
  const silence = new Silence(relay, () => !askable.some(isOpen));
  try {
    return await client.fetch(address, {
      signal: AbortSignal.any([signal, silence.signal]),
      onProgress: (received) => {
        silence.onBytes();
        onProgress(received);
      },
    });
  } finally {
    silence.end();
  }
}
