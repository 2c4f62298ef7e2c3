/** Chromium's own remote control, over a pipe: messages of JSON that end with a zero. It attaches only where asked to. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Of a started browser, whose file descriptors 3 and 4 are the pipe. */
export class DevTools {
  readonly #pipe: Writable;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #received = '';
  #lastId = 0;

  constructor(browser: ChildProcess) {
    const [commands, answers] = browser.stdio.slice(3);
    this.#pipe = commands as Writable; // as they were asked for when it was spawned
    (answers as Readable).setEncoding('utf8').on('data', (part: string) => this.#receive(part));
  }

  /** The result of a command, of a target where it has a session; the caller says what its answer is. */
  async send<Result>(method: string, params: object = {}, sessionId?: string): Promise<Result> {
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, resolve);
    this.#pipe.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await promise;
    if (error) throw new Error(`${method} failed: ${error.message}`);
    return result as Result;
  }

  #receive(part: string): void {
    const messages = (this.#received + part).split('\0');
    this.#received = messages.pop() ?? '';
    for (const message of messages) {
      const answer = JSON.parse(message) as Answer; // from the browser that we started
      if (answer.id === undefined) continue; // an event
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    }
  }
}

export async function ended(browser: ChildProcess): Promise<void> {
  if (browser.exitCode === null && browser.signalCode === null) await once(browser, 'exit');
}
