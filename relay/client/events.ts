import type { Address } from '../protocol/address.ts';
import type { Limits } from '../protocol/limits.ts';

/** The state of a client's connection to its relay. */
export type ConnectionState =
  /** Before the first attempt. */
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  /** `takesNotes`: the relay passes notes on. */
  | { readonly state: 'open'; readonly limits: Limits; readonly takesNotes: boolean }
  /**
   * Not connected. The client tries again `retryInMs` after it entered this state. `code` is the close code of the
   * connection.
   */
  | {
      readonly state: 'waiting';
      readonly retryInMs: number;
      readonly code: number;
      readonly reason: string;
    }
  | { readonly state: 'closed' };

/** Every action of a client, for activity logs and screens. */
export type ClientEvent =
  | { readonly type: 'connection'; readonly connection: ConnectionState }
  /** The relay kept this client's place while the connection was lost. */
  | { readonly type: 'resumed' }
  | { readonly type: 'announced'; readonly addresses: readonly Address[] }
  | { readonly type: 'wanted'; readonly address: Address; readonly from: number }
  | {
      readonly type: 'received';
      readonly address: Address;
      readonly received: number;
      readonly total: number;
    }
  | { readonly type: 'verified'; readonly address: Address; readonly total: number }
  /** The bytes did not match the address. The client discarded them and wants the page again from 0. */
  | { readonly type: 'corrupt'; readonly address: Address }
  /** The client sent a range to the relay for another reader. */
  | {
      readonly type: 'served';
      readonly address: Address;
      readonly from: number;
      readonly length: number;
    }
  | { readonly type: 'seeders'; readonly address: Address; readonly count: number }
  /** A note of another client. `from` names the sender, and works as `to` in an answer. */
  | {
      readonly type: 'note';
      readonly address: Address;
      readonly from: string;
      readonly body: Uint8Array;
    }
  /**
   * The relay refused. Two codes are the client's own: `unreadable`, the page source failed; `no-notes`, the relay
   * passes no such notes on.
   */
  | {
      readonly type: 'refused';
      readonly code: string;
      readonly message: string;
      readonly address?: Address;
    };
