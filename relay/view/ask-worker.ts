/** One question to a worker of its own, so that an endless question costs nobody anything. */
import { trustedWorkerUrl } from './trusted.ts';

/** The longest time for an answer, in milliseconds. */
const PATIENCE_MS = 5_000;

/** `failed` if the worker threw an error, or if the browser has no workers. */
export type Reply<Answer> =
  { readonly state: 'answered'; readonly answer: Answer } | { readonly state: 'late' | 'failed' };

/** Starts the worker at `url` and asks. Ends it when it has answered, is late, or `stopped`. */
export async function askWorker<Answer>(
  url: string,
  question: unknown,
  stopped: AbortSignal,
): Promise<Reply<Answer>> {
  const { promise, resolve } = Promise.withResolvers<Reply<Answer>>();
  const worker = newWorker(url);
  if (!worker) return { state: 'failed' };
  const timer = setTimeout(() => resolve({ state: 'late' }), PATIENCE_MS);
  // Our own file sent the answer, so it has the type that its asker expects.
  worker.onmessage = ({ data }) => resolve({ state: 'answered', answer: data as Answer });
  worker.onerror = () => resolve({ state: 'failed' });
  stopped.addEventListener('abort', () => resolve({ state: 'failed' }));
  worker.postMessage(question);
  const reply = await promise;
  clearTimeout(timer);
  worker.terminate();
  return reply;
}

/** Undefined if the browser starts none. */
export function newWorker(url: string): Worker | undefined {
  try {
    return new Worker(trustedWorkerUrl(url), { type: 'module' });
  } catch (error) {
    console.error(error);
    return undefined;
  }
}
