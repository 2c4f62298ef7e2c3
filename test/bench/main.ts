/**
 * `npm run bench [-- <workload> …] [--runs N] [--json FILE] [--profile FOLDER]`: every workload against the relay and
 * against its floor, by turns, as a table of medians, spreads and ratios. `cluster` names all workloads of a cluster.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildStale, WEB_PAGE } from '../../relay/build.ts';
import { findNatsServer } from '../backplane/nats-server.ts';
import { findChromium } from '../support/chromium.ts';
import { RelayCluster } from './cluster/relay-cluster.ts';
import { type Row, rowsOf, tableOf } from './report.ts';
import { openFilesLimit, pinLoad, Server } from './servers.ts';
import type { Pairs, Turn, Workload } from './workload.ts';
import { WORKLOADS } from './workloads.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
    /** The folder in which the relay and the floor leave a CPU profile of each run. */
    profile: { type: 'string' },
  },
});

await main();

async function main(): Promise<void> {
  const workloads = chosen(positionals);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`expected --runs N, got ${values.runs}`);
  requireOpenFiles(workloads);
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
  const known = new Set<string>(WORKLOADS.flatMap(({ name, group }) => [group ?? name, name]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `no workload is called ${unknown.join(', ')}; there are ${[...known].join(', ')}`,
    );
  }
  const isNamed = ({ name, group }: Workload): boolean =>
    names.length === 0 || names.some((one) => one === name || one === group);
  return withNats(withChromium(WORKLOADS.filter(isNamed)));
}

function withChromium(workloads: readonly Workload[]): readonly Workload[] {
  if (findChromium()) return workloads;
  const possible = workloads.filter(({ needsChromium }) => !needsChromium);
  if (possible.length < workloads.length) console.log('Skipped the workloads that need Chromium.');
  return possible;
}

function withNats(workloads: readonly Workload[]): readonly Workload[] {
  if (findNatsServer()) return workloads;
  const possible = workloads.filter(({ group }) => group !== 'cluster');
  if (possible.length < workloads.length)
    console.log('Skipped the workloads that need a nats-server: the Debian package has that name.');
  return possible;
}

/** Every connection is an open file of the load and one of the server. */
function requireOpenFiles(workloads: readonly Workload[]): void {
  const needed = Math.max(...workloads.map(({ connections }) => connections)) + 100;
  const limit = openFilesLimit();
  if (limit >= needed) return;
  throw new Error(
    `these workloads need ${needed} open files and ${limit} are allowed: run 'ulimit -n ${needed}' first, or name others`,
  );
}

async function measure(workload: Workload, count: number): Promise<Row[]> {
  const runs: Pairs[] = [];
  for (let i = 0; i < count; i++) {
    console.log(`${workload.name}: run ${i + 1} of ${count}`);
    runs.push(await workload.run(turnOf(i)));
  }
  return rowsOf(workload, runs);
}

function turnOf(run: number): Turn {
  return {
    isFloorFirst: run % 2 === 0,
    async on(subject, use) {
      const server = await Server.start(subject, { profileFolder: values.profile });
      try {
        return await use(server);
      } finally {
        await server.stop();
      }
    },
    async onCluster(size, use, options) {
      const cluster = await RelayCluster.start(size, { ...options, profileFolder: values.profile });
      try {
        return await use(cluster);
      } finally {
        await cluster.stop();
      }
    },
  };
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
