/** Says whether nobody else holds a page. Unknown while nobody has counted. */
export function isOnlyCopy(holders: number | undefined): boolean {
  // Zero counts too: this browser is about to be announced as the only holder.
  return holders !== undefined && holders <= 1;
}
