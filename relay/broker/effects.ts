import type { Address } from '../protocol/address.ts';
import type { CloseCode } from '../protocol/close-codes.ts';
import type { ErrorCode, RelayMessage } from '../protocol/messages.ts';

/** A connection's number, handed in by the edge and never used again. */
export type PeerId = number;
/** The number of a peer whose connection was lost; neighbours are numbered below it. */
export const NO_CONNECTION: PeerId = 0;
export type TransferId = number;
/** Milliseconds on the edge's monotonic clock. */
export type Millis = number;

/**
 * Why a transfer is over.
 * - complete: its readers were sent the whole page.
 * - corrupt: its bytes were not the address, or contradicted each other; its readers start again.
 * - unproven: only suspects could have gone on with it, whose bytes are never mixed; its readers start again.
 * - unread: its last reader went.
 * - blocked: the operator blocked the address.
 */
export type Ending = 'complete' | 'corrupt' | 'unproven' | 'unread' | 'blocked';

/** Why a note reached nobody. */
export type NoteRefusal = 'nobody' | 'too-many-notes';

/** A note on its way from one relay of a cluster to another. */
export interface CarriedNote {
  readonly address: Address;
  /** The name of its addressee; absent for anyone who answers. */
  readonly to?: string;
  /** The name of its sender. */
  readonly from: string;
  readonly body: string;
  /** It answers a note that was paid for, so the answer to it is not free. */
  readonly isAnswer: boolean;
}

/**
 * The broker's orders to the edge. 'The frame' is the content frame whose arrival the edge has just reported; its
 * bytes never come here.
 */
export type Effect =
  | { readonly type: 'send'; readonly to: PeerId; readonly message: RelayMessage }
  | {
      readonly type: 'close';
      readonly peer: PeerId;
      readonly code: CloseCode;
      readonly reason: string;
    }
  /** Pass the frame on; add it to the transfer's running hash, and keep it for readers who join. */
  | {
      readonly type: 'forward';
      readonly transfer: TransferId;
      readonly address: Address;
      /** The frame is the page's last. */
      readonly isLast: boolean;
      readonly to: readonly PeerId[];
      readonly hash: boolean;
      readonly keep: boolean;
    }
  /** Send a ping of WebSocket behind the content, and say by `answered` that its pong has come. */
  | { readonly type: 'probe'; readonly to: PeerId }
  /** The frame is the last: say by `verified` whether the hash over all of them is the address. */
  | { readonly type: 'verify'; readonly transfer: TransferId; readonly address: Address }
  /** Send the kept frames to a reader who joined. */
  | {
      readonly type: 'replay';
      readonly transfer: TransferId;
      readonly address: Address;
      readonly to: PeerId;
    }
  /** Copy the running hash: `into` goes on from where `transfer` is. */
  | { readonly type: 'fork'; readonly transfer: TransferId; readonly into: TransferId }
  /** Forget the kept frames. */
  | { readonly type: 'release'; readonly transfer: TransferId }
  /** Forget the transfer. */
  | { readonly type: 'end'; readonly transfer: TransferId; readonly why: Ending }
  /** Something about these addresses changed that `supplyOf` tells. Only where the broker was asked to say so. */
  | { readonly type: 'changed'; readonly addresses: readonly Address[] }
  /** Pass the note on to this relay, or to any where somebody answers. Only where the broker tells changes. */
  | {
      readonly type: 'carry';
      readonly sender: PeerId;
      readonly relay?: string;
      readonly note: CarriedNote;
    }
  /** The note that came from another relay under this ticket reached nobody. */
  | { readonly type: 'decline'; readonly ticket: string; readonly code: NoteRefusal }
  /** A client came under a session that is not this relay's. Only where the broker was asked to tell changes. */
  | { readonly type: 'moved'; readonly session: string };

/** Collects effects while one input is handled. */
export class Outbox {
  #effects: Effect[] = [];
  /** Undefined when no backplane asks for changes. */
  readonly #changed: Set<Address> | undefined;

  constructor(tellsChanges = false) {
    this.#changed = tellsChanges ? new Set() : undefined;
  }

  push(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** Sends nothing to a peer without a connection: it gets everything when it is back. */
  send(to: PeerId, message: RelayMessage): void {
    if (to !== NO_CONNECTION) this.#effects.push({ type: 'send', to, message });
  }

  refuse(to: PeerId, code: ErrorCode, message: string, address?: Address): void {
    this.send(to, { type: 'error', code, message, ...(address && { address }) });
  }

  /** The result of `supplyOf` for the address may have changed. */
  changed(address: Address): void {
    this.#changed?.add(address);
  }

  changedAll(addresses: Iterable<Address>): void {
    if (this.#changed) for (const address of addresses) this.#changed.add(address);
  }

  /** True when a backplane asks for changes. */
  get tellsChanges(): boolean {
    return this.#changed !== undefined;
  }

  /** A client came under a session that is not this relay's. */
  moved(session: string): void {
    if (this.#changed) this.push({ type: 'moved', session });
  }

  /** Everything collected since the last call. */
  take(): Effect[] {
    const effects = this.#effects;
    this.#effects = [];
    if (this.#changed && this.#changed.size > 0) {
      effects.push({ type: 'changed', addresses: [...this.#changed] });
      this.#changed.clear();
    }
    return effects;
  }
}
