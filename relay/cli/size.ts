import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** The bytes in a text such as `500MB`, `20GB` or `1.5TB`. Throws what commander shows as a wrong use. */
export function parseSize(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6}(?:\.\d)?)([KMGT]B)$/i.exec(text) ?? [];
  const bytes = Math.round(Number(count) * (UNITS[unit.toUpperCase()] ?? Number.NaN));
  if (count !== '' && bytes > 0) return bytes;
  throw new InvalidArgumentError('expected a size such as 500MB or 20GB');
}
