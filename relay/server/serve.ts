import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { CLOSE } from '../protocol/close-codes.ts';
import { DEFAULT_LIMITS, type RelayLimits } from '../protocol/limits.ts';
import { createHttp } from './http.ts';
import { Hub } from './hub.ts';
import { Sockets } from './sockets.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly log: Logger;
  readonly limits?: RelayLimits;
  /** The folder of the web page's files. */
  readonly webRoot?: string;
}

export interface Relay {
  /** Where people open it. */
  readonly url: string;
  /** How much it holds now; all zero with nobody connected. */
  readonly sizes: Hub['sizes'];
  /** Says goodbye to everybody and closes; resolves within `STOP_MS`. */
  stop(): Promise<void>;
}

const TICK_MS = 20;
/** How long clients get to close, and how long they are told to stay away. */
const STOP_MS = 2_000;
const RETRY_AFTER_MS = 2_000;
/** At the system's default of 511 a storm of reconnects lost connections for a second. */
const BACKLOG = 4_096;

const WEB_ROOT = fileURLToPath(new URL('../web/dist', import.meta.url));

/** Starts a relay on its in-memory default. Rejects where the port is taken or the web page is not built. */
export async function serve(options: ServeOptions): Promise<Relay> {
  const { host, port, log, limits = DEFAULT_LIMITS, webRoot = WEB_ROOT } = options;
  const hub = new Hub({ limits, now: () => performance.now(), random: Math.random, log });
  const sockets = new Sockets({ hub, limits, log });
  const http = await createHttp(webRoot, log.child({}, { level: quieter(log.level) }));
  http.server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  await http.listen({ host, port, backlog: BACKLOG, listenTextResolver: () => 'listening' });
  const ticking = setInterval(() => hub.tick(), TICK_MS);
  return {
    url: urlOf(http.server.address(), host),
    get sizes() {
      return hub.sizes;
    },
    async stop() {
      const closed = http.close();
      const bye = {
        type: 'bye',
        reason: 'the relay is stopping',
        retryAfterMs: RETRY_AFTER_MS,
      } as const;
      const dismissed = hub.dismiss(bye, CLOSE.restart, 'restart');
      const lastResort = setTimeout(() => hub.terminate(), STOP_MS);
      await dismissed;
      clearTimeout(lastResort);
      // Browsers hold connections open that never carried a request; those count as busy.
      http.server.closeAllConnections();
      await closed;
      clearInterval(ticking);
    },
  };
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
