import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Broker } from '../broker/broker.ts';
import type { Backplane, BackplaneState } from './backplane.ts';
import type { Totals } from './totals.ts';
import { Waits } from './waits.ts';

type State = Broker['sizes'] &
  Broker['announced'] & { readonly connections: number; readonly sockets: number };

export interface MetricsDeps {
  readonly totals: Totals;
  /** The numbers of things that the relay holds now. */
  readonly state: () => State;
  /** Left out where the relay is alone. */
  readonly backplane?: Pick<Backplane, 'state'> | undefined;
  /** Somebody reads the metrics. Only then is the process watched, because that takes a timer. */
  readonly isRead: boolean;
}

export interface Metrics {
  /** The collectors of the readers' delays. */
  readonly waits: Waits;
  readonly contentType: string;
  /** All metrics, as Prometheus reads them. */
  text(): Promise<string>;
}

const DELAY_SECONDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120,
];

/** Of prom-client's own those that list all handles or descriptors for a count: 100 ms of the event loop at 16,000. */
const SLOW = [
  'process_open_fds',
  ...['handles', 'requests', 'resources'].flatMap((kind) => [
    `nodejs_active_${kind}`,
    `nodejs_active_${kind}_total`,
  ]),
];
/** The precision of the event loop's lag. Its timer runs this often. */
const LAG_PRECISION_MS = 20;

/** The text of `/metrics`. Everything but the delays is filled in on a read, and costs nothing before. */
export function createMetrics({ totals, state, backplane, isRead }: MetricsDeps): Metrics {
  const registry = new Registry();
  if (isRead) watchProcess(registry);
  const fill = [
    gauges(registry, state),
    counters(registry, totals),
    labelledCounters(registry, totals),
    ...(backplane ? [cluster(registry, () => backplane.state)] : []),
  ];
  const first = delays(registry, 'first');
  const last = delays(registry, 'last');
  return {
    waits: new Waits(
      (ms) => first.observe(ms / 1_000),
      (ms) => last.observe(ms / 1_000),
    ),
    contentType: registry.contentType,
    text: async () => {
      for (const one of fill) one();
      return await registry.metrics();
    },
  };
}

function watchProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS });
  for (const name of SLOW) registry.removeSingleMetric(name);
}

function gauges(registry: Registry, state: () => State): () => void {
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name: `mayfly_${name}`, help, registers: [registry] });
  const connections = gauge('connections', 'open connections');
  const sockets = gauge('sockets', 'open sockets, those of connections among them');
  const away = gauge('peers_away', 'lost connections whose place is kept');
  const haves = gauge('haves', 'addresses held, once for each peer that holds one');
  const wants = gauge('wants', 'addresses wanted, once for each peer that wants one');
  const watches = gauge('watches', 'addresses watched, once for each peer that watches one');
  const swarms = gauge('swarms', 'addresses that somebody holds or wants');
  const transfers = gauge('transfers_running', 'transfers that run');
  return () => {
    const now = state();
    connections.set(now.connections);
    sockets.set(now.sockets);
    away.set(now.away);
    haves.set(now.haves);
    wants.set(now.wants);
    watches.set(now.watches);
    swarms.set(now.swarms);
    transfers.set(now.transfers);
  };
}

function counters(registry: Registry, totals: Totals): () => void {
  const counter = (name: string, help: string): Counter =>
    new Counter({ name: `mayfly_${name}_total`, help, registers: [registry] });
  const completed = counter('transfers_completed', 'transfers that sent the whole page');
  const bytesIn = counter('content_bytes_in', 'page bytes that seeders sent');
  const bytesOut = counter('content_bytes_out', 'page bytes sent to readers');
  const notes = counter('notes', 'notes that were passed on to clients');
  const shutOut = counter('seeders_shut_out', 'seeders whose bytes were not the address');
  return () => {
    set(completed, totals.endings.complete);
    set(bytesIn, totals.bytesIn);
    set(bytesOut, totals.bytesOut);
    set(notes, totals.notes);
    set(shutOut, totals.refusals['shut-out'] ?? 0);
  };
}

function labelledCounters(registry: Registry, totals: Totals): () => void {
  const counter = (name: string, label: string, help: string) => {
    const options = { help, labelNames: [label], registers: [registry] };
    const one = new Counter({ name: `mayfly_${name}_total`, ...options });
    return (counts: Readonly<Record<string, number>>): void => {
      one.reset();
      for (const [value, count] of Object.entries(counts)) one.inc({ [label]: value }, count);
    };
  };
  const failed = counter('transfers_failed', 'reason', 'transfers that ended without the page');
  const messages = counter('messages_in', 'kind', 'messages of clients');
  const refusals = counter('refusals', 'code', 'errors sent to clients that kept to the protocol');
  const violations = counter('protocol_violations', 'code', 'connections closed for a message');
  const refusedToConnect = counter('connections_refused', 'reason', 'requests to connect, refused');
  return () => {
    const { complete: _completed, ...others } = totals.endings;
    failed(others);
    messages({ text: totals.messages, content: totals.frames });
    refusals(totals.refusals);
    violations(totals.violations);
    refusedToConnect(totals.connectionsRefused);
  };
}

function cluster(registry: Registry, state: () => BackplaneState): () => void {
  const common = (name: string, help: string) => ({
    name: `mayfly_cluster_${name}`,
    help,
    registers: [registry],
  });
  const up = new Gauge(common('up', '1 while other relays can be reached'));
  const neighbours = new Gauge(common('neighbours', 'other relays that were heard of lately'));
  const sought = new Gauge(common('sought', 'addresses that are looked for on other relays'));
  const given = new Gauge(common('passes_given', 'passes that run to other relays'));
  const taken = new Gauge(common('passes_taken', 'passes that run from other relays'));
  const kept = new Gauge(
    common('kept_bytes', 'page bytes that other relays have not asked for yet'),
  );
  const bytesGiven = new Counter(common('bytes_given_total', 'page bytes sent to other relays'));
  const bytesTaken = new Counter(common('bytes_taken_total', 'page bytes got from other relays'));
  return () => {
    const now = state();
    up.set(now.isUp ? 1 : 0);
    neighbours.set(now.neighbours);
    sought.set(now.sought);
    given.set(now.given);
    taken.set(now.taken);
    kept.set(now.kept);
    set(bytesGiven, now.bytesGiven);
    set(bytesTaken, now.bytesTaken);
  };
}

/** A counter whose count is kept elsewhere. */
function set(counter: Counter, count: number): void {
  counter.reset();
  counter.inc(count);
}

function delays(registry: Registry, which: 'first' | 'last'): Histogram {
  return new Histogram({
    name: `mayfly_want_${which}_byte_seconds`,
    help: `from a want to the ${which} byte that was sent to the reader`,
    buckets: DELAY_SECONDS,
    registers: [registry],
  });
}
