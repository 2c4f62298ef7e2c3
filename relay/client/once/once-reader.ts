/**
 * A reader's end of one once link, once the lock and the sealed page are here and verified. The key pair is stored
 * before the person can ask, so a reload or a crash loses nothing: the same reader gets the same answer again.
 */
import type { Address } from '../../protocol/index.ts';
import type { Schedule } from '../socket.ts';
import { type AnswerLine, openAnswer } from './answer-body.ts';
import { newOnceKeys, type OnceKeys, publicBytes, sharedSecret } from './key-derivation.ts';
import type { Lock } from './lock.ts';
import type { Answer } from './lock-record.ts';
import { receiptSecret, requestBody } from './request-body.ts';

/** What a reader's browser stores about a once link. It holds neither the key nor the text of the page. */
export interface Reading {
  readonly lock: Address;
  readonly keys: OnceKeys;
  /** The person has pressed *Open*. */
  readonly asked: boolean;
  /** The content was on the screen, and the author's browser has not confirmed the receipt. */
  readonly opened?: { readonly at: number; readonly receipt: Uint8Array };
}

/** Every write is strict: it resolves after the reading is durable. */
export interface ReadingStore {
  read(lock: Address): Promise<Reading | undefined>;
  write(reading: Reading): Promise<void>;
  delete(lock: Address): Promise<void>;
}

export type OnceProblem =
  /** The lock is damaged: it has no usable key of the author. */
  | 'not-a-lock'
  /** The relay does not know notes. */
  | 'no-notes'
  /** The relay refuses this link. */
  | 'blocked';

export type OnceState =
  /** Waits for the person to press *Open*. */
  | { readonly state: 'ready' }
  | { readonly state: 'asking' }
  /** The author's browser does not answer. The reader asks again by itself. */
  | { readonly state: 'away' }
  /** The caller opens the page with the key, shows it, and then calls `received`. `at`: the time of the release. */
  | { readonly state: 'opened'; readonly contentKey: Uint8Array; readonly at: number }
  /** The author's browser has the receipt, and the reader's key is deleted. */
  | { readonly state: 'received'; readonly at: number }
  /** All opens of the link are used. `isHere`: this reader used one, at `at`, and the page does not stay. */
  | {
      readonly state: 'spent';
      readonly at: number;
      readonly total?: number;
      readonly isHere: boolean;
    }
  | { readonly state: 'failed'; readonly problem: OnceProblem };

export interface OnceReaderDeps {
  readonly address: Address;
  readonly lock: Lock;
  readonly capability: Uint8Array;
  readonly store: ReadingStore;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** A random number from 0 up to 1. */
  readonly random: () => number;
  readonly schedule: Schedule;
  /** Sends a note about the lock: to `to`, or to anybody who answers. */
  readonly send: (body: Uint8Array, to?: string) => void;
  readonly onState: (state: OnceState) => void;
}

/** The time to the second request. It doubles with every request, and each time is random by half. */
const FIRST_MS = 1_500;
const LONGEST_MS = 30_000;
/** The shortest time between two requests, whatever causes them. */
const CALM_MS = 1_000;
/** After this many requests without an answer, the author counts as away. */
const SILENT_REQUESTS = 3;

export class OnceReader {
  readonly #deps: OnceReaderDeps;
  readonly #line: AnswerLine;
  #reading: Reading;
  #state: OnceState = { state: 'ready' };
  /** The note that waits for its answer. */
  #pending: Uint8Array | undefined;
  /** The name of the author's browser, known since its answer. */
  #author: string | undefined;
  #requests = 0;
  #sentAt = -Infinity;
  #isClosed = false;
  #stop = (): void => {};

  private constructor(deps: OnceReaderDeps, reading: Reading, line: AnswerLine) {
    this.#deps = deps;
    this.#reading = reading;
    this.#line = line;
  }

  /** Stores a key pair if this browser has none for the link, or goes on where an earlier reader stopped. */
  static async begin(deps: OnceReaderDeps): Promise<OnceReader | 'not-a-lock'> {
    const { address, lock, store } = deps;
    const stored = await store.read(address);
    const reading = stored ?? { lock: address, keys: await newOnceKeys(), asked: false };
    const shared = await sharedSecret(reading.keys, lock.author);
    if (!shared) return 'not-a-lock';
    if (!stored) await store.write(reading);
    const line = { lock: address, reader: await publicBytes(reading.keys), shared };
    const reader = new OnceReader(deps, reading, line);
    await reader.#goOn();
    return reader;
  }

  get state(): OnceState {
    return this.#state;
  }

