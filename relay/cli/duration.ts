import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The milliseconds in a text such as `90s`, `10m`, `2h` or `7d`. Throws what commander shows as a wrong use. */
export function parseDuration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (count !== '' && Number.isFinite(ms)) return ms;
  throw new InvalidArgumentError('expected a time such as 90s, 10m, 2h or 7d');
}
