/** One request on its way to a keeper, sent again after growing random times until its answer comes. */
import type { Schedule } from '../socket.ts';
import type { AnswerNote } from './answer-note.ts';
import { KeeperError } from './keeper-error.ts';

interface KeeperExchangeDeps {
  readonly schedule: Schedule;
  /** A random number from 0 up to 1. */
  readonly random: () => number;
  /** Sends the request for this time: 1, 2, and so on. */
  readonly send: (sending: number) => void;
}

/** The time to the second sending. It doubles with every sending, and each time is random by half. */
const FIRST_MS = 1_500;
/** The time from the return of the keeper to the next sending. */
const CALM_MS = 1_000;
/** After this many sendings without an answer, the keeper counts as away. */
const SENDINGS = 4;

export class KeeperExchange {
  readonly #deps: KeeperExchangeDeps;
  readonly #answer = Promise.withResolvers<AnswerNote>();
  #sendings = 0;
  #stop = (): void => {};

  constructor(deps: KeeperExchangeDeps) {
    this.#deps = deps;
  }

  /** Rejects with a `KeeperError`, or with the reason given to `fail`. */
  get answer(): Promise<AnswerNote> {
    return this.#answer.promise;
  }

  send(): void {
    if (this.#sendings === SENDINGS) return this.fail(new KeeperError('away'));
    this.#sendings += 1;
    this.#again(FIRST_MS * 2 ** (this.#sendings - 1) * (0.5 + this.#deps.random()));
    this.#deps.send(this.#sendings);
  }

  /** The keeper has come back. */
  hurry(): void {
    this.#again(CALM_MS);
  }

  settle(answer: AnswerNote): void {
    this.#stop();
    this.#answer.resolve(answer);
  }

  fail(reason: unknown): void {
    this.#stop();
    this.#answer.reject(reason);
  }

  #again(ms: number): void {
    this.#stop();
    this.#stop = this.#deps.schedule(() => this.send(), ms);
  }
}
