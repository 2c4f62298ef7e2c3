const UNITS = ['KiB', 'MiB', 'GiB'] as const;

/** A size for people: `1 byte`, `999 bytes`, `1.5 KiB`, `32 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let size = bytes;
  let unit: string = UNITS[0];
  for (const name of UNITS) {
    size /= 1024;
    unit = name;
    // What would round up to 1024 belongs to the next unit.
    if (size < 1023.5) break;
  }
  return `${size < 9.95 ? size.toFixed(1).replace(/\.0$/, '') : Math.round(size)} ${unit}`;
}
