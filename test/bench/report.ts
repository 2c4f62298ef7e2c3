import { type Summary, summarise } from './statistics.ts';
import type { Measure, Pairs, Reach, Workload } from './workload.ts';

export interface Row {
  readonly workload: string;
  readonly measure: string;
  readonly title: string;
  readonly unit: string;
  readonly floor?: Summary;
  readonly relay: Summary;
  /** The relay's figure over the floor's; its median is that of the medians, its spread that of the runs. */
  readonly ratio?: Summary;
  readonly reach: string;
  readonly isReached?: boolean;
}

export function rowsOf(workload: Workload, runs: readonly Pairs[]): Row[] {
  return Object.entries(workload.measures).map(([name, measure]) => {
    const pairs = runs.map((run) => run[name] ?? { relay: Number.NaN });
    const relay = summarise(pairs.map((pair) => pair.relay));
    const beside = besideOf(pairs, relay);
    const { title, unit, reach } = measure;
    return {
      workload: workload.name,
      measure: name,
      title: measure.beside ? `${title} (floor: ${measure.beside})` : title,
      unit,
      ...beside,
      relay,
      reach: reach ? describe(reach, measure) : '',
      ...(reach && { isReached: isReached(reach, relay, beside.ratio) }),
    };
  });
}

function besideOf(
  pairs: readonly { readonly floor?: number; readonly relay: number }[],
  relay: Summary,
): { floor?: Summary; ratio?: Summary } {
  const floors = pairs.flatMap((pair) => pair.floor ?? []);
  if (floors.length === 0) return {};
  const floor = summarise(floors);
  const ratios = pairs.map((pair) => pair.relay / (pair.floor ?? Number.NaN));
  return { floor, ratio: { ...summarise(ratios), median: relay.median / floor.median } };
}

function describe(reach: Reach, { unit }: Measure): string {
  const sign = reach.kind === 'at most' ? '≤' : '≥';
  return 'value' in reach ? `${sign} ${reach.value} ${unit}` : `${sign} ${reach.timesFloor} ×`;
}

function isReached(reach: Reach, relay: Summary, ratio: Summary | undefined): boolean {
  if ('value' in reach) return relay.median <= reach.value;
  if (!ratio) return false;
  return reach.kind === 'at most'
    ? ratio.median <= reach.timesFloor
    : ratio.median >= reach.timesFloor;
}

const HEADINGS = ['workload', 'floor', 'relay', 'relay ÷ floor', 'reach', ''];

/** A Markdown table, its columns aligned for the terminal. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ title, unit, floor, relay, ratio, reach, isReached: reached }) => [
    title,
    floor ? `${summary(floor)} ${unit}` : '—',
    `${summary(relay)} ${unit}`,
    ratio ? summary(ratio) : '—',
    reach,
    reached === undefined ? '' : reached ? 'yes' : 'NO',
  ]);
  const widths = HEADINGS.map((heading, i) =>
    Math.max(...[HEADINGS, ...cells].map((row) => row[i]?.length ?? heading.length)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, i) => (row[i] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(HEADINGS), rule, ...cells.map(line)].join('\n');
}

function summary({ median, min, max }: Summary): string {
  return `${figure(median)} (${figure(min)}–${figure(max)})`;
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
