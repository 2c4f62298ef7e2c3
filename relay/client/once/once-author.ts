/**
 * The author's end of once links: checks requests, decides in the store's transaction, and answers only after the
 * decision is on disk. It knows nothing of browsers: a keeper that owns the records could run it.
 */
import { type Address, encodeBase64url } from '../../protocol/index.ts';
import { answerBody } from './answer-body.ts';
import { sharedSecret } from './key-derivation.ts';
import {
  type Answer,
  answerOpen,
  answerReceipt,
  countRefused,
  type Decided,
  type LockChange,
  type LockRecord,
  type Refusal,
} from './lock-record.ts';
import { isProven, type OnceRequest, parseRequest, receiptSecret } from './request-body.ts';

/** Decides about a record, whatever else the store keeps in it. */
export type Decide = <R extends LockRecord>(record: R) => Decided<R>;

export interface LockStore {
  read(lock: Address): Promise<LockRecord | undefined>;
  /**
   * Reads a record, decides with `by` and writes the decided record, all in one strict transaction. Writes nothing if
   * `by` gives back the same object. Resolves after the record is durable; with undefined if there is no record.
   */
  change(lock: Address, by: Decide): Promise<Decided | undefined>;
}

/** A note as a client's event has it. */
export interface OnceNote {
  readonly address: Address;
  /** The name of the sender: an answer goes to it. */
  readonly from: string;
  readonly body: Uint8Array;
}

export interface OnceAuthorDeps {
  readonly store: LockStore;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly send: (address: Address, body: Uint8Array, to: string) => void;
  /** Called after the change is durable. */
  readonly onChange: (record: LockRecord, change: LockChange) => void;
}

/** Notes in work at once. The author ignores the rest; readers ask again. */
const NOTES_AT_ONCE = 32;
/**
 * Refusals of one kind at one lock are counted on the disk at most this often, so that nobody can wear it out. In a flood,
 * the time between two writes doubles up to the longest one.
 */
const REFUSALS_EVERY_MS = { shortest: 1_000, longest: 60_000 };
/** The refused readers, and the kinds of refusals, that are remembered in memory. */
const REMEMBERED = 1_024;

/** Refusals of one kind that only the memory counts. */
interface Unwritten {
  readonly count: number;
  readonly writtenAt: number;
  /** The time from one write to the next. */
  readonly everyMs: number;
}

const NONE_WRITTEN: Unwritten = { count: 0, writtenAt: -Infinity, everyMs: 0 };

export class OnceAuthor {
  readonly #deps: OnceAuthorDeps;
  readonly #unwritten = new Map<string, Unwritten>();
  readonly #refusedReaders = new Set<string>();
  #inWork = 0;

  constructor(deps: OnceAuthorDeps) {
    this.#deps = deps;
  }

  /** Takes a note of a reader. Rejects if the store failed; then nothing was released, and the reader asks again. */
  async receive(note: OnceNote): Promise<void> {
    const request = parseRequest(note.body);
    if (!request || this.#inWork >= NOTES_AT_ONCE) return;
    this.#inWork += 1;
    try {
      const record = await this.#deps.store.read(note.address);
      if (!record) return;
      if (request.kind === 'open') await this.#onOpen(note, request, record);
      else await this.#onReceipt(note, request, record);
    } finally {
      this.#inWork -= 1;
    }
  }

  async #onOpen(note: OnceNote, request: OnceRequest, record: LockRecord): Promise<void> {
    const { lock, capability, keys } = record;
    const isAllowed = await isProven(request, lock, capability);
    const shared = isAllowed ? await sharedSecret(keys, request.reader) : undefined;
    if (!shared) return await this.#refuse(lock, 'wrongProof');
    const reader = encodeBase64url(request.reader);
    const now = this.#deps.now();
    const decided = await this.#change(lock, (current) => answerOpen(current, reader, now));
    if (!decided?.answer) return;
    await this.#answer(note, request, shared, decided.answer);
    const isOwner = decided.record.releases.some((release) => release.reader === reader);
    if (decided.answer.kind === 'spent' && !isOwner) await this.#refuseReader(lock, reader);
  }

  async #onReceipt(note: OnceNote, request: OnceRequest, record: LockRecord): Promise<void> {
    const { lock, keys, contentKey, releases } = record;
    const reader = encodeBase64url(request.reader);
    const own = releases.find((release) => release.reader === reader);
    const shared = own && (await sharedSecret(keys, request.reader));
    if (!shared) return;
    // The key may be erased by the time that a receipt is repeated, and the repetition tells nothing new.
    const isKnown = own.receivedAt !== undefined;
    if (!isKnown) {
      if (!contentKey) return;
      if (!(await isProven(request, lock, receiptSecret(shared, contentKey)))) return;
    }
    const now = this.#deps.now();
    const decided = await this.#change(lock, (current) => answerReceipt(current, reader, now));
    if (decided?.answer) await this.#answer(note, request, shared, decided.answer);
  }

  async #change(lock: Address, by: Decide): Promise<Decided | undefined> {
    const decided = await this.#deps.store.change(lock, by);
    if (decided?.change) this.#deps.onChange(decided.record, decided.change);
    return decided;
  }

  async #answer(
    { address, from }: OnceNote,
    { reader }: OnceRequest,
    shared: Uint8Array,
    answer: Answer,
  ): Promise<void> {
    const body = await answerBody(answer, { lock: address, reader, shared });
    this.#deps.send(address, body, from);
  }

  /** A reader who repeats a refused request counts once. */
  async #refuseReader(lock: Address, reader: string): Promise<void> {
    if (this.#refusedReaders.has(reader)) return;
    this.#refusedReaders.add(reader);
    forgetOldest(this.#refusedReaders);
    await this.#refuse(lock, 'spent');
  }

  async #refuse(lock: Address, why: Refusal): Promise<void> {
    const kind = `${lock} ${why}`;
    const unwritten = this.#unwritten.get(kind) ?? NONE_WRITTEN;
    const count = unwritten.count + 1;
    const now = this.#deps.now();
    const sinceMs = Math.abs(now - unwritten.writtenAt);
    const isTime = sinceMs >= unwritten.everyMs;
    this.#unwritten.delete(kind); // the most recent stand last
    this.#unwritten.set(kind, isTime ? written(unwritten, sinceMs, now) : { ...unwritten, count });
    forgetOldest(this.#unwritten);
    if (!isTime) return;
    const change = { type: 'refused', why } as const;
    await this.#change(lock, (record) => {
      return { record: countRefused(record, why, count, now), change };
    });
  }
}

/** A refusal after a long silence is the first of a possible flood. */
function written({ everyMs }: Unwritten, sinceMs: number, now: number): Unwritten {
  const { shortest, longest } = REFUSALS_EVERY_MS;
  const isQuiet = sinceMs >= longest;
  const nextMs = isQuiet ? shortest : Math.min(longest, 2 * everyMs);
  return { count: 0, writtenAt: now, everyMs: nextMs };
}

function forgetOldest(some: Map<string, unknown> | Set<string>): void {
  const [oldest] = some.keys();
  if (some.size > REMEMBERED && oldest !== undefined) some.delete(oldest);
}
