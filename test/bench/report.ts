import { type Summary, summarise } from './statistics.ts';
import type { Subject } from './servers.ts';
import type { Measure, Reach, Workload } from './workloads.ts';

/** The figures of one measure over all runs, in the order of the runs. */
type Figures = Readonly<Record<Subject, readonly number[]>>;

export interface Row {
  readonly workload: string;
  readonly measure: string;
  readonly title: string;
  readonly unit: string;
  readonly floor: Summary;
  readonly relay: Summary;
  /** The relay's figure over the floor's; its median is that of the medians, its spread that of the runs. */
  readonly ratio: Summary;
  readonly reach: string;
  readonly isReached?: boolean;
}

export function rowsOf(
  workload: Workload,
  runs: readonly Record<Subject, Record<string, number>>[],
): Row[] {
  return Object.entries(workload.measures).map(([name, measure]) => {
    const figures = {
      floor: runs.map(({ floor }) => floor[name] ?? Number.NaN),
      relay: runs.map(({ relay }) => relay[name] ?? Number.NaN),
    };
    return rowOf(workload.name, name, measure, figures);
  });
}

function rowOf(workload: string, name: string, measure: Measure, figures: Figures): Row {
  const floor = summarise(figures.floor);
  const relay = summarise(figures.relay);
  const ratios = figures.relay.map((value, i) => value / (figures.floor[i] ?? Number.NaN));
  const ratio = { ...summarise(ratios), median: relay.median / floor.median };
  const { title, unit, reach } = measure;
  return {
    workload,
    measure: name,
    title,
    unit,
    floor,
    relay,
    ratio,
    reach: reach ? describe(reach, unit) : '',
    ...(reach && { isReached: isReached(reach, relay, ratio) }),
  };
}

function describe(reach: Reach, unit: string): string {
  const sign = reach.kind === 'at most' ? '≤' : '≥';
  return 'value' in reach ? `${sign} ${reach.value} ${unit}` : `${sign} ${reach.timesFloor} ×`;
}

function isReached(reach: Reach, relay: Summary, ratio: Summary): boolean {
  if ('value' in reach) return relay.median <= reach.value;
  return reach.kind === 'at most'
    ? ratio.median <= reach.timesFloor
    : ratio.median >= reach.timesFloor;
}

const HEADINGS = ['workload', 'floor', 'relay', 'relay ÷ floor', 'reach', ''];

/** A Markdown table, its columns aligned for the terminal. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ title, unit, floor, relay, ratio, reach, isReached: reached }) => [
    title,
    `${summary(floor)} ${unit}`,
    `${summary(relay)} ${unit}`,
    summary(ratio),
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
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
