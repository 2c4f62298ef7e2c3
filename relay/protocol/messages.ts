import type { Address } from './address.ts';
import type { Limits } from './limits.ts';

/** Sent by a client when it holds these pages: it may be asked for any range of them from now on. */
export interface Have {
  readonly type: 'have';
  readonly addresses: readonly Address[];
}

/** Sent by a client that no longer holds these pages, also in answer to a `request` it cannot serve. */
export interface Drop {
  readonly type: 'drop';
  readonly addresses: readonly Address[];
}

/** Sent by a client that wants a page from byte `from`; stands until served, `unwant` or disconnect. */
export interface Want {
  readonly type: 'want';
  readonly address: Address;
  readonly from: number;
}

/** Sent by a client that no longer wants a page. */
export interface Unwant {
  readonly type: 'unwant';
  readonly address: Address;
}

/** Sent by a client that shows these pages: it gets their seeder counts now and on change. */
export interface Watch {
  readonly type: 'watch';
  readonly addresses: readonly Address[];
}

/** Sent by a client that no longer shows these pages. */
export interface Unwatch {
  readonly type: 'unwatch';
  readonly addresses: readonly Address[];
}

/** What a reader who resumes has of a page: all bytes before `from`. */
export interface WantFrom {
  readonly address: Address;
  readonly from: number;
}

/** A client's first message after it reconnected: it is again what it was in `session`, wanting `wants`. */
export interface Resume {
  readonly type: 'resume';
  readonly session: string;
  readonly wants: readonly WantFrom[];
}

/** Sent by a client to keep the connection alive; answered by `pong` once all before it took effect. */
export interface Ping {
  readonly type: 'ping';
}

/** Sent by a seeder in answer to `cancel`: nothing more of this range comes from it. */
export interface Cancelled {
  readonly type: 'cancelled';
  readonly address: Address;
  readonly from: number;
  readonly length: number;
}

export type ClientMessage =
  Have | Drop | Want | Unwant | Watch | Unwatch | Resume | Ping | Cancelled;

/** The relay's first message on every connection. */
export interface Welcome {
  readonly type: 'welcome';
  readonly limits: Limits;
  readonly heartbeatSeconds: number;
  /** The optional messages that this relay understands; a client sends no other optional one. None where absent. */
  readonly can?: readonly string[];
  /** A secret by which the next connection can resume this one; absent where the relay resumes nothing. */
  readonly session?: string;
}

/** Answers `resume`: the relay had handled so many messages of the lost connection, and kept what they said. */
export interface Resumed {
  readonly type: 'resumed';
  readonly received: number;
}

/** Sent to a seeder: send bytes `[from, from + length)` of this page, cut at its end, or `drop` it. */
export interface Request {
  readonly type: 'request';
  readonly address: Address;
  readonly from: number;
  readonly length: number;
}

/** Sent to a seeder: stop what is left of the range that a `request` asked for. A client may ignore it. */
export interface Cancel {
  readonly type: 'cancel';
  readonly address: Address;
  readonly from: number;
  readonly length: number;
}

/** Seeder counts: at once after `watch` and `want`, then to watchers on change, coalesced. */
export interface Seeders {
  readonly type: 'seeders';
  readonly counts: Readonly<Record<Address, number>>;
}

/** Sent to a reader whose bytes so far were wrong: discard them; the want starts again from 0. */
export interface Corrupt {
  readonly type: 'corrupt';
  readonly address: Address;
}

/** A typed refusal. */
export interface ErrorMessage {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  readonly address?: Address;
}

/** Answers `ping`. */
export interface Pong {
  readonly type: 'pong';
}

/** The relay is draining: come back after `retryAfterMs`, jittered. */
export interface Bye {
  readonly type: 'bye';
  readonly reason: string;
  readonly retryAfterMs: number;
}

export type RelayMessage =
  Welcome | Resumed | Request | Cancel | Seeders | Corrupt | ErrorMessage | Pong | Bye;

/** The optional messages that this version of the relay understands. */
export const OPTIONAL_MESSAGES: readonly string[] = ['cancelled'];

/** The codes of `error` that this version sends; a client treats one it does not know as a refusal. */
export type ErrorCode =
  | 'malformed'
  | 'unknown-type'
  | 'too-many-haves'
  | 'too-many-wants'
  | 'too-many-watches'
  | 'too-large'
  | 'shut-out'
  | 'blocked'
  | 'unknown-session';
