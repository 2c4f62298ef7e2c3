import type { Address } from './address.ts';
import { EARLY_WANT } from './early-want.ts';
import type { Limits } from './limits.ts';

/** Sent by a client that holds these pages. From now on, the relay may ask it for any range of them. */
export interface Have {
  readonly type: 'have';
  readonly addresses: readonly Address[];
  /** The client takes notes about these pages. A `have` without it ends that. Only where `welcome.can` names `note`. */
  readonly answers?: true;
}

/** Sent by a client that no longer holds these pages; also the answer to a `request` that it cannot serve. */
export interface Drop {
  readonly type: 'drop';
  readonly addresses: readonly Address[];
}

/** Sent by a client that wants a page from byte `from`. The want stands until it is served, `unwant`, or disconnect. */
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

/** Sent by a client that shows these pages. It gets their seeder counts now and on every change. */
export interface Watch {
  readonly type: 'watch';
  readonly addresses: readonly Address[];
}

/** Sent by a client that no longer shows these pages. */
export interface Unwatch {
  readonly type: 'unwatch';
  readonly addresses: readonly Address[];
}

/** A reader who resumes has all bytes of the page before `from`. */
export interface WantFrom {
  readonly address: Address;
  readonly from: number;
}

/** A client's first message after a reconnect. It continues `session` with all haves and watches, and wants `wants`. */
export interface Resume {
  readonly type: 'resume';
  readonly session: string;
  readonly wants: readonly WantFrom[];
}

/** Sent by a client to keep the connection alive. `pong` answers it after all earlier messages took effect. */
export interface Ping {
  readonly type: 'ping';
}

/** Sent by a seeder in answer to `cancel`: it sends nothing more of this range. */
export interface Cancelled {
  readonly type: 'cancelled';
  readonly address: Address;
  readonly from: number;
  readonly length: number;
}

/**
 * Sent by a client to somebody who answers for a page: to the peer of this name, or to anyone who answers. The relay
 * passes the body on and does not read it.
 */
export interface Note {
  readonly type: 'note';
  readonly address: Address;
  /** The `from` of a note that came. */
  readonly to?: string;
  /** Base64url of 1 to `limits.noteBytes` characters. */
  readonly body: string;
}

export type ClientMessage =
  Have | Drop | Want | Unwant | Watch | Unwatch | Resume | Ping | Cancelled | Note;

/** The relay's first message on every connection. */
export interface Welcome {
  readonly type: 'welcome';
  readonly limits: Limits;
  readonly heartbeatSeconds: number;
  /** The optional messages that this relay understands. A client sends no other optional message. Absent means none. */
  readonly can?: readonly string[];
  /** A secret with which the next connection can resume this one. Absent if the relay resumes no sessions. */
  readonly session?: string;
}

/** The answer to `resume`: the relay handled this number of messages on the lost connection and kept their effects. */
export interface Resumed {
  readonly type: 'resumed';
  readonly received: number;
}

/** Sent to a seeder: send bytes `[from, from + length)` of this page, up to its end at most, or `drop` the page. */
export interface Request {
  readonly type: 'request';
  readonly address: Address;
  readonly from: number;
  readonly length: number;
}

/** Sent to a seeder: do not send the rest of the range that a `request` asked for. A client may ignore it. */
export interface Cancel {
  readonly type: 'cancel';
  readonly address: Address;
  readonly from: number;
  readonly length: number;
}

/**
 * Seeder counts: sent at once after `watch` and `want`, later to watchers on change, several changes in one message.
 */
export interface Seeders {
  readonly type: 'seeders';
  readonly counts: Readonly<Record<Address, number>>;
}

/** Sent to a reader that got wrong bytes: it discards them, and its want starts again from 0. */
export interface Corrupt {
  readonly type: 'corrupt';
  readonly address: Address;
}

/** A note of another client. Its `from` names the sender, and works as `to` in an answer. */
export interface ReceivedNote {
  readonly type: 'note';
  readonly address: Address;
  readonly from: string;
  readonly body: string;
}

/** A typed refusal. */
export interface ErrorMessage {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  readonly address?: Address;
}

/** The answer to `ping`. */
export interface Pong {
  readonly type: 'pong';
}

/** The relay stops: the client comes back after `retryAfterMs`, with jitter. */
export interface Bye {
  readonly type: 'bye';
  readonly reason: string;
  readonly retryAfterMs: number;
}

export type RelayMessage =
  | Welcome
  | Resumed
  | Request
  | Cancel
  | Seeders
  | Corrupt
  | ReceivedNote
  | ErrorMessage
  | Pong
  | Bye;

/** The optional messages that this version of the relay understands, and the early want. */
export const OPTIONAL_MESSAGES: readonly string[] = ['cancelled', EARLY_WANT, 'note'];

/** The `error` codes that this version sends. A client treats an unknown code as a refusal. */
export type ErrorCode =
  | 'malformed'
  | 'unknown-type'
  | 'too-many-haves'
  | 'too-many-wants'
  | 'too-many-watches'
  | 'too-large'
  | 'shut-out'
  | 'blocked'
  | 'nobody'
  | 'too-many-notes'
  | 'unknown-session';
