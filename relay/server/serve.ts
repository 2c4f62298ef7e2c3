import { BlockList as Networks, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { DEFAULT_LIMITS, type RelayLimits } from '../protocol/limits.ts';
import { Admission } from './admission.ts';
import { Backlog } from './backlog.ts';
import type { Backplane } from './backplane.ts';
import { BlockList } from './block-list.ts';
import { drain, type DrainTimes } from './drain.ts';
import { createHttp } from './http.ts';
import { addressesOf, listen } from './listen.ts';
import { printable } from './log-text.ts';
import { createMetrics } from './metrics.ts';
import { type HostPort, openMetricsPort } from './metrics-port.ts';
import { PeerLog } from './peer-log.ts';
import { Performer } from './perform.ts';
import { Sockets, type SocketsDeps } from './sockets.ts';
import { Totals } from './totals.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly log: Logger;
  readonly limits?: RelayLimits;
  /** The folder of the web page's files. */
  readonly webRoot?: string;
  /** The time that running transfers get to finish when the relay stops. */
  readonly drainSeconds?: number;
  /** Over how long goodbyes are spread when it stops. */
  readonly byeSeconds?: number;
  /** Patterns of the origins whose pages may connect; all by default. */
  readonly origins?: readonly string[];
  /** The relay believes `X-Forwarded-For` from these proxies; none by default. */
  readonly proxies?: Networks;
  /** The file of blocked addresses; empty for none. */
  readonly blockList?: string;
  /** True when logs name the addresses of clients. */
  readonly logIps?: boolean;
  /** The port for metrics; none by default. */
  readonly metrics?: HostPort | undefined;
  /** Joins this relay to others; alone by default. The relay stops it. */
  readonly backplane?: Backplane | undefined;
}

export interface Relay {
  /** The URL that people open. */
  readonly url: string;
  /** The URL of its metrics, if it has one. */
  readonly metricsUrl: string | undefined;
  /** The numbers of everything that it holds; all zero if nobody is connected. */
  readonly sizes: Performer['sizes'];
  /** Reads the file of blocked addresses again, where there is one; where it is wrong the last one stays. */
  reloadBlockList(): void;
  /** Takes nobody new, lets running transfers finish, says goodbye to everybody and closes. */
  stop(): Promise<void>;
}

const WEB_ROOT = fileURLToPath(new URL('../web/dist', import.meta.url));

/** Starts a relay on its in-memory default. Rejects where the port is taken or the web page is not built. */
export async function serve(options: ServeOptions): Promise<Relay> {
  const {
    host,
    port,
    log,
    limits = DEFAULT_LIMITS,
    webRoot = WEB_ROOT,
    drainSeconds = 2,
    byeSeconds = 5,
    origins = ['*'],
    proxies = new Networks(),
    logIps = false,
    backplane,
  } = options;
  const totals = new Totals();
  const state = () => ({
    ...performer.sizes,
    ...performer.announced,
    sockets: admission.sizes.sockets,
  });
  const metrics = createMetrics({ totals, state, backplane, isRead: Boolean(options.metrics) });
  const { waits } = metrics;
  const now = (): number => performance.now();
  const peerLog = new PeerLog(log, now);
  const backlog = new Backlog();
  const told = { limits, now, log: peerLog, totals, backlog };
  const performer = new Performer({ ...told, random: Math.random, waits, backplane });
  const admission = new Admission({ limits, origins, proxies });
  const sockets = new Sockets({ ...told, performer, log, peerLog, admission, logIps });
  const blockList = openBlockList(options.blockList, log, performer);
  const http = await createHttp({
    webRoot,
    log: log.child({}, { level: quieter(log.level), serializers: { req: requestFacts } }),
    isReady: () => !sockets.isDraining,
    isJoined: backplane && (() => backplane.state.isUp),
    isBlocked: (address) => blockList?.addresses.has(address) ?? false,
  });
  http.server.on('connection', (socket) => greet(socket, { admission, totals, peerLog, logIps }));
  http.server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  const close = await listen(http, await addressesOf(host), port);
  const metricsPort = options.metrics && (await openMetricsPort(options.metrics, metrics, log));
  blockList?.watch();
  return {
    url: urlOf(http.server.address(), host),
    metricsUrl: metricsPort?.url,
    get sizes() {
      return performer.sizes;
    },
    reloadBlockList: () => blockList?.reload(),
    stop: async () => {
      blockList?.stop();
      sockets.isDraining = true;
      await end({ performer, backplane, drainSeconds, byeSeconds }, close);
      metricsPort?.close();
      peerLog.stop();
    },
  };
}

interface Ending extends DrainTimes {
  readonly performer: Performer;
  readonly backplane: Backplane | undefined;
}

/** Lets running work come to its end, then stops listening. */
async function end({ performer, backplane, ...times }: Ending, close: () => Promise<void>) {
  backplane?.withdraw();
  await drain(performer, times);
  await close();
  performer.stop();
  await backplane?.stop();
}

function openBlockList(
  file: string | undefined,
  log: Logger,
  performer: Performer,
): BlockList | undefined {
  if (!file) return undefined;
  const blockList = new BlockList({
    file,
    log,
    onChange: (addresses) => performer.block(addresses),
  });
  performer.block(blockList.addresses);
  return blockList;
}

type GreetDeps = Pick<SocketsDeps, 'admission' | 'totals' | 'peerLog' | 'logIps'>;

/**
 * Hangs up on a client with too many sockets: the process may open only a limited number, and one client could take
 * them all.
 */
function greet(socket: Socket, { admission, totals, peerLog, logIps }: GreetDeps): void {
  const opening = admission.open(socket.remoteAddress ?? '');
  if (opening.type === 'open') return void socket.once('close', opening.leave);
  socket.destroy();
  const { refusal, ip } = opening;
  totals.connectionRefused(refusal);
  peerLog.info({ refusal, ...(logIps && { ip }) }, 'connection refused');
}

/** The longest start of a path that a log may show: a mangled link can have its key in the path. */
const PATH_CHARS = 9;

/** The facts of a request for the log: not its sender, no full address, no key. */
function requestFacts({ method, url }: { method: string; url: string }): object {
  return { method, url: printable(url, PATH_CHARS) };
}

/** Fastify tells of every request at 'info'; only its warnings are facts about the relay. */
function quieter(level: string): string {
  return ['trace', 'debug', 'info'].includes(level) ? 'warn' : level;
}

function urlOf(address: ReturnType<import('node:net').Server['address']>, host: string): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  const isLocal = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::'].includes(host);
  const name = isLocal ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
