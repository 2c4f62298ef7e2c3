import { type Address, addressFromBytes } from '../protocol/index.ts';

/** The address of the page with these `bytes`. */
export async function addressOf(bytes: Uint8Array): Promise<Address> {
  // The types exclude views of shared memory, and no page is ever in one.
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return addressFromBytes(new Uint8Array(digest));
}
