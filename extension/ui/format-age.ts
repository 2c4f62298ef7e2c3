const UNITS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago `at` was: `just now`, `5 minutes ago`, `yesterday`. Both in Unix milliseconds. */
export function formatAge(at: number, now: number): string {
  const elapsedMs = Math.max(0, now - at);
  const found = UNITS.find(({ ms }) => elapsedMs >= ms);
  return found ? words.format(-Math.floor(elapsedMs / found.ms), found.unit) : 'just now';
}
