import type { Address } from '../protocol/address.ts';

/** A page whose bytes match its address. Type and name are hints of whoever made the link. */
export interface Page {
  readonly address: Address;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly name?: string;
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
  | { readonly state: 'shown'; readonly page: Page }
  | { readonly state: 'failed'; readonly problem: ReadingProblem };

/** Why a page cannot be shown; `message` says more where the relay or the link did. */
export interface ReadingProblem {
  readonly reason:
    | 'corrupt' // holders kept sending bytes that do not match the address
    | 'refused' // the relay refused the want
    | 'closed' // the connection was ended for good
    | 'sealed' // the link carries a key, which this version cannot use
    | 'bad-link' // what was opened is not a link
    | 'no-webcrypto' // an insecure context cannot check addresses
    | 'unexpected';
  readonly message?: string;
}
