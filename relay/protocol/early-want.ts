/** The want that a client says in the address of its socket, one round trip before its first message. [F9] */
import { type Address, isAddress } from './address.ts';

/** A relay that understands it says so in `welcome.can`. */
export const EARLY_WANT = 'early-want';

const QUERY = '?want=';

/** The address of the socket for a client that wants this page. */
export function withEarlyWant(socketUrl: string, address: Address): string {
  return socketUrl + QUERY + address;
}

/** The page that the target of a request to connect names, if any. */
export function earlyWantIn(target: string): Address | undefined {
  const [, address] = target.split(QUERY);
  return isAddress(address) ? address : undefined;
}
