/** A once link that this browser opens as a reader. */
import type { Address } from '@mayfly/relay/protocol';

/** The keys stay until the author's browser has the receipt: a reload of the tab then opens the same page again. */
export interface OnceRead {
  readonly lock: Address;
  /** X25519. Nobody can read the private key out of them. */
  readonly keys: CryptoKeyPair;
  /** `true` once the person has pressed Open. */
  readonly asked: boolean;
  /** The time at which the page was on the screen, in Unix milliseconds. */
  readonly openedAt?: number;
}
