/** The match pattern for a relay's host; patterns know no ports. */
export function hostPattern(relay: string): string {
  const { protocol, hostname } = new URL(relay);
  return `${protocol}//${hostname}/*`;
}