  /** The person has pressed *Open*. */
  async open(): Promise<void> {
    if (this.#state.state !== 'ready') return;
    this.#become({ state: 'asking' });
    try {
      await this.#store({ ...this.#reading, asked: true });
    } catch (error) {
      this.#become({ state: 'ready' });
      throw error;
    }
    await this.#askForKey();
  }

  /** The content is on the screen. Stores the receipt, then sends it until the author's browser confirms it. */
  async received(): Promise<void> {
    if (this.#state.state !== 'opened' || this.#reading.opened) return;
    const { shared, ...proven } = this.#line;
    const secret = receiptSecret(shared, this.#state.contentKey);
    const receipt = await requestBody({ kind: 'receipt', ...proven }, secret);
    await this.#store({ ...this.#reading, opened: { at: this.#deps.now(), receipt } });
    this.#ask(receipt);
  }

  /** Takes a note that came about the lock from the sender named `from`. */
  async receive(from: string, body: Uint8Array): Promise<void> {
    const answer = this.#pending && (await openAnswer(body, this.#line));
    if (!answer || !this.#pending) return;
    const isReceipt = this.#reading.opened !== undefined;
    if (isReceipt !== (answer.kind === 'received')) return; // an old answer that came again
    this.#author = from;
    await this.#onAnswer(answer);
  }

  /** The relay refused a note about the lock. */
  refused(code: string): void {
    if (!this.#pending) return;
    if (code === 'nobody') return this.#onNobody();
    if (code === 'no-notes' || code === 'blocked') {
      this.#stop();
      this.#become({ state: 'failed', problem: code });
    }
  }

  /** The number of seeders of the lock. Only the author's browser seeds it. */
  counted(seeders: number): void {
    if (seeders > 0 && this.#state.state === 'away') this.hurry();
  }

  /** The connection is new, or the machine was away: asks again now. */
  hurry(): void {
    if (!this.#pending) return;
    this.#requests = 0;
    if (isStuck(this.#state)) this.#become({ state: 'asking' });
    this.#repeatIn(Math.max(0, CALM_MS - (this.#deps.now() - this.#sentAt)));
  }

  /** Stops asking. A later reader of the same store goes on. */
  close(): void {
    this.#isClosed = true;
    this.#end();
  }

  async #goOn(): Promise<void> {
    const { asked, opened } = this.#reading;
    if (opened) {
      this.#become({ state: 'spent', at: opened.at, isHere: true });
      return this.#ask(opened.receipt);
    }
    this.#become({ state: asked ? 'asking' : 'ready' });
    if (asked) await this.#askForKey();
  }

  async #askForKey(): Promise<void> {
    const { lock, reader } = this.#line;
    this.#ask(await requestBody({ kind: 'open', lock, reader }, this.#deps.capability));
  }

  async #onAnswer(answer: Answer): Promise<void> {
    this.#end();
    const { at } = answer;
    switch (answer.kind) {
      case 'key':
        return this.#become({ state: 'opened', contentKey: answer.contentKey, at });
      case 'spent':
        this.#become({ state: 'spent', at, total: answer.total, isHere: false });
        break;
      case 'received':
        if (this.#state.state === 'opened') this.#become({ state: 'received', at });
    }
    await this.#deps.store.delete(this.#line.lock);
  }

  async #store(reading: Reading): Promise<void> {
    await this.#deps.store.write(reading);
    this.#reading = reading;
  }

  #ask(body: Uint8Array): void {
    if (this.#isClosed) return; // while something was stored
    this.#pending = body;
    this.#requests = 0;
    this.#send();
  }

  #send(): void {
    if (!this.#pending) return;
    // A holder that is silent may be a false one: the next request goes to anybody.
    const to = this.#requests === 0 ? this.#author : undefined;
    this.#requests += 1;
    this.#sentAt = this.#deps.now();
    const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.#requests - 1));
    this.#repeatIn(ceilingMs * (0.5 + this.#deps.random()));
    if (this.#requests > SILENT_REQUESTS) this.#onSilence();
    this.#deps.send(this.#pending, to);
  }

  #repeatIn(ms: number): void {
    this.#stop();
    this.#stop = this.#deps.schedule(() => this.#send(), ms);
  }

  #onNobody(): void {
    if (this.#author === undefined) return this.#onSilence();
    this.#author = undefined; // its connection is over, and it may have a new one
    this.#send();
  }

  #onSilence(): void {
    if (this.#state.state === 'asking') this.#become({ state: 'away' });
  }

  #end(): void {
    this.#stop();
    this.#pending = undefined;
  }

  #become(state: OnceState): void {
    this.#state = state;
    this.#deps.onState(state);
  }
}

/** A newer relay or a returned author may change these states. */
function isStuck({ state }: OnceState): boolean {
  return state === 'away' || state === 'failed';
}
