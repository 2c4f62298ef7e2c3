export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function summarise(values: readonly number[]): Summary {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

export function median(values: readonly number[]): number {
  const sorted = sort(values);
  const below = sorted[Math.floor((sorted.length - 1) / 2)];
  const above = sorted[Math.floor(sorted.length / 2)];
  if (below === undefined || above === undefined) throw new Error('expected at least one value');
  return (below + above) / 2;
}

/** The value that 99 % of all stay below. */
export function p99(values: readonly number[]): number {
  return sort(values)[Math.floor(values.length * 0.99)] ?? Number.NaN;
}

/** The value that 95 % of all stay below. */
export function p95(values: readonly number[]): number {
  return sort(values)[Math.floor(values.length * 0.95)] ?? Number.NaN;
}

function sort(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
