/** Says what the session of this tab names as stored. Imports no code: the first file that a reader loads needs it. */
import type { Address } from '../protocol/address.ts';

/** Stands before the address of a page in `sessionStorage`. */
export const PAGE_PREFIX = 'page ';
/** Stands before the name of a bundle in `sessionStorage`. */
export const BUNDLE_PREFIX = 'bundle ';
/** Stands before the address of a page, shared by links that open once, in `sessionStorage`. */
export const ONCE_PREFIX = 'once ';

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
  return namedHere(PAGE_PREFIX) as readonly Address[]; // only pages have such names
}

/** The pages that this tab shared by links that open once. */
export function namedOnce(): readonly Address[] {
  return namedHere(ONCE_PREFIX) as readonly Address[]; // only pages have such names
}

/** The bundles of which this tab stored parts. */
export function namedBundles(): readonly string[] {
  return namedHere(BUNDLE_PREFIX);
}

function namedHere(prefix: string): readonly string[] {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(prefix));
    return names.map((name) => name.slice(prefix.length));
  } catch {
    return []; // this browser stores nothing
  }
}
