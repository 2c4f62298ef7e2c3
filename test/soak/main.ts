/**
 * `npm run soak [-- --minutes N]`: clients come and go on a real relay for so long; then its heap, its handles and its
 * state must be back where they were. Prints a table; exits with 1 where something has grown.
 * `npm run soak -- bundle [--mebibytes N --kills N]`: see `bundle.ts`.
 * `npm run soak -- keeper [--pages N --gigabytes N --reads N]`: see `keeper.ts`.
 */
import { parseArgs } from 'node:util';
import { buildStale } from '../../relay/build.ts';
import type { Relay } from '../../relay/server/serve.ts';
import { startRelay } from '../support/wire.ts';
import { soakBundle } from './bundle.ts';
import { Churn } from './churn.ts';
import { soakKeeper } from './keeper.ts';

const MIB = 1024 * 1024;
/** The first part of a run warms up one-time costs: code, caches, pools. */
const WARM_UP = 0.2;
/** Places of lost connections are kept for 30 s, and standings of pages for a while. */
const SETTLE_MS = 45_000;

interface Gauge {
  readonly name: string;
  readonly value: number;
  /** By how much it may have grown. */
  readonly tolerance: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '2' },
    mebibytes: { type: 'string', default: '2048' },
    kills: { type: 'string', default: '20' },
    pages: { type: 'string', default: '10000' },
    gigabytes: { type: 'string', default: '20' },
    reads: { type: 'string', default: '500' },
  },
});

buildStale(); // the relay does not start without its web page
if (positionals.includes('bundle')) {
  await soakBundle({ mebibytes: above0('mebibytes'), kills: above0('kills') });
} else if (positionals.includes('keeper')) {
  const bytes = above0('gigabytes') * 1e9;
  await soakKeeper({ pages: above0('pages'), bytes, reads: above0('reads') });
} else await soakRelay(above0('minutes'));

async function soakRelay(minutes: number): Promise<void> {
  const relay = await startRelay();
  const churn = new Churn(relay);
  console.log(`warming up for ${seconds(minutes * WARM_UP)}`);
  await churn.run(minutes * WARM_UP * 60_000);
  const before = await settled(relay);
  console.log(`churning for ${seconds(minutes)}`);
  await churn.run(minutes * 60_000);
  const after = await settled(relay);
  await relay.stop();
  report(churn, before, after);
}

function above0(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (value > 0) return value;
  throw new Error(`expected --${name} as a number, got ${values[name]}`);
}

function seconds(ofMinutes: number): string {
  return `${(ofMinutes * 60).toFixed(0)} s`;
}

/** The gauges, after the relay has forgotten every client, or should have. */
async function settled(relay: Relay): Promise<Gauge[]> {
  const isEmpty = (): boolean => Object.values(relay.sizes).every((size) => size === 0);
  for (const end = performance.now() + SETTLE_MS; !isEmpty() && performance.now() < end;) {
    await nextSecond();
  }
  await nextSecond(); // sockets close behind their connections
  if (!globalThis.gc) throw new Error('expected node --expose-gc');
  globalThis.gc();
  await nextSecond();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  const sizes = Object.entries(relay.sizes).map(([name, value]) => gauge(name, value, 0));
  return [
    gauge('heap, MiB', heapUsed / MIB, 8),
    gauge('buffers, MiB', external / MIB, 8),
    gauge('handles', process.getActiveResourcesInfo().length, 3),
    ...sizes,
  ];
}

function gauge(name: string, value: number, tolerance: number): Gauge {
  return { name, value: Math.round(value * 10) / 10, tolerance };
}

async function nextSecond(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

function report(churn: Churn, before: readonly Gauge[], after: readonly Gauge[]): void {
  console.log(
    Object.entries(churn.tally)
      .map(([name, n]) => `${name} ${n}`)
      .join(', '),
  );
  const rows = after.map(({ name, value, tolerance }, i) => {
    const start = before[i]?.value ?? 0;
    return { name, start, end: value, 'may grow by': tolerance, ok: value <= start + tolerance };
  });
  console.table(rows);
  if (rows.every(({ ok }) => ok)) return;
  console.error('something has grown');
  process.exitCode = 1;
}
