/** One question to a worker of its own, so that a question without end costs nobody anything. */
import { trustedWorkerUrl } from './trusted.ts';

/** How long a worker may think, in milliseconds. */
const PATIENCE_MS = 5_000;

/** `failed` where it threw, or where workers cannot be had. */
export type Reply<Answer> =
  { readonly state: 'answered'; readonly answer: Answer } | { readonly state: 'late' | 'failed' };

/** Starts the worker at `url` and asks; ends it when it has answered, is late, or `stopped`. */
export async function askWorker<Answer>(
  url: string,
  question: unknown,
  stopped: AbortSignal,
): Promise<Reply<Answer>> {
  const { promise, resolve } = Promise.withResolvers<Reply<Answer>>();
  const worker = newWorker(url);
  if (!worker) return { state: 'failed' };
  const timer = setTimeout(() => resolve({ state: 'late' }), PATIENCE_MS);
  // What comes from a file of our own is what its asker says it is.
  worker.onmessage = ({ data }) => resolve({ state: 'answered', answer: data as Answer });
  worker.onerror = () => resolve({ state: 'failed' });
  stopped.addEventListener('abort', () => resolve({ state: 'failed' }));
  worker.postMessage(question);
  const reply = await promise;
  clearTimeout(timer);
  worker.terminate();
  return reply;
}

function newWorker(url: string): Worker | undefined {
  try {
    return new Worker(trustedWorkerUrl(url), { type: 'module' });
  } catch (error) {
    console.error(error);
    return undefined;
  }
}
