import type { Millis } from './effects.ts';

/** A reader that never answered a probe may have this much unanswered. */
const RECEIPT_MIN_BYTES = 64 * 1024;
/** However much a reader has answered for, it may have no more than this unanswered. */
const RECEIPT_MAX_BYTES = 4 * 1024 * 1024;
/** For each byte that a reader answered for, this many may be unanswered. */
const GROWTH = 4;
/** A probe that is not answered for this long is given up; each one after it gets twice the time. */
const ANSWER_MIN_MS = 2_000;
const ANSWER_MAX_MS = 32_000;

/**
 * The content that one reader has proved to have read. The network takes megabytes for a reader that takes nothing. An
 * answer to a probe, which is sent behind the content, shows that the reader itself took everything before it.
 */
export class Receipts {
  #sent = 0;
  #answered = 0;
  /** All bytes that it answered for. */
  #proven = 0;
  /** The bytes sent before the last probe; undefined while no probe is on its way. */
  #probed: number | undefined;
  #behindSince: Millis | undefined;
  #patienceMs = ANSWER_MIN_MS;

  /** Content was sent. Says whether a probe must follow it. */
  send(bytes: number): boolean {
    this.#sent += bytes;
    return this.#probe();
  }

  /** The probe was answered. Says whether another one must be sent. */
  answer(): boolean {
    if (this.#probed === undefined) return false;
    this.#proven += this.#probed - this.#answered;
    this.#patienceMs = ANSWER_MIN_MS;
    this.#settle(this.#probed);
    return this.#probe();
  }

  /** The bytes that the reader may still get in a transfer that others read too. */
  get room(): number {
    const room = this.#window - (this.#sent - this.#answered);
    return room < RECEIPT_MIN_BYTES / 2 ? 0 : room;
  }

  /** When the reader's missing answer is given up. */
  expiresAt(now: Millis): Millis {
    this.#behindSince ??= now;
    return this.#behindSince + this.#patienceMs;
  }

  /** Gives up a missing answer whose time has run out: a client may never answer. */
  expire(now: Millis): void {
    if (this.room > 0 || now < this.expiresAt(now)) return;
    this.#patienceMs = Math.min(ANSWER_MAX_MS, 2 * this.#patienceMs);
    this.#settle(this.#sent);
  }

  get #window(): number {
    return Math.min(RECEIPT_MAX_BYTES, Math.max(RECEIPT_MIN_BYTES, GROWTH * this.#proven));
  }

  #settle(answered: number): void {
    this.#answered = answered;
    this.#probed = undefined;
    this.#behindSince = undefined;
  }

  #probe(): boolean {
    if (this.#probed !== undefined || this.#sent - this.#answered < this.#window / 2) return false;
    this.#probed = this.#sent;
    return true;
  }
}
