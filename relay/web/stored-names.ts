/** Says which pages the session of this tab names as stored. Imports no code: the first file that a reader loads needs it. */
import type { Address } from '../protocol/address.ts';

/** Stands before the address of a page in `sessionStorage`. */
export const PAGE_PREFIX = 'page ';

/** True if this tab stored the page before it was left or loaded again. */
export function isNamed(address: Address): boolean {
  try {
    return sessionStorage.getItem(PAGE_PREFIX + address) !== null;
  } catch {
    return false; // this browser stores nothing
  }
}

/** The pages that this tab stored. */
export function namedPages(): readonly Address[] {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PAGE_PREFIX));
    return names.map((name) => name.slice(PAGE_PREFIX.length) as Address); // only pages have such names
  } catch {
    return []; // this browser stores nothing
  }
}
