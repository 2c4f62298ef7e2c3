/** A question to the person at the terminal. */
import { createInterface } from 'node:readline/promises';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** The standard input and the standard error; undefined where no person reads and types there. */
export function terminal(): Terminal | undefined {
  const isThere = process.stdin.isTTY && process.stderr.isTTY;
  return isThere ? { input: process.stdin, output: process.stderr } : undefined;
}

/** True if the answer is yes. Rejects with the signal's reason. */
export async function agreed(
  question: string,
  { input, output }: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ input, output });
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  lines.on('close', () => resolve(false)); // Ctrl+C, or Ctrl+D
  lines
    .question(`${question} [y/N] `)
    .then((answer) => resolve(/^\s*y(es)?\s*$/i.test(answer)), reject);
  try {
    signal.throwIfAborted();
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    lines.close();
  }
}
