/** How far one page has come on its way to a reader: one type for every screen, the background and the relay's page. */
import type { Address } from '../protocol/address.ts';

/**
 * A page whose bytes match its address. `bytes` are those bytes, or the content that was sealed in them. The maker of the
 * link chose type and name; both are hints.
 */
export interface Page {
  readonly address: Address;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string;
  /** The encoding of its text, where a reader chose it or the browser guessed it. */
  readonly encoding?: string;
  /** The key that opened it; absent for a public page. */
  readonly key?: Uint8Array<ArrayBuffer>;
}

/** How far the reading of one page has come. */
export type Reading =
  | Arriving
  /** The user took the want back; the bytes received so far are deleted. */
  | { readonly state: 'cancelled' }
  /** All bytes are here and are being decrypted. */
  | { readonly state: 'opening' }
  /** All bytes are here, and the link has no key that fits them. */
  | { readonly state: 'locked'; readonly lock: Lock }
  | { readonly state: 'shown'; readonly page: Page }
  | { readonly state: 'failed'; readonly problem: ReadingProblem };

/** A page that is wanted and not here yet. */
export type Arriving =
  | { readonly state: 'connecting' }
  /** `holders` is undefined until the relay has counted them. */
  | { readonly state: 'looking'; readonly holders?: number }
  /** Nobody holds it now. The want stands, so the page opens by itself once a holder is back. */
  | { readonly state: 'absent'; readonly heldAt?: number }
  | ({ readonly state: 'receiving' } & Progress);

/** Bytes of a page that have come, of all its bytes. */
export interface Progress {
  readonly received: number;
  readonly total: number;
}

/** The state of a wanted page, as the network tells it. */
export interface Arrival {
  readonly isConnected: boolean;
  /** Undefined until the relay has counted. */
  readonly holders: number | undefined;
  /** The last moment, in Unix milliseconds, when somebody held it; undefined where nobody has since the page is looked for. */
  readonly heldAt: number | undefined;
  /** Undefined until bytes come. */
  readonly progress: Progress | undefined;
}

/** The reading of a page that is wanted and not here yet. */
export function arrivingBy({ isConnected, holders, heldAt, progress }: Arrival): Arriving {
  if (progress) return { state: 'receiving', ...progress };
  if (!isConnected) return { state: 'connecting' };
  if (holders === 0) return { state: 'absent', ...(heldAt !== undefined && { heldAt }) };
  return { state: 'looking', ...(holders !== undefined && { holders }) };
}

/** The fault of a key that opens no page. */
export type Lock =
  | 'no-key' // the link has none, and the bytes look sealed
  | 'bad-key' // the link's key is cut off or too long
  | 'wrong-key' // the link's key does not fit
  | 'not-sealed'; // no key fits, since the page is not sealed

/** Why a page cannot be shown; `message` says more where the relay or the link did. */
export interface ReadingProblem {
  readonly reason:
    | 'corrupt' // holders kept sending bytes that do not match the address
    | 'refused' // the relay refused the want
    | 'closed' // the connection was ended for good
    | 'bad-link' // the text that was opened is not a link
    | 'expired' // the link named an end, and that is over
    | 'disk-full' // the page could not be stored
    | 'no-webcrypto' // an insecure context cannot check addresses
    | 'unexpected';
  readonly message?: string;
}
