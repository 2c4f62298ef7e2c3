/** Whether nobody else holds a page; while nobody has counted, that is not known. */
export function isOnlyCopy(holders: number | undefined): boolean {
  // None at all: this browser is about to be announced as the one.
  return holders !== undefined && holders <= 1;
}
