import { isolated, type PlainKey, t } from './language.ts';

const UNITS: readonly PlainKey[] = ['view_kib', 'view_mib', 'view_gib'];

/** A size for people: `1 byte`, `999 bytes`, `1.5 KiB`, `32 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return t('view_bytes', { count: bytes });
  let size = bytes;
  let unit: PlainKey = 'view_kib';
  for (const name of UNITS) {
    size /= 1024;
    unit = name;
    // A number that would round up to 1024 belongs to the next unit.
    if (size < 1023.5) break;
  }
  const rounded = size < 9.95 ? Math.round(size * 10) / 10 : Math.round(size);
  // Isolated in any text, because every language writes these units in Latin letters.
  return isolated(t(unit, { size: rounded }));
}
