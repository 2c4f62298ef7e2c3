import { type Address, addressFromBytes } from '../protocol/index.ts';

/** The address of the page that `bytes` are. */
export async function addressOf(bytes: Uint8Array): Promise<Address> {
  // The types rule out views of shared memory, which no page is ever kept in.
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return addressFromBytes(new Uint8Array(digest));
}
