/**
 * `npm run bench [-- <workload> …] [--runs N] [--json FILE] [--profile FOLDER]`: every workload against the relay and
 * against its floor, by turns, as a table of medians, spreads and ratios.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildStale, WEB_PAGE } from '../../relay/build.ts';
import { type Row, rowsOf, tableOf } from './report.ts';
import { pinLoad, Server, type Subject } from './servers.ts';
import { type Workload, WORKLOADS } from './workloads.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    json: { type: 'string' },
    /** Where the relay and the floor leave a CPU profile of each run. */
    profile: { type: 'string' },
  },
});

await main();

async function main(): Promise<void> {
  const workloads = chosen(positionals);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`expected --runs N, got ${values.runs}`);
  buildStale([WEB_PAGE]); // the relay does not start without it
  warnIfBusy();
  pinLoad();
  const rows: Row[] = [];
  for (const workload of workloads) rows.push(...(await measure(workload, runs)));
  console.log(`\n${tableOf(rows)}\n`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(recordOf(rows, runs), null, 2)}\n`);
}

function warnIfBusy(): void {
  const [load = 0] = loadavg();
  if (load > 0.5)
    console.log(`Others use this machine (load ${load.toFixed(1)}): expect a wide spread.`);
}

function chosen(names: readonly string[]): readonly Workload[] {
  const known = WORKLOADS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`no workload is called ${unknown.join(', ')}; there are ${known.join(', ')}`);
  }
  return names.length === 0 ? WORKLOADS : WORKLOADS.filter(({ name }) => names.includes(name));
}

async function measure(workload: Workload, count: number): Promise<Row[]> {
  const runs: Record<Subject, Record<string, number>>[] = [];
  for (let i = 0; i < count; i++) {
    console.log(`${workload.name}: run ${i + 1} of ${count}`);
    // By turns, and each first as often as the other, so that a slow moment of the machine meets both.
    if (i % 2 === 0) {
      const floor = await runOnce(workload, 'floor');
      runs.push({ floor, relay: await runOnce(workload, 'relay') });
    } else {
      const relay = await runOnce(workload, 'relay');
      runs.push({ floor: await runOnce(workload, 'floor'), relay });
    }
  }
  return rowsOf(workload, runs);
}

async function runOnce(workload: Workload, subject: Subject): Promise<Record<string, number>> {
  const server = await Server.start(subject, values.profile);
  try {
    return await workload.run(server);
  } finally {
    await server.stop();
  }
}

function recordOf(rows: readonly Row[], runs: number) {
  const [cpu] = cpus();
  return {
    at: new Date().toISOString(),
    node: process.version,
    cpu: `${cpus().length} × ${cpu?.model ?? 'unknown'}`,
    runs,
    rows,
  };
}
