/**
 * All that a command says: its one result on the standard output, everything else on the standard error. With `--json`,
 * the standard error carries one event a line.
 */
import { styleText } from 'node:util';
import { EXIT_CODES, type Failure } from './failure.ts';
import type { ListedOrder } from './keep/local-desk.ts';
import { ProgressBar } from './progress-bar.ts';
import { writeOut } from './standard-output.ts';

/** The version of the events. A change that a reader of version 1 would not understand raises it. */
const VERSION = 1;

/** One event of `--json`. Exactly one `done` or `failed` comes, and it is the last. Sizes are in bytes. */
export type ReportEvent =
  | { readonly type: 'connected'; readonly relay: string }
  /** The bytes that are made (`share`) or are here (`get`). */
  | { readonly type: 'progress'; readonly bytes: number; readonly total: number }
  /** The page can be read from now on; its link stands on the standard output. */
  | { readonly type: 'shared'; readonly address: string; readonly expires?: number | undefined }
  /** The number of those who hold all of it, this program included. */
  | { readonly type: 'held'; readonly holders: number }
  /** The number of readers who got all of it, as far as it shows. */
  | { readonly type: 'served'; readonly readers: number }
  /** A reader of a once link says that the page is open: the `opens`th of `total`, at `at` in Unix milliseconds. */
  | {
      readonly type: 'opened';
      readonly opens: number;
      readonly total: number;
      readonly at: number;
    }
  /** The tries to open a once link that got no key: without the whole link, or after its last open. */
  | { readonly type: 'tried'; readonly why: 'wrongProof' | 'spent'; readonly count: number }
  /** The sender of a once link does not answer; it is asked again. */
  | { readonly type: 'waiting' }
  /** A keeper has begun. `pages` are here, and `bytes` of its room are used or promised. */
  | {
      readonly type: 'keeping';
      readonly folder: string;
      readonly pages: number;
      readonly bytes: number;
      readonly room: number;
    }
  /** A page survives a loss of power from now on (`kept`), or was deleted (`gone`). */
  | { readonly type: 'kept' | 'gone'; readonly address: string }
  | { readonly type: 'lost'; readonly relay: string }
  /** A page that a keeper was asked for, and cannot have now. */
  | { readonly type: 'problem'; readonly address: string; readonly message: string }
  | { readonly type: 'listed'; readonly order: ListedOrder }
  | { readonly type: 'done'; readonly path?: string; readonly bytes?: number }
  | {
      readonly type: 'failed';
      readonly code: number;
      readonly reason: string;
      readonly message: string;
    };

/** The shortest time between two events of progress, in milliseconds. */
const PROGRESS_MS = 250;

interface ReportOptions {
  readonly isJson: boolean;
}

export class Report {
  readonly #isJson: boolean;
  readonly #bar: ProgressBar | undefined;
  #progressAt = -Infinity;

  constructor({ isJson }: ReportOptions) {
    this.#isJson = isJson;
    this.#bar = !isJson && process.stderr.isTTY ? new ProgressBar(process.stderr) : undefined;
    // A command ends with the errors of its writes; nobody may read the rest any more.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  }

  /** The result: a program that reads it gets nothing else. */
  async result(text: string): Promise<void> {
    this.#bar?.clear();
    await writeOut(new TextEncoder().encode(`${text}\n`));
  }

  /** A sentence for people. */
  say(text: string): void {
    this.#bar?.clear();
    if (!this.#isJson) process.stderr.write(`${text}\n`);
  }

  /** An event, and what people are told of it; nothing where a bar or a later sentence tells it. */
  event(event: ReportEvent, text?: string): void {
    if (this.#isJson) process.stderr.write(`${JSON.stringify({ v: VERSION, ...event })}\n`);
    else if (text) this.say(text);
  }

  progress(bytes: number, total: number): void {
    this.#bar?.draw({ received: bytes, total }, performance.now());
    const now = performance.now();
    if (bytes < total && now - this.#progressAt < PROGRESS_MS) return;
    this.#progressAt = now;
    this.event({ type: 'progress', bytes, total });
  }

  failed({ reason, message }: Failure): void {
    const code = EXIT_CODES[reason];
    const name = styleText('red', 'mayfly:', { stream: process.stderr });
    // A relay or a stranger may have written a part of it.
    const text = message.replaceAll(/[^\P{Cc}\n]/gu, '');
    this.event({ type: 'failed', code, reason, message }, `${name} ${text}`);
  }
}
