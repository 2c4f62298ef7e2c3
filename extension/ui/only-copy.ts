import type { AtHome } from '../store/at-home.ts';

/** Says whether nobody else holds a page. Unknown while nobody has counted. A keeper of the user's holds it, seen or not. */
export function isOnlyCopy(holders: number | undefined, home?: AtHome): boolean {
  // Zero counts too: this browser is about to be announced as the only holder.
  return home !== 'kept' && holders !== undefined && holders <= 1;
}

/** Says whether all copies are the user's own: here, and at this many keepers. A deletion takes them all. */
export function isOnlyOwn(holders: number | undefined, atKeepers: number): boolean {
  return holders !== undefined && holders <= 1 + atKeepers;
}
