import type { Address } from '../protocol/address.ts';
import type { Limits } from '../protocol/limits.ts';

/** How a client stands with its relay. */
export type ConnectionState =
  /** Before the first attempt. */
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'open'; readonly limits: Limits }
  /** Not connected; tries again in `retryInMs` from when the state was entered. `code` is what it was closed with. */
  | {
      readonly state: 'waiting';
      readonly retryInMs: number;
      readonly code: number;
      readonly reason: string;
    }
  | { readonly state: 'closed' };

/** Everything a client does, for activity logs and screens. */
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
  /** What came did not match the address; it was discarded and is wanted again from 0. */
  | { readonly type: 'corrupt'; readonly address: Address }
  /** A range was handed to the relay for another reader. */
  | {
      readonly type: 'served';
      readonly address: Address;
      readonly from: number;
      readonly length: number;
    }
  | { readonly type: 'seeders'; readonly address: Address; readonly count: number }
  /** The relay refused; with the code `unreadable` it was the page source that failed. */
  | {
      readonly type: 'refused';
      readonly code: string;
      readonly message: string;
      readonly address?: Address;
    };
