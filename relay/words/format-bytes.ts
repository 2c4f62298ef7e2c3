import { isolated, type PlainKey, t } from './language.ts';

const UNITS: readonly PlainKey[] = ['view_kilobytes', 'view_megabytes', 'view_gigabytes'];
/** People know decimal units from their disks and their tariffs. */
const STEP = 1000;

/** A size for people: `1 byte`, `999 bytes`, `1.5 kB`, `34 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < STEP) return t('view_bytes', { count: bytes });
  let size = bytes;
  let unit: PlainKey = 'view_kilobytes';
  for (const name of UNITS) {
    size /= STEP;
    unit = name;
    // A size that rounds up to 1000 belongs to the next unit.
    if (size < STEP - 0.5) break;
  }
  const rounded = size < 9.95 ? Math.round(size * 10) / 10 : Math.round(size);
  // Isolated in any text, because every language writes these units in Latin letters.
  return isolated(t(unit, { size: rounded }));
}

/** A limit for people, as a round figure that is surely within it: `30 MB` for 33,554,432 bytes. */
export function formatRoom(bytes: number): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1))));
  return formatBytes(bytes < STEP ? bytes : Math.floor(bytes / step) * step);
}
