/**
 * The author's whole truth about one once link, and the decisions about it. All functions are pure: the same record,
 * request and time give the same decision. Whoever owns the record owns the count.
 */
import type { Address } from '../../protocol/index.ts';
import type { Bytes, OnceKeys } from './key-derivation.ts';

/** One record, changed only in one strict transaction. Everything in it can be cloned into IndexedDB. */
export interface LockRecord {
  /** The address of the lock: the one in the link. */
  readonly lock: Address;
  /** The address of the sealed page. */
  readonly page: Address;
  /** The secret of the link: 32 bytes. */
  readonly capability: Bytes;
  readonly keys: OnceKeys;
  /** The key of the page. It is erased once the link is spent and every receipt is here. */
  readonly contentKey?: Bytes;
  /** The number of readers to whom this link gives the key. */
  readonly total: number;
  /** The oldest first. */
  readonly releases: readonly Release[];
  readonly refused: Readonly<Record<Refusal, Tries>>;
  /** The person that the link is for. Only the author sees it. */
  readonly person?: string;
  /** Unix milliseconds, as all times of this record. */
  readonly createdAt: number;
}

/** One reader got the key, or may have got it. */
export interface Release {
  /** The reader's public key, base64url. */
  readonly reader: string;
  readonly at: number;
  /** The time of the receipt: the reader's browser said that it shows the page. */
  readonly receivedAt?: number;
}

/** The reason why somebody got no key: no proof of having the whole link, or all opens of the link are used. */
export type Refusal = 'wrongProof' | 'spent';

export interface Tries {
  readonly count: number;
  readonly lastAt?: number;
}

/** What the author's browser tells a reader. */
export type Answer =
  | { readonly kind: 'key'; readonly contentKey: Uint8Array; readonly at: number }
  /** All opens are used, or this reader has used its own. `at`: the time of that release. */
  | { readonly kind: 'spent'; readonly at: number; readonly total: number }
  /** The receipt of this reader is recorded. */
  | { readonly kind: 'received'; readonly at: number };

/** What changed in a record, for screens and notifications. */
export type LockChange =
  | { readonly type: 'released'; readonly release: Release }
  | { readonly type: 'received'; readonly release: Release }
  | { readonly type: 'refused'; readonly why: Refusal };

/** `record` is the same object if nothing changed. A store may keep more facts in its records. */
export interface Decided<R extends LockRecord = LockRecord> {
  readonly record: R;
  readonly answer?: Answer;
  readonly change?: LockChange;
}

/** Decides about a reader who proved to have the link and asks for the key. */
export function answerOpen<R extends LockRecord>(
  record: R,
  reader: string,
  now: number,
): Decided<R> {
  const { contentKey, releases, total } = record;
  const own = releases.find((release) => release.reader === reader);
  if (own && own.receivedAt === undefined && contentKey) {
    return { record, answer: { kind: 'key', contentKey, at: own.at } };
  }
  if (own) return { record, answer: { kind: 'spent', at: own.at, total } };
  if (releases.length < total && contentKey) {
    const release = { reader, at: now };
    return {
      record: { ...record, releases: [...releases, release] },
      answer: { kind: 'key', contentKey, at: now },
      change: { type: 'released', release },
    };
  }
  const at = releases.at(-1)?.at ?? record.createdAt;
  return { record, answer: { kind: 'spent', at, total } };
}

/** Decides about a proven receipt of a reader. */
export function answerReceipt<R extends LockRecord>(
  record: R,
  reader: string,
  now: number,
): Decided<R> {
  const own = record.releases.find((release) => release.reader === reader);
  if (!own) return { record };
  if (own.receivedAt !== undefined) {
    return { record, answer: { kind: 'received', at: own.receivedAt } };
  }
  const release = { ...own, receivedAt: now };
  const releases = record.releases.map((one) => (one === own ? release : one));
  return {
    record: withoutSpentKey({ ...record, releases }),
    answer: { kind: 'received', at: now },
    change: { type: 'received', release },
  };
}

/** Counts `tries` that got no key. */
export function countRefused<R extends LockRecord>(
  record: R,
  why: Refusal,
  tries: number,
  now: number,
): R {
  const count = record.refused[why].count + tries;
  return { ...record, refused: { ...record.refused, [why]: { count, lastAt: now } } };
}

function withoutSpentKey<R extends LockRecord>(record: R): R {
  const isOver =
    record.releases.length >= record.total &&
    record.releases.every(({ receivedAt }) => receivedAt !== undefined);
  if (!isOver) return record;
  const { contentKey: _, ...rest } = record;
  return rest as R; // the key is optional
}
