import type { Address } from '../protocol/address.ts';

/**
 * A page that matched its address. `bytes` are those, or what was sealed in them. Type and name are hints of whoever
 * made the link.
 */
export interface Page {
  readonly address: Address;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string;
  /** The encoding of its text, where a reader chose it or it had to be guessed. */
  readonly encoding?: string;
}

/** How far the reading of one page has come. */
export type Reading =
  | { readonly state: 'connecting' }
  /** Wanted; `holders` is undefined until the relay has counted them. */
  | { readonly state: 'looking'; readonly holders?: number }
  /** Nobody holds it now; the want stands, so it opens by itself if someone comes back. */
  | { readonly state: 'absent' }
  | { readonly state: 'receiving'; readonly received: number; readonly total: number }
  /** The user changed their mind: nothing is wanted any more, and what had come is let go. */
  | { readonly state: 'cancelled' }
  /** Here whole, and being decrypted. */
  | { readonly state: 'opening' }
  /** Here whole, held for others, and closed for want of a key that fits. */
  | { readonly state: 'locked'; readonly lock: Lock }
  | { readonly state: 'shown'; readonly page: Page }
  | { readonly state: 'failed'; readonly problem: ReadingProblem };

/** What is wrong with the key of a page. */
export type Lock =
  | 'no-key' // the link has none, and the bytes look as if they wanted one
  | 'bad-key' // what the link has is none
  | 'wrong-key' // it does not fit
  | 'not-sealed'; // no key fits, since this is no sealed page

/** Why a page cannot be shown; `message` says more where the relay or the link did. */
export interface ReadingProblem {
  readonly reason:
    | 'corrupt' // holders kept sending bytes that do not match the address
    | 'refused' // the relay refused the want
    | 'closed' // the connection was ended for good
    | 'bad-link' // what was opened is not a link
    | 'expired' // the link said until when, and that is over
    | 'disk-full' // what came could not be kept
    | 'no-webcrypto' // an insecure context cannot check addresses
    | 'unexpected';
  readonly message?: string;
}
